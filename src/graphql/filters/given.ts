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

/** More than a person or a program needs; what the read model makes of them stays far below the limits of SQL. */
const MOST_CONDITIONS = 500;
const DEEPEST_FILTER = 20;

/** Groups of conditions count as conditions: what they nest costs too. */
export function filterTooLarge(filter: object): boolean {
  let count = 0;
  let level: readonly unknown[] = [filter];
  for (let depth = 0; level.length > 0; depth++) {
    count += level.length;
    if (count > MOST_CONDITIONS || depth > DEEPEST_FILTER) return true;
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? (Object.values(value) as readonly unknown[]) : [],
    );
  }
  return false;
}
