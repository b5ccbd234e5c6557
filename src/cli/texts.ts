/** Every text of the command line, in both languages. */
import { en, type Texts } from './texts/en.js';
import { ru } from './texts/ru.js';

export type Language = 'ru' | 'en';

export type { Texts } from './texts/en.js';

export const TEXTS: Readonly<Record<Language, Texts>> = { ru, en };
