/** Formats plug in by the name of their root element (architecture.md, "License file, version 1"). */
import type { Instant } from '../domain/ids.js';
import type { Place } from './file-refused.js';
import type { LicenseItem } from './license-in-file.js';
import type { StartTag, XmlHandlers } from './strict-xml.js';

export interface FileSignature extends Place {
  readonly keyName: string;
  /** Ed25519, 64 bytes. */
  readonly value: Buffer;
  /** How many bytes from the file's first one on are signed. */
  readonly signedBytes: number;
}

/** What a file turned out to be once it was read to its end. */
export interface FileSummary {
  readonly issuedAt: Instant;
  /** Bad ones too. */
  readonly licenses: number;
  /** Read, not verified. */
  readonly signature: FileSignature;
}

/** Reads one file. The root's own open and close come too; every method may throw FileRefused. */
export interface LicenseFileReading extends XmlHandlers {
  /** Called once, after the root was closed and the file ended well. */
  summary(): FileSummary;
}

export interface LicenseFileAdapter {
  readonly rootElement: string;
  /** May throw FileRefused: the root already tells that the file is of an unknown version. `found` is called in the file's order. */
  begin(root: StartTag, found: (item: LicenseItem) => void): LicenseFileReading;
}
