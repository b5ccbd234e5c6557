/**
 * Personal fields and free text: names, device names, file names, notes (issue 2, point 2; domain.md, section 3, SubjectErased).
 *
 * Every such field of every event has this one type, so that one codec at the edge of the log (`src/event-store/codec.ts`) can seal them
 * under a key a subject, and erase them by destroying that key.
 */
export interface PersonalText {
  /** Whose key seals it: the id of the account, database, device, upload or viewer that it tells about. */
  readonly subject: string;
  /** The clear text, or null where it was erased. */
  readonly text: string | null;
}

export const personal = (subject: string, text: string): PersonalText => ({ subject, text });

export const samePersonal = (a: PersonalText | null, b: PersonalText | null): boolean => a?.text === b?.text;

/** Clear text for showing: an erased text reads as empty here, and the views say "erased". */
export const clearText = (value: PersonalText | null): string | null => value?.text ?? null;

/** A text as the log holds it. */
export interface SealedText {
  /** Which of the subject's keys; counted from 1. */
  readonly key: number;
  /** Base64. A salt and the text. */
  readonly cipher: string;
  /** Base64 of SHA-256 over salt and text: whoever is given both can check what the log says, and nobody can guess it. */
  readonly commitment: string;
}

/** Null: it was erased. */
export type OpenPersonal = (subject: string, sealed: SealedText) => string | null;

export interface PersonalKeys {
  /** Makes the subject's key where there is none. */
  seal(subject: string, text: string): SealedText;
  readonly open: OpenPersonal;
}
