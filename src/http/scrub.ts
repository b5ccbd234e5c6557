/**
 * The last thing that a log line passes: whatever looks like an activation code or a token is taken out, wherever in the line it stands.
 * Nobody logs one on purpose; this is for error messages of others and for paths that were typed by hand.
 */

/** Line breaks and tabs inside JSON are two characters, the second of them a letter. */
const BEFORE = String.raw`(?:(?<![\p{L}\p{N}_])|(?<=\\[nrtbf]))`;
const BETWEEN = String.raw`(?:[\p{Pd}\p{Zs}\u2212]|\\[nrt]|%20|\+){0,3}`;
/** Five groups of five, as typed: any case, Latin or Cyrillic, with all kinds of dash and space or none. */
const CODE = new RegExp(String.raw`${BEFORE}[\p{L}\p{N}]{5}(?:${BETWEEN}[\p{L}\p{N}]{5}){4}(?![\p{L}\p{N}_])`, 'gu');
const TOKEN = /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g;

export const SCRUBBED = '[removed]';

export const scrub = (text: string): string => text.replace(TOKEN, SCRUBBED).replace(CODE, SCRUBBED);
