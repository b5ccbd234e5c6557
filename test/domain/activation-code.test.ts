import fc from 'fast-check';
import {
  codeFromFreeLetters,
  formatCode,
  lastGroupOf,
  maskedCode,
  readActivationCode,
  type ActivationCode,
} from '../../src/domain/activation-code.js';
import { bothReadingsPass, inCyrillic, inRussianLayout } from './cyrillic.js';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const EXAMPLE = codeFromFreeLetters([0, 1, 11, 28, 20, 5, 0, 1, 31, 2, 1, 0, 13, 9, 22, 24, 17, 1, 0, 30]);

const codes = fc
  .array(fc.integer({ min: 0, max: 31 }), { minLength: 20, maxLength: 20 })
  .map((letters) => codeFromFreeLetters(letters));
const places = fc.integer({ min: 0, max: 24 });
const letters = fc.constantFrom(...Array.from(ALPHABET));

const group = (place: number): number => Math.floor(place / 5) + 1;
const replaceAt = (code: string, place: number, letter: string): string => code.slice(0, place) + letter + code.slice(place + 1);

function swapped(code: string, one: number, other: number): string {
  return replaceAt(replaceAt(code, one, code.charAt(other)), other, code.charAt(one));
}

const expectRead = (typed: string, code: ActivationCode): void => {
  expect(readActivationCode(typed)).toEqual({ ok: true, code });
};
const expectMistyped = (typed: string, wrongGroup?: number): void => {
  expect(readActivationCode(typed)).toMatchObject({ ok: false, ...(wrongGroup === undefined ? {} : { wrongGroup }) });
};

describe('a code as it was given out', () => {
  it('is read back, whatever its letters', () => {
    fc.assert(
      fc.property(codes, (code) => {
        expectRead(formatCode(code), code);
      }),
    );
  });

  it('has five groups of five letters', () => {
    expect(formatCode(EXAMPLE)).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}$/);
  });

  it('is shown to others by its last group alone', () => {
    expect(maskedCode(lastGroupOf(EXAMPLE))).toBe(`•••••-•••••-•••••-•••••-${EXAMPLE.slice(20)}`);
  });

  it.each([[19], [21]])('is not made of %i letters', (count) => {
    expect(() => codeFromFreeLetters(Array.from({ length: count }, () => 0))).toThrow(RangeError);
  });

  it.each([[32], [-1], [0.5], [Number.NaN]])('is not made of a letter number %d', (value) => {
    expect(() => codeFromFreeLetters([value, ...Array.from({ length: 19 }, () => 0)])).toThrow(RangeError);
  });
});

describe('check letters', () => {
  it('catch every single wrong letter and name its group', () => {
    fc.assert(
      fc.property(codes, places, letters, (code, place, letter) => {
        fc.pre(code.charAt(place) !== letter);
        expectMistyped(replaceAt(code, place, letter), group(place));
      }),
    );
  });

  it('catch every single wrong letter of one code, tried out wholly', () => {
    const wrong = [...EXAMPLE].flatMap((right, place) =>
      Array.from(ALPHABET)
        .filter((letter) => letter !== right)
        .map((letter) => ({ place, typed: replaceAt(EXAMPLE, place, letter) })),
    );
    expect(wrong).toHaveLength(25 * 31);
    for (const { place, typed } of wrong) expectMistyped(typed, group(place));
  });

  it.each([
    ['neighbours', 1],
    ['next-but-one letters', 2],
  ])('catch every swap of %s', (_, distance) => {
    fc.assert(
      fc.property(codes, fc.integer({ min: 0, max: 24 - distance }), (code, place) => {
        fc.pre(code.charAt(place) !== code.charAt(place + distance));
        expectMistyped(swapped(code, place, place + distance));
      }),
    );
  });

  it('catch two groups that changed places', () => {
    const groupNumbers = fc.integer({ min: 0, max: 4 });
    fc.assert(
      fc.property(codes, groupNumbers, groupNumbers, (code, one, other) => {
        const groups = formatCode(code).split('-');
        fc.pre(groups[one] !== groups[other]);
        const moved = groups.map((text, index) => groups[index === one ? other : index === other ? one : index] ?? text);
        expectMistyped(moved.join('-'));
      }),
    );
  });

  it('name the first wrong group of several', () => {
    const wrong = replaceAt(
      replaceAt(EXAMPLE, 6, EXAMPLE.charAt(6) === '7' ? '8' : '7'),
      21,
      EXAMPLE.charAt(21) === '7' ? '8' : '7',
    );
    expectMistyped(wrong, 2);
  });

  it('refuse a code of zeros alone', () => {
    expectMistyped('00000-00000-00000-00000-00000', 1);
  });
});

describe('a code as people type it', () => {
  const withZero = /0/;
  const withOne = /1/;

  it('may be in lower case', () => {
    fc.assert(
      fc.property(codes, (code) => {
        expectRead(formatCode(code).toLowerCase(), code);
      }),
    );
  });

  it.each(['O', 'o', 'О', 'о'])('may have %s for 0', (letter) => {
    expect(EXAMPLE).toMatch(withZero);
    expectRead(EXAMPLE.replace(/0/g, letter), EXAMPLE);
  });

  it.each(['I', 'i', 'L', 'l', 'І'])('may have %s for 1', (letter) => {
    expect(EXAMPLE).toMatch(withOne);
    expectRead(EXAMPLE.replace(/1/g, letter), EXAMPLE);
  });

  it.each([
    ['a hyphen', '-'],
    ['a non-breaking hyphen', '\u2011'],
    ['an en dash', '–'],
    ['an em dash', '—'],
    ['a minus sign', '\u2212'],
    ['a soft hyphen', '\u00ad'],
    ['an underscore', '_'],
    ['a space', ' '],
    ['a non-breaking space', '\u00a0'],
    ['a thin space', '\u2009'],
    ['an ideographic space', '\u3000'],
    ['a zero-width space', '\u200b'],
    ['a byte order mark', '\ufeff'],
    ['a tab', '\t'],
    ['a line end', '\r\n'],
    ['a dash between spaces', ' — '],
    ['a dot', '.'],
    ['nothing', ''],
  ])('may have %s between its groups and around it', (_, separator) => {
    expectRead(separator + formatCode(EXAMPLE).replaceAll('-', separator) + separator, EXAMPLE);
  });

  it('may have any of its letters in Cyrillic look-alikes', () => {
    fc.assert(
      fc.property(codes, fc.array(fc.boolean(), { minLength: 25, maxLength: 25 }), (code, cyrillic) => {
        const typed = [...code].map((letter, place) => (cyrillic[place] ? inCyrillic(letter) : letter)).join('');
        // Wholly Cyrillic text has a second reading; that is the next tests' matter.
        fc.pre(/[A-Z]/.test(typed));
        expectRead(typed, code);
      }),
    );
  });

  it('may be typed wholly in the Russian keyboard layout', () => {
    fc.assert(
      fc.property(codes, (code) => {
        fc.pre(/[A-Z]/.test(code));
        expectRead(inRussianLayout(formatCode(code)).toLowerCase(), code);
      }),
    );
  });

  it('is mistyped where a part of it is in the Russian layout and a part is not', () => {
    const code = codeFromFreeLetters([26, 26, 26, 26, 13, 13, 13, 13, 26, 26, 26, 26, 13, 13, 13, 13, 26, 26, 26, 26]);
    const typed = inRussianLayout(code.slice(0, 5)) + code.slice(5);
    expect(typed).toMatch(/[A-Z]/);
    expectMistyped(typed, 1);
  });

  it('is mistyped where both readings of Cyrillic text pass', () => {
    const { typed, lookAlike, keyboard } = bothReadingsPass();
    expectRead(lookAlike, lookAlike);
    expectRead(keyboard, keyboard);
    expect(lookAlike).not.toBe(keyboard);
    expect(readActivationCode(typed)).toEqual({ ok: false, wrongGroup: undefined, lastGroup: typed.slice(-5) });
  });
});

describe('text that is no code by its shape', () => {
  it.each([
    ['nothing', ''],
    ['a letter too few', EXAMPLE.slice(1)],
    ['a letter too many', `${EXAMPLE}7`],
    ['words', 'моя лицензия'],
  ])('names no group: %s', (_, typed) => {
    expect(readActivationCode(typed)).toMatchObject({ ok: false, wrongGroup: undefined });
  });

  it('is echoed by its last group alone', () => {
    expect(readActivationCode(`${formatCode(EXAMPLE)}-7q7q7`)).toMatchObject({ ok: false, lastGroup: '7Q7Q7' });
  });

  it('has a wrong group where a letter is not of the alphabet', () => {
    expectMistyped(replaceAt(EXAMPLE, 12, 'U'), 3);
    expectMistyped(replaceAt(EXAMPLE, 12, '*'), 3);
  });
});
