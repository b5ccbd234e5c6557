import type { Place } from './file-refused.js';

/**
 * Where the last `<` lies. saxes counts in UTF-16 units and reports a tag only once it has read its name, so the `<` is noted when it is
 * fed; its place in bytes is worked out only when it is asked for.
 */
export class TagStart implements Place {
  line = 1;
  column = 1;
  private text = '';
  private index: number | undefined;
  private bytesBefore = 0;
  private earlier = 0;

  beginChunk(text: string): void {
    this.text = text;
  }

  note(index: number, line: number, column: number): void {
    this.index = index;
    this.line = line;
    this.column = column;
  }

  endChunk(bytes: number): void {
    this.earlier = this.byteOffset();
    this.index = undefined;
    this.bytesBefore += bytes;
  }

  /** From the file's first byte. */
  byteOffset(): number {
    return this.index === undefined ? this.earlier : this.bytesBefore + Buffer.byteLength(this.text.slice(0, this.index));
  }
}
