/** The page's language: what was chosen here before, else what the browser asks pages for. */

export const LANGUAGES = ['ru', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const REMEMBERED = 'kabinet.language';

const isLanguage = (tag: string | null | undefined): tag is Language => LANGUAGES.some((language) => language === tag);

export function firstLanguage(): Language {
  const remembered = storage()?.getItem(REMEMBERED);
  if (isLanguage(remembered)) return remembered;
  // The same list, in the same order, as the browser's Accept-Language.
  return navigator.languages.map((tag) => tag.split('-')[0]?.toLowerCase()).find(isLanguage) ?? 'en';
}

export function rememberLanguage(language: Language): void {
  storage()?.setItem(REMEMBERED, language);
}

/** A browser may refuse it; then nothing is remembered. */
function storage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
