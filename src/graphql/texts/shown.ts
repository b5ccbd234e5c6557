import type { PersonalText } from '../../domain/personal.js';
import { NAMES } from './api-errors.js';
import type { Language } from './language.js';

/** A personal text as it is shown: its key may have been destroyed. */
export const shown = (value: PersonalText, language: Language): string => value.text ?? NAMES.erased[language];
