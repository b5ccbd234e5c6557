/** Streams folded again from the log, by the views themselves into an empty read model in memory: what a retry and a repair put in place of what was there. */
import type { StreamName } from '../src/domain/ids.js';
import { decodeEvent } from '../src/event-store/codec.js';
import type { EventStore, StoredEvent } from '../src/event-store/port.js';
import { withoutStalls, type ProjectionFaults } from './faults.js';
import { Projector } from './project-batch.js';
import { createIndexes, createTables, openFile } from './read-model-file.js';
import type { SqlValue } from './sql.js';
import type { OwnedTable, View } from './view.js';
import { openViews } from './views.js';

export interface RefoldOptions {
  readonly store: EventStore;
  /** Of the rows that are looked at: nothing may be projected into it meanwhile. */
  readonly projector: Projector;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly faults?: ProjectionFaults | undefined;
}

export type EventsByStream = ReadonlyMap<StreamName, readonly StoredEvent[]>;

/** Reads streams as far as the read model stands, each once. `all`: what was read so far. */
export function streamReader({ store, projector }: RefoldOptions): {
  readonly read: (stream: StreamName) => Promise<readonly StoredEvent[]>;
  readonly all: EventsByStream;
} {
  const upTo = projector.checkpoint.position;
  const all = new Map<StreamName, readonly StoredEvent[]>();
  const read = async (stream: StreamName): Promise<readonly StoredEvent[]> => {
    const before = all.get(stream);
    if (before) return before;
    const found: StoredEvent[] = [];
    for await (const event of store.readStream(stream)) if (event.position <= upTo) found.push(event);
    all.set(stream, found);
    return found;
  };
  return { read, all };
}

export function linkedTo(views: readonly View[], stored: StoredEvent): readonly StreamName[] {
  try {
    const event = decodeEvent(stored);
    return views.flatMap((view) => view.linked(event));
  } catch {
    // No view can take it either, and says so when it tries.
    return [];
  }
}

/** What `work` does with the views that took these events in log order. */
export function withRefolded<Result>(
  { projector, clock, faults }: RefoldOptions,
  views: readonly View[],
  events: EventsByStream,
  work: (again: Projector) => Result,
): Result {
  const names = new Set(views.map(({ name }) => name));
  const scratch = openFile(':memory:', 'building');
  try {
    createTables(scratch, projector.checkpoint.epoch);
    createIndexes(scratch);
    const again = new Projector(scratch, {
      clock,
      faults: withoutStalls(faults),
      views: (...args) => openViews(...args).filter(({ name }) => names.has(name)),
    });
    const inOrder = [...events.values()].flat().sort((a, b) => a.position - b.position);
    again.project(inOrder, () => false);
    return work(again);
  } finally {
    scratch.close();
  }
}

/** Rows that one thing owns in a table. */
export const rowsOf = ({ database }: Projector, { name, owner }: OwnedTable, id: string): readonly SqlValue[][] =>
  database.prepare<[string], SqlValue[]>(`SELECT * FROM ${name} WHERE ${owner} = ?`).raw().all(id);

/**
 * A row of the log's that stands under another owner, as only an edit puts it there, gives way to the right one.
 * Within the caller's transaction; what the tables remember of the old rows is wrong then, and is the caller's to forget.
 */
export function replaceRows(projector: Projector, again: Projector, table: OwnedTable, ids: readonly string[]): void {
  const { name, owner } = table;
  const columns = projector.database.prepare(`SELECT * FROM ${name} LIMIT 0`).columns().length;
  const remove = projector.database.prepare(`DELETE FROM ${name} WHERE ${owner} = ?`);
  const insert = projector.database.prepare(`INSERT OR REPLACE INTO ${name} VALUES (${Array(columns).fill('?').join(', ')})`);
  for (const id of ids) {
    remove.run(id);
    for (const row of rowsOf(again, table, id)) insert.run(...row);
  }
}
