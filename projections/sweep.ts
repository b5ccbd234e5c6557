/**
 * Goes through the tables by their keys, some rows at a time, and removes the rows of things that the log never had: the drift detector comes from the
 * log's streams and would never meet them.
 */
import { streamOfSubject, type StreamName } from '../src/domain/ids.js';
import type { RepairedRow } from './drift.js';
import type { RefoldOptions } from './refold.js';
import type { SqlValue } from './sql.js';
import type { OwnedTable, View } from './view.js';
import { COMPARED } from './views.js';

/** The next row: behind that key, in the table of that place in `COMPARED`. */
export interface SweepPlace {
  readonly table: number;
  readonly behind: readonly SqlValue[] | undefined;
}

export const FIRST_PLACE: SweepPlace = { table: 0, behind: undefined };

export interface SweepOptions extends RefoldOptions {
  readonly place: SweepPlace;
  readonly rows: number;
}

export interface SweepStep {
  readonly repaired: readonly RepairedRow[];
  /** Undefined where the last row of the last table was looked at. */
  readonly next: SweepPlace | undefined;
}

/** Nothing may be projected meanwhile. */
export async function sweep(options: SweepOptions): Promise<SweepStep> {
  const known = knownStreams(options);
  const repaired: RepairedRow[] = [];
  let place: SweepPlace | undefined = options.place;
  for (let left = options.rows; left > 0 && place !== undefined;) {
    const { table, key } = COMPARED[place.table] ?? { table: '', key: [] };
    const owned = ownersOf(options.projector.views, table);
    const rows: readonly SqlValue[][] = owned ? nextRows(options, owned, key, place.behind, left) : [];
    const ghosts = owned ? await withoutStream(owned, new Set(rows.map(([owner]) => String(owner))), known) : [];
    if (owned && ghosts.length > 0) repaired.push(...remove(options, owned, ghosts));
    const behind: readonly SqlValue[] | undefined = rows.length === left ? rows.at(-1)?.slice(1) : undefined;
    place = behind ? { table: place.table, behind } : placeOf(place.table + 1);
    left -= rows.length;
  }
  return { repaired, next: place };
}

const placeOf = (table: number): SweepPlace | undefined => (table < COMPARED.length ? { table, behind: undefined } : undefined);

interface Owners {
  readonly view: string;
  readonly tables: readonly [OwnedTable, ...OwnedTable[]];
}

/** Undefined for a table that belongs to no thing. */
function ownersOf(views: readonly View[], table: string): Owners | undefined {
  for (const { name, tables } of views) {
    const [first, ...rest] = tables.filter((owned) => owned.name === table);
    if (first) return { view: name, tables: [first, ...rest] };
  }
  return undefined;
}

/** The owner of each row and its key, in the order of the key. */
function nextRows(
  { projector }: RefoldOptions,
  { tables: [{ name, owner }] }: Owners,
  key: readonly string[],
  behind: readonly SqlValue[] | undefined,
  limit: number,
): readonly SqlValue[][] {
  const columns = key.join(', ');
  const where = behind ? `WHERE (${columns}) > (${key.map(() => '?').join(', ')})` : '';
  return projector.database
    .prepare<SqlValue[], SqlValue[]>(`SELECT ${owner}, ${columns} FROM ${name} ${where} ORDER BY ${columns} LIMIT ?`)
    .raw()
    .all(...(behind ?? []), limit);
}

type Known = (stream: StreamName) => Promise<boolean>;

/** Each stream is asked for once. */
function knownStreams({ store, projector }: RefoldOptions): Known {
  const upTo = projector.checkpoint.position;
  const known = new Map<StreamName, boolean>();
  return async (stream) => {
    const before = known.get(stream);
    if (before !== undefined) return before;
    let found = false;
    for await (const { position } of store.readStream(stream, { limit: 1 })) found = position <= upTo;
    known.set(stream, found);
    return found;
  };
}

async function withoutStream({ tables }: Owners, owners: ReadonlySet<string>, known: Known): Promise<readonly string[]> {
  const ghosts: string[] = [];
  for (const owner of owners) {
    const streams = tables.flatMap(({ ownerKind }) => streamOfSubject(ownerKind, owner) ?? []);
    const there = await Promise.all(streams.map(known));
    if (!there.includes(true)) ghosts.push(owner);
  }
  return ghosts;
}

/** No event holds more of a text that somebody has put there. */
const LONGEST_SUBJECT = 100;

function remove(
  { projector }: RefoldOptions,
  { view, tables: [{ name, owner }] }: Owners,
  ids: readonly string[],
): RepairedRow[] {
  const statement = projector.database.prepare<[string]>(`DELETE FROM ${name} WHERE ${owner} = ?`);
  try {
    projector.database.transaction(() => {
      for (const id of ids) statement.run(id);
    })();
  } finally {
    // What the tables remember of these rows is wrong now.
    projector.buffer.forget();
  }
  return ids.map((id) => ({ view, subject: id === '' ? '?' : id.slice(0, LONGEST_SUBJECT) }));
}
