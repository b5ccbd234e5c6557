import type { Language } from '../i18n/language.ts';

interface RetryTexts {
  readonly all: string;
  readonly result: (applied: string, stillParked: string) => string;
}

export const RETRY_TEXTS: Readonly<Record<Language, RetryTexts>> = {
  ru: {
    all: 'Попробовать все',
    result: (applied, stillParked) => `Применено событий: ${applied}. Потоков всё ещё отложено: ${stillParked}.`,
  },
  en: {
    all: 'Try all of them',
    result: (applied, stillParked) => `Events applied: ${applied}. Streams still parked: ${stillParked}.`,
  },
};
