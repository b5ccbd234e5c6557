import { MISSES_AN_HOUR } from '../../auth/guess-limit.js';
import type { Text } from './language.js';

/** Misses are forgiven evenly, so whoever waits as long as one takes may try once more. */
const MINUTES = Math.ceil(60 / MISSES_AN_HOUR);

/** RATE_LIMITED of a query. Mutations have no such code: theirs is NOT_PERMITTED with the same words. */
export const TOO_MANY_GUESSES: Text = {
  ru: `Действует ограничение: не больше ${String(MISSES_AN_HOUR)} неизвестных кодов в час. Повторите через ${String(MINUTES)} мин.`,
  en: `This is a limit: no more than ${String(MISSES_AN_HOUR)} unknown codes an hour. Try again in ${String(MINUTES)} min.`,
};
