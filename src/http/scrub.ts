/**
 * The last thing that a log line passes: whatever looks like an activation code or a token is taken out, wherever in the line it stands.
 * Nobody logs one on purpose; this is for error messages of others and for paths that were typed by hand.
 */

import { parseVerifierKey } from '../audit/verifier-key.js';

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

/**
 * What may be a verifier key, `<name>+<key id>+<base64>`: twenty-five letters of its base 64 look like a code, and a log whose key was
 * blotted out cannot be verified. Begins behind whatever encloses it, or behind a line break inside JSON.
 */
const MAYBE_KEY =
  /(?<![^\s"'\\+,;=()[\]<>«»])(?:[nrtbf](?<=\\.))?([^\s"'\\+,;=()[\]<>«»]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44})(?![A-Za-z0-9+/=])/gu;

export const SCRUBBED = '[removed]';

/** Verifier keys are left as they are: only what is whole, for the id of one is a hash of all the rest. */
export function scrub(text: string): string {
  let scrubbed = '';
  let done = 0;
  for (const { 0: found, 1: key = '', index } of text.matchAll(MAYBE_KEY)) {
    if (!parseVerifierKey(key).ok) continue;
    scrubbed += `${withoutSecrets(text.slice(done, index))}${found}`;
    done = index + found.length;
  }
  return scrubbed + withoutSecrets(text.slice(done));
}

const withoutSecrets = (text: string): string =>
  text
    .replace(TOKEN, SCRUBBED)
    .replace(GROUPS, SCRUBBED)
    .replace(LETTERS, (found) => (PROGRAM_NAME.test(found) ? found : SCRUBBED));
