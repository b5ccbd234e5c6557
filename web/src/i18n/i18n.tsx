import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { formatsOf, pluralOf, type Formats, type PluralForms } from './formats.ts';
import { firstLanguage, rememberLanguage, type Language } from './language.ts';
import type { Messages } from './ru.ts';

export interface I18n {
  readonly language: Language;
  readonly choose: (language: Language) => void;
  readonly t: Messages;
  readonly format: Formats;
  readonly plural: (forms: PluralForms, count: number) => string;
}

const Context = createContext<I18n | null>(null);

/** Only the catalog of the language at hand is fetched. */
const loaders: Readonly<Record<Language, () => Promise<Messages>>> = {
  ru: async () => (await import('./ru.ts')).ru,
  en: async () => (await import('./en.ts')).en,
};

export interface Catalog {
  readonly language: Language;
  readonly messages: Messages;
}

export const loadCatalog = async (language: Language = firstLanguage()): Promise<Catalog> => ({
  language,
  messages: await loaders[language](),
});

export function I18nProvider({ first, children }: { readonly first: Catalog; readonly children: ReactNode }): ReactNode {
  const [{ language, messages }, setCatalog] = useState(first);
  const value = useMemo<I18n>(
    () => ({
      language,
      choose: (chosen) => {
        rememberLanguage(chosen);
        void loadCatalog(chosen).then(setCatalog);
      },
      t: messages,
      format: formatsOf(language),
      plural: (forms, count) => pluralOf(language, forms, count),
    }),
    [language, messages],
  );
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useI18n(): I18n {
  const value = useContext(Context);
  if (!value) throw new Error('outside of I18nProvider');
  return value;
}
