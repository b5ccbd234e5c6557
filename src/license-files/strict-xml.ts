/**
 * Strict, streamed intake of a stranger's XML on top of saxes: UTF-8 and XML 1.0 only, no DOCTYPE (so no entities of its own), depth and
 * sizes limited, the first error ends it (architecture.md, "License file, version 1").
 *
 * `xmlns` stays off: with it saxes' time grows with the square of the depth.
 */
import { SaxesParser } from 'saxes';
import { FileRefused, tooLarge, xmlFailure, type Place } from './file-refused.js';
import type { XmlProblem } from './license-in-file.js';
import type { LicenseFileLimits } from './limits.js';
import { TagStart } from './tag-start.js';
import { beginsAsUtf16, Utf8Chunks } from './utf8.js';
import { xmlProblemOf } from './xml-problem.js';

const LESS_THAN = 0x3c;

export interface StartTag extends Place {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The root's is 1. */
  readonly depth: number;
  /** Of its `<`, from the file's first byte. To be asked while the tag is being told, not later. */
  byteOffset(): number;
}

export interface EndTag {
  readonly name: string;
  readonly depth: number;
}

/** Called in document order. Each may throw FileRefused. */
export interface XmlHandlers {
  open(tag: StartTag): void;
  close(tag: EndTag): void;
  /** `depth` is that of the element it stands in; 0 outside the root. Comments are left out. */
  text(text: string, depth: number): void;
  instruction(depth: number): void;
}

export class StrictXml {
  private readonly parser = new SaxesParser({ xmlns: false });
  private readonly utf8 = new Utf8Chunks();
  private bytesSeen = 0;
  /** UTF-16 units that the parser was fed. */
  private unitsFed = 0;
  /** Of the last `<` that was fed. Each begins a write of its own, so when a start tag is reported, it is that tag's. */
  private readonly tagStart = new TagStart();
  /** Where the last piece at root level ended. */
  private mark: Place & { readonly position: number } = { line: 1, column: 1, position: 0 };
  private depth = 0;
  private rootSeen = false;
  /** saxes reports a close tag before it compares its name: told on only when no error followed. */
  private heldClose: EndTag | undefined;

  constructor(
    private readonly handlers: XmlHandlers,
    private readonly limits: LicenseFileLimits,
  ) {
    this.listen();
  }

  /** @throws FileRefused */
  write(chunk: Uint8Array): void {
    const room = this.limits.fileBytes - this.bytesSeen;
    this.bytesSeen += chunk.length;
    const { bytes, invalid } = this.utf8.take(chunk.length > room ? chunk.subarray(0, room) : chunk);
    this.feed(bytes);
    if (invalid)
      this.refuse(this.unitsFed === 0 && beginsAsUtf16(invalid) ? 'FILE_DAMAGED' : undefined, 'encoding', this.here(1));
    if (chunk.length > room) throw new FileRefused(tooLarge(this.limits.fileBytes));
  }

  /** @throws FileRefused */
  end(): void {
    if (this.bytesSeen === 0) this.refuse('FILE_DAMAGED', 'empty');
    if (this.utf8.unfinished) this.refuse(undefined, 'encoding', this.here(1));
    this.parser.close();
  }

  private feed(bytes: Buffer): void {
    const text = bytes.toString('utf8');
    this.tagStart.beginChunk(text);
    for (let start = 0; start < text.length;) {
      const next = text.indexOf('<', start + 1);
      const end = next === -1 ? text.length : next;
      if (text.charCodeAt(start) === LESS_THAN) this.tagStart.note(start, this.parser.line, this.parser.column + 1);
      this.parser.write(text.slice(start, end));
      this.flushClose();
      this.unitsFed += end - start;
      // One unit of grace: saxes may hold back a last carriage return, and a verdict must not depend on where chunks end.
      if (this.unitsFed - this.mark.position > this.limits.elementLength + 1)
        throw new FileRefused(tooLarge(this.limits.elementLength));
      start = end;
    }
    this.tagStart.endChunk(bytes.length);
  }

  private listen(): void {
    const { parser, handlers } = this;
    parser.on('error', ({ message }) => {
      this.heldClose = undefined;
      this.checkLength();
      const problem = xmlProblemOf(message);
      this.refuse(problem === 'cutOff' || problem === 'doctype' ? 'FILE_DAMAGED' : undefined, problem, this.placeOf(problem));
    });
    parser.on('xmldecl', ({ version, encoding }) => {
      this.beginEvent();
      if (version !== '1.0') this.refuse('FILE_DAMAGED', 'xmlVersion');
      if (encoding !== undefined && encoding.toLowerCase() !== 'utf-8') this.refuse('FILE_DAMAGED', 'encoding');
      this.endPiece();
    });
    parser.on('doctype', () => {
      this.beginEvent();
      this.refuse('FILE_DAMAGED', 'doctype', this.mark);
    });
    parser.on('opentag', ({ name, attributes }) => {
      this.beginEvent();
      this.rootSeen = true;
      this.depth++;
      if (this.depth > this.limits.depth) this.refuse(undefined, 'depth', this.tagStart);
      this.endPiece();
      const { line, column } = this.tagStart;
      handlers.open({ name, attributes, depth: this.depth, line, column, byteOffset: () => this.tagStart.byteOffset() });
    });
    parser.on('closetag', ({ name }) => {
      this.beginEvent();
      this.heldClose = { name, depth: this.depth };
      this.depth--;
      this.endPiece();
    });
    parser.on('text', (text) => {
      this.beginEvent();
      this.endPiece(this.tagStart, 1);
      handlers.text(text, this.depth);
    });
    parser.on('cdata', (text) => {
      this.beginEvent();
      this.endPiece();
      handlers.text(text, this.depth);
    });
    parser.on('comment', () => {
      this.beginEvent();
      this.endPiece();
    });
    parser.on('processinginstruction', () => {
      this.beginEvent();
      this.endPiece();
      handlers.instruction(this.depth);
    });
  }

  /** First of all a piece that is too long, or the verdict would depend on where chunks end. */
  private beginEvent(): void {
    this.checkLength();
    this.flushClose();
  }

  private flushClose(): void {
    const closed = this.heldClose;
    this.heldClose = undefined;
    if (closed) this.handlers.close(closed);
  }

  /** At root level something has ended; a child of the root is one piece with all that is in it. */
  private endPiece(end: Place = this.here(1), unitsReadBeyond = 0): void {
    if (this.depth > 1) return;
    this.mark = { line: end.line, column: end.column, position: this.parser.position - unitsReadBeyond };
  }

  private checkLength(): void {
    if (this.parser.position - this.mark.position > this.limits.elementLength)
      throw new FileRefused(tooLarge(this.limits.elementLength));
  }

  private placeOf(problem: XmlProblem): Place {
    if (problem === 'secondRoot') return this.tagStart;
    return problem === 'outsideRoot' ? this.mark : this.here();
  }

  /** Of the character that was read last; with `ahead` of 1, of the next one. */
  private here(ahead = 0): Place {
    return { line: this.parser.line, column: Math.max(1, this.parser.column + ahead) };
  }

  /** What is no XML before any root was seen is no license file; afterwards it is one that was damaged. */
  private refuse(outcome: 'FILE_DAMAGED' | undefined, problem: XmlProblem, place: Place = this.here()): never {
    throw new FileRefused(xmlFailure(outcome ?? (this.rootSeen ? 'FILE_DAMAGED' : 'FILE_NOT_A_LICENSE'), problem, place));
  }
}
