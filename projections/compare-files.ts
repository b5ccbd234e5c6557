/** Two read models of the same log at the same position, row by row. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import type { SqlValue } from './sql.js';
import { COMPARED } from './views.js';

export interface TableDifferences {
  readonly table: string;
  /** Rows that only the old file has, only the new one, and those that both have and that differ. */
  readonly onlyOld: number;
  readonly onlyNew: number;
  readonly changed: number;
  /** Keys of the first of them. */
  readonly examples: readonly string[];
}

const EXAMPLES = 5;
const ROWS_A_TURN = 2_000;

/** Tables and columns that both files have. Differences alone are answered; an empty list: they agree. */
export async function compareFiles(old: Database, renewed: Database): Promise<readonly TableDifferences[]> {
  const differences: TableDifferences[] = [];
  for (const { table, key } of COMPARED) {
    const oldColumns = columnsOf(old, table);
    const columns = columnsOf(renewed, table).filter((column) => oldColumns.includes(column));
    if (!key.every((column) => columns.includes(column))) continue;
    const found = await compareTable(old, renewed, table, key, [...key, ...columns.filter((column) => !key.includes(column))]);
    if (found.onlyOld + found.onlyNew + found.changed > 0) differences.push(found);
  }
  return differences;
}

const columnsOf = (database: Database, table: string): readonly string[] =>
  database
    .prepare<[string], { readonly name: string }>('SELECT name FROM pragma_table_info(?)')
    .all(table)
    .map(({ name }) => name);

type Row = readonly SqlValue[];

async function compareTable(
  old: Database,
  renewed: Database,
  table: string,
  key: readonly string[],
  columns: readonly string[],
): Promise<TableDifferences> {
  const select = `SELECT ${columns.join(', ')} FROM ${table} ORDER BY ${key.join(', ')}`;
  const rows = (database: Database): IterableIterator<Row> => database.prepare<[], Row>(select).raw().iterate();
  const [olds, news] = [rows(old), rows(renewed)];
  const next = (from: IterableIterator<Row>): Row | undefined => {
    const result = from.next();
    return result.done === true ? undefined : result.value;
  };
  const examples: string[] = [];
  const note = (row: Row): number => {
    if (examples.length < EXAMPLES) examples.push(row.slice(0, key.length).join(' '));
    return 1;
  };
  let [onlyOld, onlyNew, changed, seen] = [0, 0, 0, 0];
  let [a, b] = [next(olds), next(news)];
  while (a || b) {
    seen += 1;
    if (seen % ROWS_A_TURN === 0) await nextTurn();
    const order = !a ? 1 : !b ? -1 : compareKeys(a, b, key.length);
    if (order < 0 && a) {
      onlyOld += note(a);
      a = next(olds);
    } else if (order > 0 && b) {
      onlyNew += note(b);
      b = next(news);
    } else if (a && b) {
      if (!same(a, b)) changed += note(b);
      [a, b] = [next(olds), next(news)];
    }
  }
  return { table, onlyOld, onlyNew, changed, examples };
}

const same = (a: Row, b: Row): boolean => a.every((value, index) => value === b[index]);

/** As SQLite orders them: ids and positions are ASCII text and whole numbers. */
function compareKeys(a: Row, b: Row, length: number): number {
  for (let index = 0; index < length; index++) {
    const [left, right] = [a[index] ?? null, b[index] ?? null];
    if (left === right) continue;
    if (left === null) return -1;
    if (right === null) return 1;
    return left < right ? -1 : 1;
  }
  return 0;
}

/** A connection of its own: its rows stand still while the file is written on. */
export function snapshot(path: string): Database {
  const database = new BetterSqlite3(path, { readonly: true });
  database.exec('BEGIN');
  database.prepare('SELECT position FROM checkpoint').get();
  return database;
}
