/** What a command answers to whoever asked: a value with the position to wait for, or refusals. */
import type { Refusal } from '../domain/refusal.js';

export interface Done<Value> {
  readonly ok: true;
  readonly value: Value;
  /** Position of the last event that it appended, or that already said so; null where there is none. */
  readonly position: number | null;
  /** What did not follow although the command was done: a reported code that is held elsewhere, an item of several. */
  readonly notes: readonly Refusal[];
}

export type Outcome<Value> = Done<Value> | { readonly ok: false; readonly refusals: readonly Refusal[] };

export const done = <Value>(value: Value, position: number | null, notes: readonly Refusal[] = []): Outcome<Value> => ({
  ok: true,
  value,
  position,
  notes,
});

export const refused = (...refusals: readonly Refusal[]): { readonly ok: false; readonly refusals: readonly Refusal[] } => ({
  ok: false,
  refusals,
});
