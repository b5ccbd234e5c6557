/** The two languages of every text that the cabinet writes. */
import type { Locale } from '../../auth/viewer.js';

export type Language = Locale;

/** One text in both languages. */
export type Text = Readonly<Record<Language, string>>;

/** Of a request without a valid token, which brings no locale. */
export const NOBODYS_LANGUAGE: Language = 'en';

const isLanguage = (tag: string): tag is Language => tag === 'ru' || tag === 'en';

/** The asker's language: what Accept-Language likes best of ours (RFC 9110, section 12.5.4), else the viewer's locale. */
export function askersLanguage(acceptLanguage: string | undefined, locale: Language): Language {
  let best: { readonly language: Language; readonly weight: number } | undefined;
  for (const range of (acceptLanguage ?? '').slice(0, 500).split(',')) {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const language = tag.split('-')[0] ?? '';
    const quality = parameters.find((parameter) => parameter.startsWith('q='));
    const weight = quality === undefined ? 1 : Number(quality.slice(2));
    if (isLanguage(language) && weight > 0 && weight > (best?.weight ?? 0)) best = { language, weight };
  }
  return best?.language ?? locale;
}
