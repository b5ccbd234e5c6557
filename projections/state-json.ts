/** The fold of a stream between two of its events, as JSON. Sets and maps among its own fields come back as what they were. */
import type { TableShape } from './keyed-table.js';

type Packed = { readonly $set: readonly unknown[] } | { readonly $map: readonly (readonly [unknown, unknown])[] };

const isPacked = (value: unknown): value is Packed =>
  typeof value === 'object' && value !== null && ('$set' in value || '$map' in value);

export function stateToJson(state: object): string {
  const packed: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(state) as [string, unknown][]) {
    packed[field] = value instanceof Set ? { $set: [...value] } : value instanceof Map ? { $map: [...value] } : value;
  }
  return JSON.stringify(packed);
}

export function stateFromJson(text: string): Record<string, unknown> {
  const state = JSON.parse(text) as Record<string, unknown>;
  for (const [field, value] of Object.entries(state)) {
    if (isPacked(value)) state[field] = '$set' in value ? new Set(value.$set) : new Map(value.$map);
  }
  return state;
}

/** A table `(id, state)`. */
export const stateTable = <State extends object>(name: string): TableShape<State> => ({
  name,
  columns: ['id', 'state'],
  write: (id, state) => [id, stateToJson(state)],
  read: (record) => stateFromJson(String(record['state'])) as State,
});
