/**
 * The last thing that a log line passes: whatever looks like an activation code or a token is taken out, wherever in the line it stands.
 * Nobody logs one on purpose; this is for error messages of others and for paths that were typed by hand.
 */

/** Line breaks and tabs inside JSON are two characters, the second of them a letter. */
const BEFORE = String.raw`(?:(?<![\p{L}\p{N}_])|(?<=\\[nrtbf]))`;
const SEPARATOR = String.raw`(?:[\p{Pd}\p{Zs}\u2212]|\\[nrt]|%20|\+)`;
const GROUP = String.raw`[\p{L}\p{N}]{5}`;
const AFTER = String.raw`(?![\p{L}\p{N}_])`;
/** Five groups or more, for a word of five letters may stand before a code. Any case, Latin or Cyrillic, all kinds of dash and space. */
const GROUPS = new RegExp(`${BEFORE}${GROUP}(?:${SEPARATOR}{1,3}${GROUP}){4,}${AFTER}`, 'gu');
/** Twenty-five letters, with separators in some places or in none. */
const LETTERS = new RegExp(`${BEFORE}${GROUP}(?:${SEPARATOR}{0,3}${GROUP}){4}${AFTER}`, 'gu');
/** A name of a program (`processTicksAndRejections`): nobody types a code in mixed case without a digit. */
const PROGRAM_NAME = /^(?=.*[a-z])(?=.*[A-Z])[A-Za-z]+$/;
const TOKEN = /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g;

export const SCRUBBED = '[removed]';

export const scrub = (text: string): string =>
  text
    .replace(TOKEN, SCRUBBED)
    .replace(GROUPS, SCRUBBED)
    .replace(LETTERS, (found) => (PROGRAM_NAME.test(found) ? found : SCRUBBED));
