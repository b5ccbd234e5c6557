import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { openReadModel, type ReadModel, type ReadModelOptions } from '../../projections/open-read-model.js';
import type { Moment } from '../../projections/queries.js';
import { fileOf } from '../../projections/prepare-file.js';
import { COMPARED } from '../../projections/views.js';
import { compareFiles } from '../../projections/compare-files.js';
import type { RecordedEvent } from '../../src/domain/events.js';
import { instantOf, type Instant } from '../../src/domain/ids.js';
import { decodeEvent } from '../../src/event-store/codec.js';
import type { EventStore } from '../../src/event-store/port.js';
import { appendAll, type FleetBuilder, type FleetEvent } from '../support/fleet-builder.js';
import { MemoryEventStore } from '../support/memory-event-store.js';

export interface Projected {
  readonly store: MemoryEventStore;
  readonly model: ReadModel;
  readonly folder: string;
  /** The checkpoint, judged at an instant; left out: the last event's. */
  now(at?: Instant): Moment;
  events(): Promise<readonly RecordedEvent[]>;
}

/** A folder of its own that is gone afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'kabinet-projections-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function decodedEvents(store: EventStore): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const page of store.readAll({ after: 0 })) events.push(...page.map(decodeEvent));
  return events;
}

/** The read model follows a log while these events come in, `after` has them all projected. */
export async function projected<T>(
  given: FleetBuilder | readonly FleetEvent[],
  after: (projected: Projected) => Promise<T> | T,
  options: Partial<ReadModelOptions> = {},
  store = new MemoryEventStore(),
): Promise<T> {
  return inFolder(async (folder) => {
    const model = await openReadModel({ folder, store, clock: () => Date.parse('2026-01-01T00:00:00Z'), ...options });
    try {
      model.start();
      await appendAll(store, 'events' in given ? given.events : given);
      await model.catchUp();
      return await after({
        store,
        model,
        folder,
        now: (at) => {
          const { position, recordedAt } = model.queries.checkpoint();
          return { position, at: at ?? recordedAt ?? instantOf(0) };
        },
        events: () => decodedEvents(store),
      });
    } finally {
      await model.close();
    }
  });
}

/** Differences between the served file and one built from the same log in a folder of its own; empty where they agree. */
export async function differencesFromRebuilt({
  store,
  folder,
}: Pick<Projected, 'store' | 'folder'>): ReturnType<typeof compareFiles> {
  return inFolder(async (other) => {
    const rebuilt = await openReadModel({ folder: other, store, clock: Date.now });
    await rebuilt.close();
    const [served, built] = [folder, other].map((each) => new BetterSqlite3(fileOf(each), { readonly: true }));
    if (!served || !built) throw new Error('two files');
    try {
      return await compareFiles(served, built);
    } finally {
      served.close();
      built.close();
    }
  });
}

/** All rows that are a function of the log. */
export function dump(folder: string): Readonly<Record<string, readonly unknown[]>> {
  const database = new BetterSqlite3(fileOf(folder), { readonly: true });
  try {
    return Object.fromEntries(
      COMPARED.map(({ table, key }) => [table, database.prepare(`SELECT * FROM ${table} ORDER BY ${key.join(', ')}`).all()]),
    );
  } finally {
    database.close();
  }
}
