import type { Database } from 'better-sqlite3';
import { AppendedTable } from './appended-table.js';
import { KeyedTable, type SqlRecord } from './keyed-table.js';
import type { SqlValue } from './sql.js';
import type { WriteBuffer } from './write-buffer.js';

/** Where in the log, and when, a row's state began. Time: `recordedAt` in milliseconds since 1970. */
export interface At {
  readonly position: number;
  readonly time: number;
}

type Flat<Row> = { readonly [Column in keyof Row]: string | number | null };

/** The columns of a temporal table with their SQL types, in order; the first is `id`. */
export type ColumnTypes<Row> = { readonly [Column in keyof Row]: 'TEXT' | 'INTEGER' };

interface Version<Row> {
  readonly row: Row;
  readonly from: At;
}

/** Present and closed rows in two tables with the same columns (architecture.md, "The read model"). */
export function temporalTables<Row>(name: string, columns: ColumnTypes<Row>): readonly string[] {
  const own = Object.entries<string>(columns).filter(([column]) => column !== 'id');
  const body = [
    ...own.map(([column, type]) => `${column} ${type}`),
    'from_position INTEGER NOT NULL',
    'from_time INTEGER NOT NULL',
  ];
  return [
    `CREATE TABLE ${name} (id TEXT PRIMARY KEY NOT NULL, ${body.join(', ')}, to_position INTEGER, to_time INTEGER) STRICT`,
    `CREATE TABLE ${name}_past (id TEXT NOT NULL, ${body.join(', ')}, to_position INTEGER NOT NULL, to_time INTEGER NOT NULL) STRICT`,
  ];
}

export const temporalIndexes = (name: string): readonly string[] => [
  `CREATE UNIQUE INDEX ${name}_past_by_id ON ${name}_past (id, from_position)`,
];

/** A row's whole history. Rows are equal or a new one begins: an event that changes nothing leaves no trace. */
export class TemporalTable<Row extends Flat<Row> & { readonly id: string }> {
  readonly #columns: readonly (keyof Row & string)[];
  readonly #telling: readonly (keyof Row & string)[];
  readonly #silent: readonly (keyof Row & string)[];
  readonly #present: KeyedTable<Version<Row>>;
  readonly #past: AppendedTable;

  /** `silent`: columns whose change begins no new row; their own history is the view's matter. */
  constructor(
    database: Database,
    buffer: WriteBuffer,
    name: string,
    columns: ColumnTypes<Row>,
    cacheSize: number,
    silent: readonly (keyof Row & string)[] = [],
  ) {
    const own = Object.keys(columns) as (keyof Row & string)[];
    this.#columns = own;
    this.#telling = own.filter((column) => !silent.includes(column));
    this.#silent = silent;
    this.#past = new AppendedTable(database, buffer, `${name}_past`, [
      ...own,
      'from_position',
      'from_time',
      'to_position',
      'to_time',
    ]);
    this.#present = new KeyedTable(
      database,
      buffer,
      {
        name,
        columns: [...own, 'from_position', 'from_time'],
        write: (_, version) => this.#values(version),
        read: (record) => versionOf<Row>(own, record),
      },
      cacheSize,
    );
  }

  current(id: string): Row | undefined {
    return this.#present.get(id)?.row;
  }

  /** The row as it stands from this event on. */
  put(row: Row, at: At): void {
    const before = this.#present.get(row.id);
    if (before && same(before.row, row, this.#telling)) {
      if (!same(before.row, row, this.#silent)) this.#present.put(row.id, { row, from: before.from });
      return;
    }
    if (before && before.from.position < at.position) this.#past.append([...this.#values(before), at.position, at.time]);
    this.#present.put(row.id, { row, from: before && before.from.position >= at.position ? before.from : at });
  }

  #values({ row, from }: Version<Row>): SqlValue[] {
    const values: SqlValue[] = this.#columns.map((column) => row[column]);
    values.push(from.position, from.time);
    return values;
  }
}

const same = <Row>(a: Row, b: Row, columns: readonly (keyof Row)[]): boolean =>
  columns.every((column) => a[column] === b[column]);

function versionOf<Row>(columns: readonly string[], record: SqlRecord): Version<Row> {
  const row = Object.fromEntries(columns.map((column) => [column, record[column] ?? null])) as Row;
  return { row, from: { position: Number(record['from_position']), time: Number(record['from_time']) } };
}
