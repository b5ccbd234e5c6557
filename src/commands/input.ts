/** Checks of what was typed or sent, before any rule of the domain: each answers a value, or the refusal that names the field. */
import { maskCodes } from './code-in-text.js';
import { hasControlCharacter, isWellFormedText } from '../domain/text.js';
import type { Instant } from '../domain/ids.js';
import { refusal, type Refusal } from '../domain/refusal.js';

export type Checked<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly refusal: Refusal };

export const MOST_NAME_LETTERS = 200;
export const MOST_NOTE_LETTERS = 2_000;

const valid = <Value>(value: Value): Checked<Value> => ({ ok: true, value });
const invalid = (reason: Refusal): { readonly ok: false; readonly refusal: Refusal } => ({ ok: false, refusal: reason });

/** A text that must not be empty; white space at both ends is dropped, and whole activation codes in it are masked. */
export const requiredText = (typed: string, path: readonly string[], limit = MOST_NAME_LETTERS): Checked<string> =>
  given(optionalText(typed, path, limit), path);

/** As `requiredText`, for what names a thing to programs: nothing in it is masked. */
export const requiredKey = (typed: string, path: readonly string[], limit = MOST_NAME_LETTERS): Checked<string> =>
  given(wellFormed(typed, path, limit), path);

const given = (checked: Checked<string | null>, path: readonly string[]): Checked<string> => {
  if (!checked.ok) return checked;
  return checked.value === null ? invalid(refusal('INVALID_INPUT', path, { rule: 'empty' })) : valid(checked.value);
};

/** As `requiredText`, of one line: line breaks and other control characters would break lists and logs apart. */
export function requiredName(typed: string, path: readonly string[]): Checked<string> {
  const checked = requiredText(typed, path);
  return checked.ok && hasControlCharacter(checked.value)
    ? invalid(refusal('INVALID_INPUT', path, { rule: 'controlCharacter' }))
    : checked;
}

/** Null for a text that was left out or is empty; whole activation codes in it are masked. */
export function optionalText(
  typed: string | undefined,
  path: readonly string[],
  limit = MOST_NAME_LETTERS,
): Checked<string | null> {
  const checked = wellFormed(typed, path, limit);
  return checked.ok && checked.value !== null ? valid(maskCodes(checked.value)) : checked;
}

function wellFormed(typed: string | undefined, path: readonly string[], limit: number): Checked<string | null> {
  if (typed === undefined) return valid(null);
  if (!isWellFormedText(typed)) return invalid(refusal('INVALID_INPUT', path, { rule: 'loneSurrogate' }));
  const text = typed.trim().normalize('NFC');
  if (text.length > limit) return invalid(refusal('INVALID_INPUT', path, { rule: 'tooLong', limit }));
  return valid(text === '' ? null : text);
}

/** Several texts of one input at once: all values, or the first refusal. */
export function texts<Field extends string>(
  input: { readonly [Key in Field]?: string },
  fields: readonly Field[],
): Checked<{ readonly [Key in Field]: string | null }> {
  const values: Partial<Record<Field, string | null>> = {};
  for (const field of fields) {
    const checked = optionalText(input[field], [field]);
    if (!checked.ok) return checked;
    values[field] = checked.value;
  }
  return valid(values as Record<Field, string | null>);
}

/** When something happened cannot lie ahead of the time of arrival by more than clocks differ. */
const AHEAD_MS = 5 * 60 * 1000;

export const liesAhead = (instant: Instant, now: Instant): boolean => Date.parse(instant) > Date.parse(now) + AHEAD_MS;

export function pastInstant(occurredAt: Instant | undefined, now: Instant, path: readonly string[]): Checked<Instant> {
  if (occurredAt === undefined) return valid(now);
  if (liesAhead(occurredAt, now)) return invalid(refusal('INVALID_INPUT', path, { rule: 'instantInFuture' }));
  return valid(occurredAt < now ? occurredAt : now);
}

export const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
