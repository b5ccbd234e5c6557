/** Personal texts beside their commitments, one line a text: whoever has salt and text sees that this is what was written. */
import { createHash } from 'node:crypto';
import { sealedTexts, type Sealed } from '../../event-store/personal-texts.js';
import { fromBase64, toBase64 } from '../strict-text.js';

/** Null: its key was destroyed. */
export type RevealText = (subject: string, sealed: Sealed) => { readonly salt: Uint8Array; readonly text: string } | null;

export interface Committed {
  readonly subject: string;
  readonly commitment: string;
}

export interface TextLine extends Committed {
  /** Null: erased. */
  readonly shown: { readonly salt: Uint8Array; readonly text: string } | null;
}

export const nameOf = ({ subject, commitment }: Committed): string => `${subject} ${commitment}`;

/** Of a body and its metadata. */
export const committedIn = (...values: readonly unknown[]): readonly Sealed[] => values.flatMap(sealedTexts);

export function textLine({ subject, commitment, shown }: TextLine): string {
  return JSON.stringify(
    shown === null
      ? { subject, commitment, erased: true }
      : { subject, commitment, salt: toBase64(shown.salt), text: shown.text },
  );
}

/** Undefined for what `textLine` never writes. */
export function readTextLine(line: string): TextLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { subject, commitment, salt, text, erased } = value as Record<string, unknown>;
  if (typeof subject !== 'string' || typeof commitment !== 'string') return undefined;
  if (erased === true) return asWritten(line, { subject, commitment, shown: null });
  const bytes = typeof salt === 'string' ? fromBase64(salt) : undefined;
  return bytes && typeof text === 'string' ? asWritten(line, { subject, commitment, shown: { salt: bytes, text } }) : undefined;
}

const asWritten = (line: string, read: TextLine): TextLine | undefined => (textLine(read) === line ? read : undefined);

/** SHA-256 over salt and text is the commitment. What was erased cannot be checked. */
export function keepsItsCommitment({ commitment, shown }: TextLine): boolean {
  if (shown === null) return true;
  return createHash('sha256').update(shown.salt).update(shown.text, 'utf8').digest('base64') === commitment;
}
