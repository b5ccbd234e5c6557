/** Rows as of a moment: from the present tables at the checkpoint, from present and closed ones before it. */
import type { Database, Statement } from 'better-sqlite3';
import { millisOf } from '../src/domain/ids.js';
import type { Moment } from './queries.js';
import { raw, sql, TRUE, type Sql, type SqlValue } from './sql.js';

export type TemporalName = 'license' | 'device' | 'database';

/** Where rows of a temporal table lie, and which of them stood. */
export interface Branch {
  readonly table: string;
  readonly stood: Sql;
}

/** A temporal table joined at the same moment; where no row fits, its columns are null. */
export interface Joined {
  readonly join: Sql;
  readonly column: (name: string) => Sql;
}

export class Reading {
  readonly position: number;
  /** Milliseconds since 1970: when clocks are judged. */
  readonly at: number;
  /** The file stands at this position: closed rows need not be looked at. */
  readonly present: boolean;

  constructor(moment: Moment, checkpoint: number) {
    this.position = moment.position;
    this.at = millisOf(moment.at);
    this.present = moment.position >= checkpoint;
  }

  branches(name: TemporalName, alias: string): readonly Branch[] {
    if (this.present) return [{ table: name, stood: TRUE }];
    return [
      { table: name, stood: this.#presentStood(alias) },
      { table: `${name}_past`, stood: this.#pastStood(alias) },
    ];
  }

  /** Two joins by id, not one with a union: SQLite would first build the whole union. */
  joined(name: TemporalName, alias: string, on: (alias: string) => Sql): Joined {
    if (this.present) {
      return { join: sql` LEFT JOIN ${raw(name)} ${raw(alias)} ON ${on(alias)}`, column: (column) => raw(`${alias}.${column}`) };
    }
    const past = `${alias}_p`;
    return {
      join: sql` LEFT JOIN ${raw(name)} ${raw(alias)} ON ${on(alias)} AND ${this.#presentStood(alias)} LEFT JOIN ${raw(`${name}_past`)} ${raw(past)} ON ${on(past)} AND ${this.#pastStood(past)}`,
      column: (column) => raw(`(CASE WHEN ${alias}.id IS NOT NULL THEN ${alias}.${column} ELSE ${past}.${column} END)`),
    };
  }

  // `+` keeps the planner on the index of the order that is asked for: most rows stood at most moments.
  #presentStood(alias: string): Sql {
    return sql`+${raw(alias)}.from_position <= ${this.position}`;
  }

  #pastStood(alias: string): Sql {
    return sql`+${raw(alias)}.from_position <= ${this.position} AND +${raw(alias)}.to_position > ${this.position}`;
  }
}

interface Prepared {
  readonly statement: Statement<SqlValue[], readonly SqlValue[]>;
  readonly columns: readonly string[];
}

/** The same statement text is prepared once. Rows are made into objects here: the driver takes twice as long for that (measured). */
export class Statements {
  static readonly #LIMIT = 500;
  readonly #database: Database;
  readonly #prepared = new Map<string, Prepared>();

  constructor(database: Database) {
    this.#database = database;
  }

  all<Row>({ text, values }: Sql): Row[] {
    const { statement, columns } = this.#prepare(text);
    return statement.all(...values).map((row) => objectOf(columns, row) as Row);
  }

  get<Row>({ text, values }: Sql): Row | undefined {
    const { statement, columns } = this.#prepare(text);
    const row = statement.get(...values);
    return row && (objectOf(columns, row) as Row);
  }

  #prepare(text: string): Prepared {
    const known = this.#prepared.get(text);
    if (known) return known;
    if (this.#prepared.size >= Statements.#LIMIT) this.#prepared.clear();
    const statement = this.#database.prepare<SqlValue[], readonly SqlValue[]>(text).raw();
    const prepared = { statement, columns: statement.columns().map(({ name }) => name) };
    this.#prepared.set(text, prepared);
    return prepared;
  }
}

function objectOf(columns: readonly string[], row: readonly SqlValue[]): Record<string, SqlValue> {
  const object: Record<string, SqlValue> = {};
  for (let index = 0; index < columns.length; index++) object[columns[index] ?? ''] = row[index] ?? null;
  return object;
}
