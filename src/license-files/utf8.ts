/** UTF-8 in chunks that may end inside a character. */
import { isUtf8 } from 'node:buffer';

const isContinuation = (byte: number): boolean => (byte & 0xc0) === 0x80;

/** How many bytes a character has that begins with this one. */
const sequenceLength = (lead: number): number => (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1);

/** Bytes at the end that are the beginning of a character: 0 to 3. */
function unfinishedTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (!isContinuation(byte)) return sequenceLength(byte) > back ? back : 0;
  }
  return 0;
}

function validPrefixLength(bytes: Uint8Array): number {
  let end = 0;
  while (end < bytes.length) {
    const next = end + sequenceLength(bytes[end] ?? 0);
    if (next > bytes.length || !isUtf8(bytes.subarray(end, next))) break;
    end = next;
  }
  return end;
}

export interface Utf8Text {
  /** Whole characters only. */
  readonly bytes: Buffer;
  /** What follows and is no UTF-8, whatever comes after it; undefined where all is well. */
  readonly invalid: Buffer | undefined;
}

/** Gives back what it is fed, cut at the last whole character; what is left waits for the next chunk. */
export class Utf8Chunks {
  private waiting = Buffer.alloc(0);

  take(chunk: Uint8Array): Utf8Text {
    const bytes =
      this.waiting.length > 0
        ? Buffer.concat([this.waiting, chunk])
        : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const whole = bytes.subarray(0, bytes.length - unfinishedTail(bytes));
    this.waiting = Buffer.from(bytes.subarray(whole.length));
    if (isUtf8(whole)) return { bytes: whole, invalid: undefined };
    const valid = validPrefixLength(whole);
    return { bytes: whole.subarray(0, valid), invalid: bytes.subarray(valid) };
  }

  /** At the end: was the last character cut off? */
  get unfinished(): boolean {
    return this.waiting.length > 0;
  }
}

/** True where a file begins with the byte order mark of UTF-16 or UTF-32. */
export const beginsAsUtf16 = (start: Uint8Array): boolean =>
  (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff);
