/**
 * Activation codes (architecture.md, "Activation codes"): five groups of five Crockford base-32 letters, the last of each group a
 * position-dependent check over GF(32). 20 free letters, 100 bits. A wrong group can be named without any look-up.
 */
import type { Brand } from './ids.js';

/** A whole code, normalised: 25 letters without dashes. A secret: never logged, stored only sealed and as a keyed hash. */
export type ActivationCode = Brand<string, 'ActivationCode'>;

export const CODE_GROUPS = 5;
export const GROUP_LETTERS = 5;
const FREE_LETTERS = CODE_GROUPS * (GROUP_LETTERS - 1);

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Multiplication in GF(2^5) with the polynomial x^5 + x^2 + 1. */
function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 0; bit < 5; bit++) if ((b >> bit) & 1) product ^= a << bit;
  for (let bit = 8; bit >= 5; bit--) if ((product >> bit) & 1) product ^= 0b100101 << (bit - 5);
  return product;
}

/** 2 generates the field's 31 non-zero elements: the weight of a letter is 2 to the power of its place in the whole code. */
const WEIGHTS: readonly number[] = (() => {
  const weights = [1];
  for (let place = 1; place < CODE_GROUPS * GROUP_LETTERS; place++) weights.push(multiply(weights[place - 1] ?? 1, 2));
  return weights;
})();

/**
 * The check letter makes the weighted sum of its group zero. Weights of neighbours, and of next-but-one letters, differ, and so do those
 * of two groups: a single error, either swap, and two groups changed round are all caught.
 */
function checkValue(free: readonly number[], group: number): number {
  const firstPlace = group * GROUP_LETTERS;
  let sum = group + 1;
  free.forEach((value, index) => (sum ^= multiply(WEIGHTS[firstPlace + index] ?? 1, value)));
  return multiply(sum, inverse(WEIGHTS[firstPlace + GROUP_LETTERS - 1] ?? 1));
}

function inverse(value: number): number {
  let power = 1;
  for (let step = 0; step < 30; step++) power = multiply(power, value);
  return power;
}

/** Twenty numbers of 0…31 to a code with its five check letters. */
export function codeFromFreeLetters(free: readonly number[]): ActivationCode {
  if (free.length !== FREE_LETTERS || free.some((value) => !Number.isInteger(value) || value < 0 || value > 31)) {
    throw new RangeError(`a code has ${String(FREE_LETTERS)} free letters of 0 to 31`);
  }
  let code = '';
  for (let group = 0; group < CODE_GROUPS; group++) {
    const letters = free.slice(group * (GROUP_LETTERS - 1), (group + 1) * (GROUP_LETTERS - 1));
    for (const value of [...letters, checkValue(letters, group)]) code += ALPHABET.charAt(value);
  }
  return code as ActivationCode;
}

export type CodeReading =
  | { readonly ok: true; readonly code: ActivationCode }
  /** Groups are counted from 1; undefined where the text has not the shape of a code at all, or has two readings that both pass. */
  | { readonly ok: false; readonly wrongGroup: number | undefined; readonly lastGroup: string };

/** Cyrillic letters that look like a letter of the alphabet (or like O, I, L, which stand for 0 and 1). */
// prettier-ignore
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  А: 'A', В: 'B', Е: 'E', Ё: 'E', К: 'K', М: 'M', Н: 'H', О: 'O', Р: 'P', С: 'C', Т: 'T', У: 'Y', Х: 'X', З: '3', Ѕ: 'S', І: 'I', Ј: 'J', Ь: 'B',
};

/** The keys of a Russian keyboard (ЙЦУКЕН) and what the same keys type in the Latin layout. */
const KEYBOARD: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from('ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ', (letter, index) => [letter, 'QWERTYUIOPASDFGHJKLZXCVBNM'.charAt(index)]),
);

const DASHES_AND_SPACES = /[\p{Pd}\p{Zs}\p{Cf}\s_.\u00B7\u2212]/gu;
const CONTROL_CHARACTERS = /\p{Cc}/gu;
const CYRILLIC_LETTER = /\p{Script=Cyrillic}/u;
const ANY_LETTER = /\p{L}/gu;

const toAlphabet = (text: string): string => text.replace(/O/g, '0').replace(/[IL]/g, '1');

const translate = (text: string, table: Readonly<Record<string, string>>): string =>
  [...text].map((letter) => table[letter] ?? letter).join('');

/** The number, from 1, of the first group whose check fails; 0 where all pass; undefined where the text is no code by its shape. */
function firstWrongGroup(text: string): number | undefined {
  if (text.length !== CODE_GROUPS * GROUP_LETTERS) return undefined;
  const values = [...text].map((letter) => ALPHABET.indexOf(letter));
  for (let group = 0; group < CODE_GROUPS; group++) {
    const letters = values.slice(group * GROUP_LETTERS, (group + 1) * GROUP_LETTERS);
    const check = letters.pop();
    if (letters.includes(-1) || check === -1 || checkValue(letters, group) !== check) return group + 1;
  }
  return 0;
}

/**
 * Reads what a person typed. Dashes and spaces of all kinds, case, O/0, I/L/1 and Cyrillic look-alikes do not matter; a code typed
 * wholly in the wrong keyboard layout is understood. The one reading whose checks pass is taken.
 */
export function readActivationCode(typed: string): CodeReading {
  const bare = typed.normalize('NFC').toUpperCase().replace(DASHES_AND_SPACES, '');
  const lookAlike = toAlphabet(translate(bare, LOOK_ALIKES));
  const letters = bare.match(ANY_LETTER) ?? [];
  const allCyrillic = letters.length > 0 && letters.every((letter) => CYRILLIC_LETTER.test(letter));
  const readings = allCyrillic ? [lookAlike, toAlphabet(translate(bare, KEYBOARD))] : [lookAlike];
  const passing = [...new Set(readings.filter((reading) => firstWrongGroup(reading) === 0))];
  const [only, another] = passing;
  if (only !== undefined && another === undefined) return { ok: true, code: only as ActivationCode };
  const wrongGroup = another === undefined ? firstWrongGroup(lookAlike) : undefined;
  return { ok: false, wrongGroup, lastGroup: [...bare].slice(-GROUP_LETTERS).join('').replace(CONTROL_CHARACTERS, '\uFFFD') };
}

export const lastGroupOf = (code: ActivationCode): string => code.slice(-GROUP_LETTERS);

/** `7H3KQ-…` with dashes, whole: for the two payloads that show one. */
export const formatCode = (code: ActivationCode): string =>
  Array.from({ length: CODE_GROUPS }, (_, group) => code.slice(group * GROUP_LETTERS, (group + 1) * GROUP_LETTERS)).join('-');

/** What everybody else sees: only the last group. */
export const maskedCode = (lastGroup: string): string => `${'•'.repeat(GROUP_LETTERS)}-`.repeat(CODE_GROUPS - 1) + lastGroup;
