/** Files of lines, written and read with their hashes. Synchronous: whoever uses them lets others in between two pages. */
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface FileFacts {
  /** Hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

/** Writes a new file for its owner alone. */
export class LineWriter {
  readonly #descriptor: number;
  readonly #hash = createHash('sha256');
  #bytes = 0;

  constructor(path: string) {
    this.#descriptor = openSync(path, 'wx', 0o600);
  }

  write(text: string): void {
    const bytes = Buffer.from(text, 'utf8');
    for (let written = 0; written < bytes.length;) written += writeSync(this.#descriptor, bytes, written);
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
  }

  /** On disk when it returns. */
  end(): FileFacts {
    fsyncSync(this.#descriptor);
    closeSync(this.#descriptor);
    return { sha256: this.#hash.digest('hex'), bytes: this.#bytes };
  }
}

export const openIn = (folder: string, name: string): LineWriter => new LineWriter(join(folder, name));

const CHUNK = 1024 * 1024;
const LINE_FEED = 0x0a;
/** No line of ours is so long: it is cut there, and means nothing. */
const MOST_LINE_BYTES = 32 * CHUNK;

export class LineReader {
  readonly #descriptor: number;
  readonly #hash = createHash('sha256');
  readonly #chunk = Buffer.alloc(CHUNK);
  #bytes = 0;
  #rest: Buffer = Buffer.alloc(0);
  #lines: readonly string[] = [];
  #next = 0;

  constructor(path: string) {
    this.#descriptor = openSync(path, 'r');
  }

  /** Of the file, read so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Undefined at the end. */
  next(): string | undefined {
    while (this.#next >= this.#lines.length) {
      if (!this.#more()) return undefined;
    }
    const line = this.#lines[this.#next];
    this.#next += 1;
    return line;
  }

  /** Of the whole file, whether its lines were asked for or not. */
  end(): FileFacts {
    while (this.#fill() > 0);
    closeSync(this.#descriptor);
    return { sha256: this.#hash.digest('hex'), bytes: this.#bytes };
  }

  #fill(): number {
    const read = readSync(this.#descriptor, this.#chunk);
    this.#hash.update(this.#chunk.subarray(0, read));
    this.#bytes += read;
    return read;
  }

  #more(): boolean {
    const read = this.#fill();
    if (read === 0 && this.#rest.length === 0) return false;
    const bytes = Buffer.concat([this.#rest, this.#chunk.subarray(0, read)]);
    const isCut = read === 0 || bytes.length > MOST_LINE_BYTES;
    const end = isCut ? bytes.length : bytes.lastIndexOf(LINE_FEED) + 1;
    this.#rest = bytes.subarray(end);
    const text = bytes.toString('utf8', 0, end);
    this.#lines = end === 0 ? [] : text.slice(0, text.endsWith('\n') ? -1 : undefined).split('\n');
    this.#next = 0;
    return true;
  }
}
