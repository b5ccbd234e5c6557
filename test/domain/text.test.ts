import { clearText, personal, samePersonal } from '../../src/domain/personal.js';
import { isWellFormedText } from '../../src/domain/text.js';

describe('text from outside', () => {
  it.each(['Ромашка 😀', '', String.raw`\ud83d`])('"%s" is well-formed', (text) => {
    expect(isWellFormedText(text)).toBe(true);
  });

  it.each([['\ud83d'], ['\ude00'], ['a\ude00\ud83db']])('with a lone surrogate is not', (text) => {
    expect(isWellFormedText(text)).toBe(false);
  });
});

describe('a personal text', () => {
  it('is the same by its words, whoever’s it is', () => {
    expect(samePersonal(personal('dev_1', 'ТСД 1'), personal('dev_2', 'ТСД 1'))).toBe(true);
    expect(samePersonal(personal('dev_1', 'ТСД 1'), personal('dev_1', 'ТСД 2'))).toBe(false);
    expect(samePersonal(personal('dev_1', 'ТСД 1'), null)).toBe(false);
  });

  it('has no words once it was erased', () => {
    expect([clearText({ subject: 'dev_1', text: null }), clearText(null), clearText(personal('dev_1', 'ТСД'))]).toEqual([
      null,
      null,
      'ТСД',
    ]);
  });
});
