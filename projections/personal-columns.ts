import { type PersonalText, personal } from '../src/domain/personal.js';
import { foldText } from '../src/domain/product.js';

/** A personal text as two columns; its folded form, for search and order, is the caller's third. */
export const textOf = (value: PersonalText | null): string | null => value?.text ?? null;

export const foldedOf = (value: PersonalText | null): string | null => {
  const text = textOf(value);
  return text === null ? null : foldText(text);
};

export const personalOf = (subject: string, text: string | null): PersonalText =>
  text === null ? { subject, text: null } : personal(subject, text);

/** What a search looks through: the parts folded, each on its own line so that no text is found across two of them. */
export const searchText = (parts: readonly (string | null)[]): string =>
  foldText(parts.filter((part) => part !== null).join('\n'));
