/**
 * Comparators as SQL. Each condition is true or false and never null, so that `not` gives exactly the rest: `ne` and `notIn` hold for a row
 * without a value, the other comparators do not.
 */
import { millisOf } from '../src/domain/ids.js';
import { foldText } from '../src/domain/product.js';
import type { ChoiceFilter, IdFilter, TextFilter, TimeFilter } from './queries.js';
import { allOf, anyOf, listOf, sql, type Sql } from './sql.js';

export function choiceConditions(column: Sql, filter: ChoiceFilter<string | number>): readonly Sql[] {
  const conditions: Sql[] = [];
  if (filter.eq !== undefined) conditions.push(sql`${column} IS ${filter.eq}`);
  if (filter.ne !== undefined) conditions.push(sql`${column} IS NOT ${filter.ne}`);
  if (filter.in !== undefined) conditions.push(oneOf(column, filter.in));
  if (filter.notIn !== undefined) conditions.push(sql`NOT (${oneOf(column, filter.notIn)})`);
  return conditions;
}

export function idConditions(column: Sql, filter: IdFilter<string>): readonly Sql[] {
  const conditions = choiceConditions(column, filter);
  return filter.isNull === undefined ? conditions : [...conditions, nullCondition(column, filter.isNull)];
}

/** On a folded column. */
export function textConditions(column: Sql, filter: TextFilter): readonly Sql[] {
  const folded: ChoiceFilter<string> = {
    ...(filter.eq !== undefined && { eq: foldText(filter.eq) }),
    ...(filter.ne !== undefined && { ne: foldText(filter.ne) }),
    ...(filter.in !== undefined && { in: filter.in.map(foldText) }),
    ...(filter.notIn !== undefined && { notIn: filter.notIn.map(foldText) }),
  };
  const conditions = [...choiceConditions(column, folded)];
  if (filter.startsWith !== undefined) conditions.push(sql`ifnull(instr(${column}, ${foldText(filter.startsWith)}), 0) = 1`);
  if (filter.contains !== undefined) conditions.push(containing(column, filter.contains));
  return conditions;
}

/** On a column of milliseconds. */
export function timeConditions(column: Sql, filter: TimeFilter): readonly Sql[] {
  const conditions: Sql[] = [];
  if (filter.lt !== undefined) conditions.push(sql`${column} IS NOT NULL AND ${column} < ${millisOf(filter.lt)}`);
  if (filter.lte !== undefined) conditions.push(sql`${column} IS NOT NULL AND ${column} <= ${millisOf(filter.lte)}`);
  if (filter.gt !== undefined) conditions.push(sql`${column} IS NOT NULL AND ${column} > ${millisOf(filter.gt)}`);
  if (filter.gte !== undefined) conditions.push(sql`${column} IS NOT NULL AND ${column} >= ${millisOf(filter.gte)}`);
  if (filter.isNull !== undefined) conditions.push(nullCondition(column, filter.isNull));
  return conditions;
}

/** `instr` knows no wildcards. */
export const containing = (column: Sql, text: string): Sql => sql`ifnull(instr(${column}, ${foldText(text.trim())}), 0) > 0`;

const nullCondition = (column: Sql, isNull: boolean): Sql => (isNull ? sql`${column} IS NULL` : sql`${column} IS NOT NULL`);

const oneOf = (column: Sql, values: readonly (string | number)[]): Sql =>
  sql`${column} IS NOT NULL AND ${column} IN ${listOf(values)}`;

interface Combined<Filter> {
  readonly and?: readonly Filter[];
  readonly or?: readonly Filter[];
  readonly not?: Filter;
}

/** The filter's own conditions with its `and`, `or` and `not`. An empty `or` holds for nothing. */
export function combined<Filter extends Combined<Filter>>(filter: Filter, own: (filter: Filter) => readonly Sql[]): Sql {
  const conditions = [...own(filter)];
  for (const part of filter.and ?? []) conditions.push(combined(part, own));
  if (filter.or !== undefined) conditions.push(anyOf(filter.or.map((part) => combined(part, own))));
  if (filter.not !== undefined) conditions.push(sql`NOT (${combined(filter.not, own)})`);
  return allOf(conditions);
}
