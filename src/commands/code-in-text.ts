/** People write activation codes into texts for support. A whole code is a secret and stays out of the log, except sealed: its last group is kept. */
import { CODE_GROUPS, GROUP_LETTERS, lastGroupOf, maskedCode, readActivationCode } from '../domain/activation-code.js';

const LETTERS = CODE_GROUPS * GROUP_LETTERS;
/** What may stand between the letters of a code, and what may be a letter of one. */
const BETWEEN = /[\p{Pd}\p{Zs}\p{Cf}\s_.\u00B7\u2212]/u;
const LETTER = /[0-9A-Za-z\p{Script=Cyrillic}]/u;

/** Masks every run of letters that reads as a whole code, in any spelling in which one may be typed. */
export function maskCodes(text: string): string {
  if (text.length < LETTERS) return text;
  const places = lettersOf(text);
  let masked = '';
  let rest = 0;
  for (let first = 0; first + LETTERS <= places.length; first++) {
    const window = places.slice(first, first + LETTERS);
    const [start, end] = [window[0]?.start, window.at(-1)?.end];
    if (start === undefined || end === undefined || start < rest || window.some(({ run }) => run !== window[0]?.run)) continue;
    const reading = readActivationCode(text.slice(start, end));
    if (!reading.ok) continue;
    masked += text.slice(rest, start) + maskedCode(lastGroupOf(reading.code));
    rest = end;
  }
  return masked + text.slice(rest);
}

interface Place {
  readonly start: number;
  readonly end: number;
  /** Changes where something stands that no code holds. */
  readonly run: number;
}

function lettersOf(text: string): readonly Place[] {
  const places: Place[] = [];
  let run = 0;
  let start = 0;
  for (const letter of text) {
    const end = start + letter.length;
    if (LETTER.test(letter)) places.push({ start, end, run });
    else if (!BETWEEN.test(letter)) run++;
    start = end;
  }
  return places;
}
