/** Pages by the sort values of a row and its id (keyset), both ways, nulls last in both directions. */
import type { CursorKey, Page, PageRequest } from './queries.js';
import { allOf, anyOf, joinSql, raw, sql, TRUE, type Sql, type SqlValue } from './sql.js';
import type { Branch, Statements } from './reading.js';

export interface SortKey {
  readonly expression: Sql;
  readonly nullable: boolean;
  readonly direction: 'ASC' | 'DESC';
}

/** What is known of the first sort key within a part of the list: it is read in two parts where it may be null. */
export type FirstKey = 'value' | 'null' | 'any';

export interface Listing {
  readonly branches: readonly Branch[];
  readonly alias: string;
  /** Of the table itself, or with an expression of their own. */
  readonly columns: readonly (string | SelectedColumn)[];
  /** In order of importance; the id follows by itself, in the first one's direction. */
  readonly keys: readonly SortKey[];
  readonly query: (firstKey: FirstKey) => { readonly where: Sql; readonly joins: Sql };
}

export interface SelectedColumn {
  readonly name: string;
  readonly expression: Sql;
}

/** What follows SELECT. */
export const selectList = (alias: string, columns: Listing['columns']): Sql =>
  joinSql(
    columns.map((column) =>
      typeof column === 'string' ? raw(`${alias}.${column} AS ${column}`) : sql`${column.expression} AS ${raw(column.name)}`,
    ),
    ', ',
  );

/** The cursor does not belong to this order. */
export class CursorMismatch extends Error {
  override readonly name = 'CursorMismatch';
}

type Found = Readonly<Record<string, SqlValue>>;

/** `limit` rows after, or before, the cursor, behind those that are passed over. A cursor of a row that is gone, or never was, still has its place. */
export function readPage<Row>(
  statements: Statements,
  listing: Listing,
  { limit, direction, from, skip = 0 }: PageRequest,
  rowOf: (record: never) => Row,
): Page<Row> {
  const backwards = direction === 'backwards';
  if (from && from.length !== listing.keys.length + 1) throw new CursorMismatch('the cursor belongs to another order');
  const found: Found[] = [];
  let toSkip = skip;
  for (const { part, cursor } of partsFrom(listing, from, backwards)) {
    const slice = { limit: limit + 1 - found.length, offset: toSkip };
    found.push(...statements.all<Found>(select(listing, part, cursor, backwards, slice)));
    if (found.length > limit) break;
    // What this part has was passed over, if nothing of it is in the page.
    toSkip = toSkip > 0 && found.length === 0 ? toSkip - countPart(statements, listing, part, cursor, backwards) : 0;
  }
  const more = found.length > limit;
  const page = found.slice(0, limit);
  if (backwards) page.reverse();
  return { rows: page.map((record) => rowOf(record as never)), cursors: page.map((record) => cursorOf(listing, record)), more };
}

export function countRows(statements: Statements, listing: Pick<Listing, 'branches' | 'alias' | 'query'>): number {
  const { where, joins } = listing.query('any');
  const counts = listing.branches.map(
    ({ table, stood }) => sql`(SELECT count(*) FROM ${raw(table)} ${raw(listing.alias)}${joins} WHERE ${stood} AND ${where})`,
  );
  return statements.get<{ readonly n: number }>(sql`SELECT ${joinSql(counts, ' + ')} AS n`)?.n ?? 0;
}

interface Part {
  readonly part: FirstKey;
  readonly cursor: CursorKey | undefined;
}

/** A nullable first key is read as two lists, one after the other: an index then serves each, in both directions. */
function partsFrom({ keys }: Listing, from: CursorKey | undefined, backwards: boolean): readonly Part[] {
  if (keys[0]?.nullable !== true) return [{ part: 'any', cursor: from }];
  const order: FirstKey[] = backwards ? ['null', 'value'] : ['value', 'null'];
  const start: FirstKey | undefined = from && (from[0] === null ? 'null' : 'value');
  const parts = start === undefined ? order : order.slice(order.indexOf(start));
  return parts.map((part) => ({ part, cursor: part === start ? from : undefined }));
}

const orderName = (index: number): string => `order_${String(index)}`;

/** A blob sorts behind every text and number, and a very small number before them: nulls then sort last whichever way. */
const LAST = Buffer.alloc(0);
const FIRST = -Number.MAX_SAFE_INTEGER;

const placeOfNull = (direction: SortKey['direction']): Buffer | number => (direction === 'ASC' ? LAST : FIRST);

const comparable = ({ expression, nullable, direction }: SortKey): Sql =>
  nullable ? sql`ifnull(${expression}, ${placeOfNull(direction)})` : expression;

/** A part of the list beyond the cursor: from where its rows come, and what they are in order of. */
interface Rows {
  readonly compared: readonly (Compared & { readonly index: number })[];
  /** FROM and WHERE, one a branch. */
  readonly froms: readonly Sql[];
}

function rowsBeyond(listing: Listing, part: FirstKey, cursor: CursorKey | undefined, backwards: boolean): Rows {
  const { branches, alias, keys, query } = listing;
  const { where, joins } = query(part);
  const first = keys[0];
  const id = raw(`${alias}.id`);
  const idKey: SortKey = { expression: id, nullable: false, direction: first?.direction ?? 'ASC' };
  const ordering = keys.map((key, index) => ({
    index,
    key,
    expression: index === 0 ? key.expression : comparable(key),
    bound: index === 0 ? (cursor?.[index] ?? null) : (cursor?.[index] ?? placeOfNull(key.direction)),
  }));
  const compared = [
    ...(part === 'null' ? ordering.slice(1) : ordering),
    { index: keys.length, key: idKey, expression: id, bound: cursor?.[keys.length] ?? null },
  ];
  const partCondition =
    first && part !== 'any' ? sql`${first.expression} IS ${raw(part === 'null' ? 'NULL' : 'NOT NULL')}` : TRUE;
  const after = cursor ? beyond(compared, backwards) : TRUE;
  const froms = branches.map(
    ({ table, stood }) => sql`FROM ${raw(table)} ${raw(alias)}${joins} WHERE ${allOf([stood, where, partCondition, after])}`,
  );
  return { compared, froms };
}

interface Slice {
  readonly limit: number;
  readonly offset: number;
}

function select(listing: Listing, part: FirstKey, cursor: CursorKey | undefined, backwards: boolean, slice: Slice): Sql {
  const { alias, columns, keys } = listing;
  const { compared, froms } = rowsBeyond(listing, part, cursor, backwards);
  const values = keys.map((key, index) => sql`, ${key.expression} AS ${raw(`key_${String(index)}`)}`);
  const orders = compared.slice(0, -1).map(({ index, expression }) => sql`, ${expression} AS ${raw(orderName(index))}`);
  const selected = sql`${selectList(alias, columns)}${joinSql([...values, ...orders], '')}`;
  const selects = froms.map((from) => sql`SELECT ${selected} ${from}`);
  const orderBy = compared.map(({ index, key }) => {
    const ascending = (key.direction === 'ASC') !== backwards;
    return raw(`${index === keys.length ? 'id' : orderName(index)} ${ascending ? 'ASC' : 'DESC'}`);
  });
  return sql`${joinSql(selects, ' UNION ALL ')} ORDER BY ${joinSql(orderBy, ', ')} LIMIT ${slice.limit} OFFSET ${slice.offset}`;
}

function countPart(
  statements: Statements,
  listing: Listing,
  part: FirstKey,
  cursor: CursorKey | undefined,
  backwards: boolean,
): number {
  const counts = rowsBeyond(listing, part, cursor, backwards).froms.map((from) => sql`(SELECT count(*) ${from})`);
  return statements.get<{ readonly n: number }>(sql`SELECT ${joinSql(counts, ' + ')} AS n`)?.n ?? 0;
}

interface Compared {
  readonly key: SortKey;
  readonly expression: Sql;
  readonly bound: SqlValue;
}

/** Rows beyond the cursor in reading direction. */
function beyond(compared: readonly Compared[], backwards: boolean): Sql {
  const operators = compared.map(({ key }) => ((key.direction === 'ASC') !== backwards ? '>' : '<'));
  const [operator] = operators;
  if (operator !== undefined && operators.every((other) => other === operator)) {
    const left = joinSql(
      compared.map(({ expression }) => expression),
      ', ',
    );
    const right = joinSql(
      compared.map(({ bound }) => sql`${bound}`),
      ', ',
    );
    return sql`(${left}) ${raw(operator)} (${right})`;
  }
  const steps = compared.map(({ expression, bound }, index) =>
    allOf([
      ...compared.slice(0, index).map((before) => sql`${before.expression} = ${before.bound}`),
      sql`${expression} ${raw(operators[index] ?? '>')} ${bound}`,
    ]),
  );
  const [first] = compared;
  // Says the same of the first key once more, alone, so that an index can begin there.
  const start = first ? sql`${first.expression} ${raw(operator === '>' ? '>=' : '<=')} ${first.bound}` : TRUE;
  return allOf([start, anyOf(steps)]);
}

function cursorOf({ keys }: Listing, record: Found): CursorKey {
  const values = keys.map((_, index) => record[`key_${String(index)}`] ?? null);
  return [...values, record['id'] ?? null].map((value) => (Buffer.isBuffer(value) ? null : value));
}
