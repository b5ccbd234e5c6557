/** What somebody with SQLite does to a log whose triggers are gone, at a position, and to a read model. */
import BetterSqlite3, { type Database } from 'better-sqlite3';
import { parseCheckpoint, printCheckpoint } from '../../src/audit/checkpoint.js';
import { treeRoot } from '../../src/audit/merkle-tree.js';
import { parseNote, signNote } from '../../src/audit/signed-note.js';
import { subtreesIn } from '../../src/audit/tiles.js';
import { sealOldEvents } from '../../src/event-store/sqlite/seal-old-events.js';
import { TreeReader } from '../../src/event-store/sqlite/tree-reader.js';
import type { Random } from '../../src/simulation/random.js';
import { newKey } from './support.js';

/** All hashes again, for whatever events stand there now. */
export function reChain(database: Database): void {
  database.exec('DELETE FROM leaf_hashes; DELETE FROM tree_hashes');
  sealOldEvents(database, '00000000', () => undefined);
}

const COLUMNS = 'position, stream, revision, id, type, version, recorded_at, body, metadata';
/** What an event says, without its place. */
const CONTENT = ['id', 'type', 'version', 'body', 'metadata'];

export const edit = (database: Database, at: number): void => {
  database.prepare('UPDATE events SET body = CAST(body || ? AS BLOB) WHERE position = ?').run(' ', at);
};

export const drop = (database: Database, at: number): void => {
  database.exec(`CREATE TEMP TABLE moved AS SELECT ${COLUMNS} FROM events WHERE position > ${String(at)};
    DELETE FROM events WHERE position >= ${String(at)};
    INSERT INTO events SELECT position - 1, stream, revision, id, type, version, recorded_at, body, metadata FROM moved`);
};

export const insert = (database: Database, at: number): void => {
  database.exec(`CREATE TEMP TABLE moved AS SELECT ${COLUMNS} FROM events WHERE position >= ${String(at)};
    DELETE FROM events WHERE position >= ${String(at)};
    INSERT INTO events SELECT position + 1, stream, revision, id, type, version, recorded_at, body, metadata FROM moved;
    INSERT INTO events SELECT position, stream, revision + 100000, id, type, version, recorded_at, body, metadata FROM moved WHERE position = ${String(at)}`);
};

export const swap = (database: Database, one: number, other: number): void => {
  const [a, b] = [String(one), String(other)];
  const set = CONTENT.map((name) => `${name} = (SELECT ${name} FROM moved WHERE position = ${a} + ${b} - events.position)`);
  database.exec(`CREATE TEMP TABLE moved AS SELECT ${COLUMNS} FROM events WHERE position IN (${a}, ${b});
    UPDATE events SET ${set.join(', ')} WHERE position IN (${a}, ${b})`);
};

export const cutTail = (database: Database, from: number): void => {
  database.prepare('DELETE FROM events WHERE position >= ?').run(from);
  reChain(database);
};

export const forgetCheckpoints = (database: Database, from: number): void => {
  database.prepare('DELETE FROM checkpoints WHERE size >= ?').run(from);
  database.exec('DELETE FROM self_checks');
};

export const move = (database: Database, at: number): void => {
  const to = '(SELECT key FROM streams WHERE key <> events.stream ORDER BY key LIMIT 1)';
  database.exec(
    `UPDATE events SET revision = 1 + (SELECT max(revision) FROM events o WHERE o.stream = ${to}), stream = ${to} WHERE position = ${String(at)}`,
  );
};

/** The last checkpoint again, over whatever stands there now, by a key of somebody else's. */
export const forge = (database: Database, origin: string): void => {
  const stored = database.prepare<[], { note: string }>('SELECT note FROM checkpoints ORDER BY number DESC LIMIT 1').get();
  const read = parseNote(stored?.note ?? '');
  const parsed = read.ok ? parseCheckpoint(read.note.text) : read;
  if (!parsed.ok) throw new Error(parsed.problem);
  const rootHash = treeRoot(parsed.checkpoint.size, subtreesIn(new TreeReader(database)));
  const note = signNote(printCheckpoint({ ...parsed.checkpoint, rootHash }), [newKey(origin)]);
  database.prepare('UPDATE checkpoints SET note = ?').run(note);
};

const CIPHER = /"cipher":"[^"]+","commitment":"[^"]+"/;

/** In the next event from that place on that has a sealed text, another one, salt and all, stands for it. */
export const swapSalt = (database: Database, from: number): void => {
  const rows = database
    .prepare<[], { position: number; text: string }>(
      'SELECT position, CAST(metadata AS TEXT) AS text FROM events ORDER BY position',
    )
    .all()
    .filter(({ text }) => CIPHER.test(text));
  const row = rows.find(({ position }) => position >= from) ?? rows[0];
  const [own = ''] = CIPHER.exec(row?.text ?? '') ?? [];
  const [other] = rows.flatMap(({ text }) => CIPHER.exec(text)?.[0] ?? []).filter((sealed) => sealed !== own);
  if (!row || other === undefined) throw new Error('the log has too few sealed texts');
  database.prepare('UPDATE events SET metadata = CAST(? AS BLOB) WHERE position = ?').run(
    row.text.replace(own, () => other),
    row.position,
  );
};

export interface EditedTable {
  readonly table: string;
  readonly key: readonly string[];
}

const EDITED = ' edited';

/** A row of a table of the read model, by its place, with another value in one column; false where it has no such place. None twice: a row under another key belongs to nothing that the log knows. */
export function editRow(file: string, { table, key }: EditedTable, random: Random): boolean {
  const database = new BetterSqlite3(file);
  try {
    const columns = database
      .prepare<[], { name: string; type: string; pk: number }>(`SELECT name, type, pk FROM pragma_table_info('${table}')`)
      .all();
    const values = columns.filter(({ pk }) => pk === 0);
    const editable = values.length > 0 ? values : columns;
    const column = editable[random.whole(0, editable.length - 1)];
    if (!column) return false;
    const other = column.type === 'TEXT' ? `coalesce(${column.name}, '') || '${EDITED}'` : `coalesce(${column.name}, 0) + 1`;
    const names = key.join(', ');
    const at = `(SELECT ${names} FROM ${table} ORDER BY ${names} LIMIT 1 OFFSET ${String(random.whole(0, 40))})`;
    const untouched = key.map((name) => `${name} NOT LIKE '%${EDITED}'`).join(' AND ');
    const sql = `UPDATE ${table} SET ${column.name} = ${other} WHERE (${names}) = ${at} AND ${untouched}`;
    return database.prepare(sql).run().changes > 0;
  } catch (error) {
    // The table itself refuses that value.
    if (typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('SQLITE_CONSTRAINT'))
      return false;
    throw error;
  } finally {
    database.close();
  }
}

/** A row of a table of the read model once more, of a thing or a place that the log never had. `owner`: the column that says whose it is, where there is one. */
export function copyRow(
  file: string,
  { table, key, owner }: EditedTable & { readonly owner: string | undefined },
  random: Random,
): void {
  const database = new BetterSqlite3(file);
  try {
    const names = key.join(', ');
    const rows = database.prepare<[], { rows: number }>(`SELECT count(*) AS rows FROM ${table}`).get()?.rows ?? 0;
    const at = String(random.whole(0, rows - 1));
    database.exec(`CREATE TEMP TABLE copied AS SELECT * FROM ${table} ORDER BY ${names} LIMIT 1 OFFSET ${at}`);
    const places = database
      .prepare<[], string>(
        `SELECT name FROM pragma_table_info('${table}') WHERE type = 'INTEGER' AND name IN ('position', 'recorded_at', 'first_position')`,
      )
      .pluck()
      .all();
    for (const place of places) database.exec(`UPDATE copied SET ${place} = ${place} + 1000000`);
    if (owner !== undefined) database.exec(`UPDATE copied SET ${owner} = substr(${owner}, 1, instr(${owner}, '_')) || 'ghost'`);
    database.exec(`INSERT INTO ${table} SELECT * FROM copied`);
  } finally {
    database.close();
  }
}
