/** How much of a stranger's file is read before it is refused. */
export interface LicenseFileLimits {
  /** Bytes. Ed25519 signs the message as one piece, so a file's signed part is held in memory once while it is verified. */
  readonly fileBytes: number;
  /** UTF-16 units of one child of the root, or of one comment or run of text between them. */
  readonly elementLength: number;
  /** Elements within one another, the root counted. */
  readonly depth: number;
}

/** 10,000 licenses are about 4 MB. */
export const DEFAULT_LIMITS: LicenseFileLimits = { fileBytes: 64 * 1024 * 1024, elementLength: 64 * 1024, depth: 64 };

/** UTF-16 units of a text attribute, white space at its ends not counted: as much as the API takes. */
export const MOST_TEXT_LETTERS = 200;

export const MOST_MONTHS = 1200;
