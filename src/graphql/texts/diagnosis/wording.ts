/** What the texts of causes are made of: names, days and spans of time. What is not known leaves no trace in the sentence. */
import type { CauseDetails, Variant } from '../../../diagnosis/cause.js';
import type { Instant } from '../../../domain/ids.js';
import type { Language, Text } from '../language.js';

export interface Words {
  /** ` «name»`, with the space before it. */
  readonly name: (name: string | undefined) => string;
  /** `1 марта 2026 года`, `March 1, 2026`: the day in the account's time zone. */
  readonly day: (instant: Instant) => string;
  /** ` 1 марта 2026 года`, ` on March 1, 2026`, with the space before it. */
  readonly on: (instant: Instant | undefined) => string;
  /** `5 минут`: as it stands after «на». */
  readonly span: (seconds: number) => string;
  /** ` (оканчивается на ABCDE)`: all of a code that may be shown. */
  readonly ending: (lastGroup: string | undefined) => string;
}

export interface CauseText {
  readonly title: Text;
  /** Of the readings whose title is another one. */
  readonly titles?: Partial<Readonly<Record<Variant, Text>>>;
  readonly explanation: Readonly<Record<Language, (details: CauseDetails, words: Words) => string>>;
}

type Unit = 'second' | 'minute' | 'hour' | 'day';
type Forms = Partial<Readonly<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

const UNIT_SECONDS: Readonly<Record<Unit, number>> = { second: 1, minute: 60, hour: 3_600, day: 86_400 };

/** In the accusative: Intl names units in the nominative («отстают на 1 минута»). */
const UNIT_FORMS: Readonly<Record<Language, Readonly<Record<Unit, Forms>>>> = {
  ru: {
    second: { one: 'секунду', few: 'секунды', many: 'секунд', other: 'секунды' },
    minute: { one: 'минуту', few: 'минуты', many: 'минут', other: 'минуты' },
    hour: { one: 'час', few: 'часа', many: 'часов', other: 'часа' },
    day: { one: 'день', few: 'дня', many: 'дней', other: 'дня' },
  },
  en: {
    second: { one: 'second', other: 'seconds' },
    minute: { one: 'minute', other: 'minutes' },
    hour: { one: 'hour', other: 'hours' },
    day: { one: 'day', other: 'days' },
  },
};

/** Nobody sets a clock by "4,320 minutes": from two hours on they are hours, from two days on they are days. */
function unitOf(seconds: number): Unit {
  if (seconds >= 2 * UNIT_SECONDS.day) return 'day';
  if (seconds >= 2 * UNIT_SECONDS.hour) return 'hour';
  return seconds >= UNIT_SECONDS.minute ? 'minute' : 'second';
}

function span(seconds: number, language: Language): string {
  const whole = Math.max(1, Math.ceil(seconds));
  const unit = unitOf(whole);
  const count = Math.round(whole / UNIT_SECONDS[unit]);
  const forms = UNIT_FORMS[language][unit];
  const form = forms[new Intl.PluralRules(language).select(count)] ?? forms.other;
  return `${new Intl.NumberFormat(language).format(count)} ${form}`;
}

/** Russian: «года» in place of Intl's «г.», whose period would meet the period of a sentence. */
function day(instant: Instant, language: Language, timeZone: string): string {
  const text = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone }).format(new Date(instant));
  return text.replace(/\sг\.$/u, ' года');
}

/** `timeZone`: the account's, an IANA name. */
export function wordsOf(language: Language, timeZone: string): Words {
  const ru = language === 'ru';
  return {
    name: (name) => (name === undefined ? '' : ru ? ` «${name}»` : ` “${name}”`),
    day: (instant) => day(instant, language, timeZone),
    on: (instant) => (instant === undefined ? '' : `${ru ? '' : ' on'} ${day(instant, language, timeZone)}`),
    span: (seconds) => span(seconds, language),
    ending: (lastGroup) => (lastGroup === undefined ? '' : ru ? ` (оканчивается на ${lastGroup})` : ` (ending in ${lastGroup})`),
  };
}
