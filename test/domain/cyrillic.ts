/** What fingers and eyes make of a code: Cyrillic look-alikes, and the Russian keyboard layout. Written apart from the domain's tables. */
import { codeFromFreeLetters, type ActivationCode } from '../../src/domain/activation-code.js';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const LATIN_TO_LOOK_ALIKE = new Map(
  Object.entries({
    A: 'А',
    B: 'В',
    C: 'С',
    E: 'Е',
    H: 'Н',
    K: 'К',
    M: 'М',
    P: 'Р',
    T: 'Т',
    X: 'Х',
    Y: 'У',
    '0': 'О',
    '3': 'З',
  }),
);
const LATIN_TO_KEY = new Map(
  Object.entries({
    Q: 'Й',
    W: 'Ц',
    E: 'У',
    R: 'К',
    T: 'Е',
    Y: 'Н',
    P: 'З',
    A: 'Ф',
    S: 'Ы',
    D: 'В',
    F: 'А',
    G: 'П',
    H: 'Р',
    J: 'О',
    K: 'Л',
    Z: 'Я',
    X: 'Ч',
    C: 'С',
    V: 'М',
    B: 'И',
    N: 'Т',
    M: 'Ь',
  }),
);

/** The letter's Cyrillic look-alike, or itself where it has none. */
export const inCyrillic = (letter: string): string => LATIN_TO_LOOK_ALIKE.get(letter) ?? letter;

/** What the keys of that text type in the Russian layout. */
export const inRussianLayout = (text: string): string => [...text].map((letter) => LATIN_TO_KEY.get(letter) ?? letter).join('');

/** Characters that mean a letter of the alphabet in both readings. */
function ambiguous(): { readonly typed: string; readonly byShape: number; readonly byKey: number }[] {
  const shapes = new Map([...LATIN_TO_LOOK_ALIKE].map(([latin, cyrillic]) => [cyrillic, latin]));
  const keys = new Map([...LATIN_TO_KEY].map(([latin, cyrillic]) => [cyrillic, latin]));
  const candidates = [...shapes.keys(), ...Array.from('12456789')];
  return candidates
    .map((typed) => ({
      typed,
      byShape: ALPHABET.indexOf(shapes.get(typed) ?? typed),
      byKey: ALPHABET.indexOf(keys.get(typed) ?? typed),
    }))
    .filter(({ byShape, byKey }) => byShape >= 0 && byKey >= 0);
}

/** A wholly Cyrillic text that is a valid code by shape and another valid code by keys: found by trying one group after the other. */
export function bothReadingsPass(): {
  readonly typed: string;
  readonly lookAlike: ActivationCode;
  readonly keyboard: ActivationCode;
} {
  const choices = ambiguous();
  const groups = Array.from({ length: 5 }, (_, group) => groupThatPassesTwice(choices, group));
  const free = (reading: 'byShape' | 'byKey'): number[] =>
    groups.flatMap((letters) => letters.slice(0, 4).map((letter) => letter[reading]));
  return {
    typed: groups
      .flat()
      .map((letter) => letter.typed)
      .join(''),
    lookAlike: codeFromFreeLetters(free('byShape')),
    keyboard: codeFromFreeLetters(free('byKey')),
  };
}

function groupThatPassesTwice(choices: ReturnType<typeof ambiguous>, group: number): ReturnType<typeof ambiguous> {
  const check = (free: readonly number[]): number => {
    const whole = Array.from({ length: 20 }, (_, place) => free[place - group * 4] ?? 0);
    return ALPHABET.indexOf(codeFromFreeLetters(whole).charAt(group * 5 + 4));
  };
  for (const first of choices) {
    for (const second of choices) {
      for (const third of choices) {
        for (const fourth of choices) {
          const free = [first, second, third, fourth];
          const byShape = check(free.map((letter) => letter.byShape));
          const byKey = check(free.map((letter) => letter.byKey));
          const last = choices.find((letter) => letter.byShape === byShape && letter.byKey === byKey);
          const different = free.some((letter) => letter.byShape !== letter.byKey);
          if (last && different) return [...free, last];
        }
      }
    }
  }
  throw new Error('no such group');
}
