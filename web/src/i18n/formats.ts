/** Numbers, dates and plurals as the language has them. */
import type { Language } from './language.ts';

/** Forms that Intl.PluralRules tells apart in Russian and English. */
export interface PluralForms {
  readonly one: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}

/** The form for a number, with the number in the place of `#`. */
export function pluralOf(language: Language, forms: PluralForms, count: number): string {
  const rule = new Intl.PluralRules(language).select(count);
  const form = (rule === 'few' || rule === 'many' || rule === 'one' ? forms[rule] : undefined) ?? forms.other;
  return form.replace('#', new Intl.NumberFormat(language).format(count));
}

export interface Formats {
  number(value: number): string;
  /** Of a share from 0 to 1. */
  percent(share: number): string;
  /** A day. */
  date(instant: string): string;
  /** To the minute. */
  time(instant: string): string;
  /** How far from now, in the largest unit that fits. */
  relative(instant: string, now?: number): string;
}

const UNITS = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

export function formatsOf(language: Language): Formats {
  const number = new Intl.NumberFormat(language);
  const percent = new Intl.NumberFormat(language, { style: 'percent' });
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'always' });
  const rightNow = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(0, 'second');
  return {
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    date: (instant) => date.format(new Date(instant)),
    time: (instant) => time.format(new Date(instant)),
    relative: (instant, now = Date.now()) => {
      const seconds = (Date.parse(instant) - now) / 1_000;
      const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? (['second', 1] as const);
      const count = Math.trunc(seconds / length);
      return count === 0 ? rightNow : relative.format(count, unit);
    },
  };
}
