import { CAUSE_CODES, VARIANTS, type CauseCode, type CauseDetails } from '../../src/diagnosis/cause.js';
import type { Instant } from '../../src/domain/ids.js';
import { UPLOAD_OUTCOMES } from '../../src/domain/upload.js';
import { ACTIONS } from '../../src/graphql/texts/diagnosis/actions.js';
import {
  actionLabel,
  causeExplanation,
  causeTitle,
  checkExplanation,
  missingFactText,
} from '../../src/graphql/texts/diagnosis/diagnosis-texts.js';
import { MISSING_FACTS } from '../../src/graphql/texts/diagnosis/missing-facts.js';
import type { Language } from '../../src/graphql/texts/language.js';

const LANGUAGES: readonly Language[] = ['ru', 'en'];
const EVERY_TEXT = CAUSE_CODES.flatMap((code) => LANGUAGES.map((language) => ({ code, language })));
const ZONE = 'Europe/Moscow';

/** Everything a cause may name. Names are Cyrillic, so that Latin letters in a Russian text are the text's own. */
const ALL: CauseDetails = {
  group: 3,
  lastGroup: 'ЖЗИКЛ',
  deviceName: 'Склад-1',
  otherDeviceName: 'Касса-2',
  baseName: 'Север',
  otherBaseName: 'Юг',
  accountName: 'Ромашка',
  productName: 'Магазин Минимум',
  baseProductName: 'Склад Базовая',
  fileName: 'лицензия',
  until: '2026-02-28T21:00:00.000Z' as Instant,
  since: '2026-01-09T21:00:00.000Z' as Instant,
  clientVersion: '3.2',
  serverVersion: '3.3',
  minutesOff: -7,
  secondsBehind: 12,
  error: 'SQLITE_CORRUPT',
  outcome: 'FILE_DAMAGED',
  fault: 'PARKED',
};

const explain = (code: CauseCode, details: CauseDetails, language: Language, timeZone = ZONE): string =>
  causeExplanation({ code, details, certainty: 'PROVEN' }, language, timeZone);

const FOLDERS = ['C:\\ProgramData\\Cleverence\\Licenses', 'в папке Licenses'];
const ALLOWED_LATIN = [...FOLDERS, 'XML', 'QR'];

function expectWellWritten(text: string, language: Language): void {
  expect(text).not.toMatch(/undefined|null|NaN|\[object/u);
  expect(text).not.toMatch(/ {2}|\s[.,:;]|[.,:;]{2}|^\s|\s$/u);
  expect(text).toMatch(/^[\p{Lu}«“]/u);
  const ownLetters = ALLOWED_LATIN.reduce((rest, allowed) => rest.replaceAll(allowed, ''), text);
  if (language === 'ru') expect(ownLetters).not.toMatch(/[A-Za-z]/u);
}

describe.each(EVERY_TEXT)('$code in $language', ({ code, language }) => {
  it('has a title', () => {
    expectWellWritten(causeTitle(code, language), language);
    expect(causeTitle(code, language)).not.toMatch(/\.$/u);
  });

  it.each([
    ['everything', ALL],
    ['nothing', {}],
  ])('reads well when %s is known of it', (_, details) => {
    const text = explain(code, details, language);
    expectWellWritten(text, language);
    expect(text).toMatch(/\.$/u);
    expect(text).not.toContain('SQLITE_CORRUPT');
  });

  it('reads well whichever single detail is known of it', () => {
    for (const [name, value] of Object.entries(ALL)) expectWellWritten(explain(code, { [name]: value }, language), language);
  });

  it('reads well in every reading', () => {
    for (const variant of VARIANTS)
      for (const details of [{ ...ALL, variant }, { variant }]) {
        expectWellWritten(causeTitle(code, language, details), language);
        const text = explain(code, details, language);
        expectWellWritten(text, language);
        expect(text).toMatch(/\.$/u);
      }
  });

  it('says of its check what was found, or what is missing', () => {
    const check = (result: 'PASSED' | 'FAILED' | 'NOT_DECIDABLE'): string =>
      checkExplanation({ code, result, missingFacts: ['DEVICE_CODE', 'FILE_NAME'] }, language);
    const texts = [check('PASSED'), check('FAILED'), check('NOT_DECIDABLE')];
    for (const text of texts) {
      expectWellWritten(text, language);
      expect(text).toMatch(/\.$/u);
    }
    expect(new Set(texts).size).toBe(3);
    expect(check('FAILED')).toContain(causeTitle(code, language));
    expect(check('NOT_DECIDABLE')).toContain(missingFactText('DEVICE_CODE', language));
    expect(check('NOT_DECIDABLE')).toContain(missingFactText('FILE_NAME', language));
  });
});

describe('texts of a diagnosis', () => {
  it.each(LANGUAGES)('tell every cause, every excluded cause and every action from the others (%s)', (language) => {
    const passed = CAUSE_CODES.map((code) => checkExplanation({ code, result: 'PASSED', missingFacts: [] }, language));
    const actions = Object.keys(ACTIONS).map((action) => actionLabel(action as keyof typeof ACTIONS, language));
    for (const text of actions) expectWellWritten(text, language);
    for (const texts of [CAUSE_CODES.map((code) => causeTitle(code, language)), passed, actions])
      expect(new Set(texts).size).toBe(texts.length);
  });

  it.each(LANGUAGES)('name every fact that may be missing (%s)', (language) => {
    const facts = Object.keys(MISSING_FACTS).map((fact) => missingFactText(fact as keyof typeof MISSING_FACTS, language));
    for (const text of facts) expectWellWritten(text.charAt(0).toUpperCase() + text.slice(1), language);
    expect(new Set(facts).size).toBe(facts.length);
  });

  it('say of a check what it is about though nothing could be asked for', () => {
    const check = { code: 'DEVICE_CLONED', result: 'NOT_DECIDABLE', missingFacts: [] } as const;
    expect(checkExplanation(check, 'ru')).toBe('«У двух устройств один и тот же код»: проверить не удалось.');
    expect(checkExplanation(check, 'en')).toBe('“Two devices have the same code”: this could not be checked.');
  });

  it.each([
    [1, '1 минуту', '1 minute'],
    [2, '2 минуты', '2 minutes'],
    [5, '5 минут', '5 minutes'],
    [21, '21 минуту', '21 minutes'],
    [90, '90 минут', '90 minutes'],
    [120, '2 часа', '2 hours'],
    [21 * 60, '21 час', '21 hours'],
    [3 * 1440, '3 дня', '3 days'],
    [11 * 1440, '11 дней', '11 days'],
  ])('say by how much a clock is off: %d minutes', (minutes, ru, en) => {
    expect(explain('CLOCK_SKEW', { minutesOff: minutes }, 'ru')).toContain(`: когда это заметили, они спешили на ${ru}.`);
    expect(explain('CLOCK_SKEW', { minutesOff: -minutes }, 'ru')).toContain(`: когда это заметили, они отставали на ${ru}.`);
    expect(explain('CLOCK_SKEW', { minutesOff: minutes }, 'en')).toContain(`: when that was noticed, it was ${en} fast.`);
    expect(explain('CLOCK_SKEW', { minutesOff: -minutes }, 'en')).toContain(`: when that was noticed, it was ${en} slow.`);
  });

  it.each([
    [0.2, '1 секунду', '1 second'],
    [2, '2 секунды', '2 seconds'],
    [5, '5 секунд', '5 seconds'],
    [21, '21 секунду', '21 seconds'],
    [300, '5 минут', '5 minutes'],
  ])('say for how long to wait for a list that is %d seconds behind', (secondsBehind, ru, en) => {
    expect(explain('PROJECTION_BEHIND', { secondsBehind }, 'ru')).toContain(`примерно на ${ru}. Подождите столько же`);
    expect(explain('PROJECTION_BEHIND', { secondsBehind }, 'en')).toContain(`about ${en}. Wait that long`);
  });

  it("name the day of the account's time zone", () => {
    const details = { until: '2026-02-28T21:30:00.000Z' as Instant };
    expect(explain('TERM_ENDED', details, 'ru', 'Europe/Moscow')).toContain('закончился 1 марта 2026 года,');
    expect(explain('TERM_ENDED', details, 'ru', 'Europe/Kaliningrad')).toContain('закончился 28 февраля 2026 года,');
    expect(explain('TERM_ENDED', details, 'en', 'Asia/Vladivostok')).toContain('ended on March 1, 2026,');
    expect(explain('TERM_ENDED', details, 'en', 'America/New_York')).toContain('ended on February 28, 2026,');
  });

  it.each(LANGUAGES)('say of a likely cause that it is not certain (%s)', (language) => {
    const proven = explain('WRONG_PRODUCT', ALL, language);
    const likely = causeExplanation({ code: 'WRONG_PRODUCT', details: ALL, certainty: 'LIKELY' }, language, ZONE);
    expect(likely).toMatch(language === 'ru' ? /^Точно сказать нельзя/u : /^This is not certain/u);
    expect(likely).toContain(proven);
  });

  it.each(LANGUAGES)('never name who holds a license that is held elsewhere (%s)', (language) => {
    const text = explain('CLAIMED_ELSEWHERE', ALL, language);
    const names = [ALL.accountName, ALL.deviceName, ALL.otherDeviceName, ALL.baseName, ALL.otherBaseName, '2026'];
    for (const name of names) expect(text).not.toContain(name);
  });

  it.each([...UPLOAD_OUTCOMES, 'AN_OUTCOME_OF_ANOTHER_BUILD', undefined])(
    'name both folders of license files, each once, after an upload that ended as %s',
    (outcome) => {
      for (const language of LANGUAGES) {
        const text = explain('UPLOAD_REJECTED', outcome === undefined ? {} : { outcome }, language);
        expect(text.split('C:\\ProgramData\\Cleverence\\Licenses')).toHaveLength(2);
        expect(
          text.split(language === 'ru' ? 'в папке Licenses внутри папки базы' : 'in the folder Licenses inside'),
        ).toHaveLength(2);
        expect(text).not.toContain('AN_OUTCOME');
      }
    },
  );

  it.each(['PARKED', 'ROW_MISSING', 'ROW_WRONG'] as const)('take the blame for a list that is wrong: %s', (fault) => {
    const ru = explain('CLOUD_PROJECTION_FAULT', { fault }, 'ru');
    expect(ru).toContain('Это наша ошибка, а не ваша.');
    expect(ru).toContain('лицензия появится сама');
    expect(ru).not.toBe(explain('CLOUD_PROJECTION_FAULT', {}, 'ru'));
    const en = explain('DEVICE_PROJECTION_FAULT', { fault }, 'en');
    expect(en).toContain('This is our fault, not yours.');
    expect(en).toContain('the device appears by itself');
    expect(en).not.toBe(explain('DEVICE_PROJECTION_FAULT', {}, 'en'));
  });
});
