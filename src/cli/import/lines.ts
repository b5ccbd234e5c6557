import { TextDecoder } from 'node:util';

/** Lines of a file of any size, with constant memory: a line that is too long is skipped, and told. */
export interface Line {
  /** Counted from 1. */
  readonly number: number;
  /** Undefined: longer than allowed, or not UTF-8. */
  readonly text: string | undefined;
  readonly problem: 'tooLong' | 'encoding' | undefined;
  /** Of the input up to the end of this line. */
  readonly bytesRead: number;
}

/** An event is a few hundred bytes; a fact of a thousand licenses, a few hundred thousand. */
export const MOST_LINE_BYTES = 4 * 1024 * 1024;

const LINE_FEED = 0x0a;

export async function* readLines(chunks: AsyncIterable<Uint8Array>, limit = MOST_LINE_BYTES): AsyncGenerator<Line, void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let [number, bytesRead, length] = [0, 0, 0];
  let parts: Uint8Array[] = [];
  const take = (part: Uint8Array): void => {
    length += part.length;
    if (length > limit) parts = [];
    else if (part.length > 0) parts.push(part);
  };
  const line = (): Line => {
    number += 1;
    const read = length > limit ? ({ text: undefined, problem: 'tooLong' } as const) : decoded(decoder, parts);
    [parts, length] = [[], 0];
    return { number, ...read, bytesRead };
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      take(chunk.subarray(start, end));
      bytesRead += end + 1 - start;
      start = end + 1;
      yield line();
    }
    bytesRead += chunk.length - start;
    // A stream may write its next chunk over this one.
    take(Uint8Array.prototype.slice.call(chunk, start));
  }
  if (length > 0) yield line();
}

function decoded(decoder: TextDecoder, parts: readonly Uint8Array[]): Pick<Line, 'text' | 'problem'> {
  try {
    return { text: decoder.decode(Buffer.concat(parts)), problem: undefined };
  } catch {
    return { text: undefined, problem: 'encoding' };
  }
}
