/** An input without what was left out: GraphQL has null and absence, the rooms behind know absence alone. */
import { LogPosition } from '../scalars/position.js';

export type Given<T> = T extends string | number | boolean | LogPosition | null | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Given<Item>[]
    : { readonly [Key in keyof T]: Given<Exclude<T[Key], null>> };

export function given<T>(input: T): Given<T> {
  return withoutNulls(input) as Given<T>;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null || value instanceof LogPosition) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== null && field !== undefined);
  return Object.fromEntries(fields.map(([name, field]) => [name, withoutNulls(field)]));
}

/** Conditions of a filter, nested ones counted in: what the read model has to compare a row with. */
export function countConditions(filter: object): number {
  let count = 0;
  const open: object[] = [filter];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const value of Object.values(next)) {
      if (typeof value === 'object' && value !== null) open.push(value);
      else if (value !== undefined) count += 1;
    }
  }
  return count;
}

export const MOST_CONDITIONS = 500;
