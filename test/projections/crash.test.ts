import BetterSqlite3 from 'better-sqlite3';
import fc from 'fast-check';
import { join } from 'node:path';
import { inOneTransaction, Projector, type CommitBatch } from '../../projections/project-batch.js';
import { createIndexes, createTables, openFile } from '../../projections/read-model-file.js';
import { COMPARED } from '../../projections/views.js';
import type { StoredEvent } from '../../src/event-store/port.js';
import { appendAll } from '../support/fleet-builder.js';
import { MemoryEventStore } from '../support/memory-event-store.js';
import { fleetSteps, randomFleet, type FleetStep } from '../support/random-fleet.js';
import { inFolder } from './support.js';

class Crash extends Error {}

/** A process that dies between the rows and the checkpoint of some batches. `commit` is what it does of them. */
const dyingBetween =
  (commit: CommitBatch, dies: () => boolean): CommitBatch =>
  (database, rows, checkpoint) => {
    commit(
      database,
      () => {
        rows();
      },
      () => {
        if (dies()) throw new Crash();
        checkpoint();
      },
    );
  };

const inTwoTransactions: CommitBatch = (database, rows, checkpoint) => {
  database.transaction(rows)();
  checkpoint();
};

async function eventsOf(steps: readonly FleetStep[]): Promise<readonly StoredEvent[]> {
  const store = new MemoryEventStore();
  await appendAll(store, randomFleet(steps).events);
  const events: StoredEvent[] = [];
  for await (const page of store.readAll({ after: 0 })) events.push(...page);
  return events;
}

/** All rows, and what was parked: a row that is counted twice throws, and then its stream is parked. */
function rowsIn(path: string): unknown {
  const database = new BetterSqlite3(path, { readonly: true });
  try {
    const tables = [...COMPARED, { table: 'parked', key: ['key'] }];
    return tables.map(({ table, key }) => database.prepare(`SELECT * FROM ${table} ORDER BY ${key.join(', ')}`).all());
  } finally {
    database.close();
  }
}

function projectAll(path: string, events: readonly StoredEvent[], commit: CommitBatch, cacheSize: number): void {
  const created = openFile(path, 'live');
  createTables(created, 'epoch');
  createIndexes(created);
  created.close();
  for (;;) {
    const database = openFile(path, 'live');
    try {
      const projector = new Projector(database, { clock: () => 0, commit, cacheSize });
      for (;;) {
        const { position } = projector.checkpoint;
        const next = events.slice(position, position + 4);
        if (next.length === 0) return;
        projector.project(next, () => false);
      }
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    } finally {
      database.close();
    }
  }
}

/** Crashes at some batches; true where the rows are those of a run without crashes. */
async function survives(commit: CommitBatch, steps: readonly FleetStep[], crashes: readonly boolean[]): Promise<boolean> {
  const events = await eventsOf(steps);
  return inFolder((folder) => {
    const [calm, stormy] = [join(folder, 'calm.db'), join(folder, 'stormy.db')];
    projectAll(calm, events, inOneTransaction, 1_000);
    let batch = 0;
    projectAll(
      stormy,
      events,
      dyingBetween(commit, () => crashes[batch++] ?? false),
      4,
    );
    return Promise.resolve(JSON.stringify(rowsIn(calm)) === JSON.stringify(rowsIn(stormy)));
  });
}

const storms = fc.array(fc.boolean(), { minLength: 1, maxLength: 20 });

describe('a crash between the rows and the checkpoint of a batch', () => {
  it('leaves the rows of a run without crashes', async () => {
    await fc.assert(
      fc.asyncProperty(fleetSteps(40), storms, async (steps, crashes) => survives(inOneTransaction, steps, crashes)),
      { numRuns: 15 },
    );
  });

  it('would be noticed by this test if rows and checkpoint were two transactions', async () => {
    const noticed = fc.assert(
      fc.asyncProperty(fleetSteps(40), storms, async (steps, crashes) => survives(inTwoTransactions, steps, [true, ...crashes])),
      { numRuns: 15, endOnFailure: true },
    );
    await expect(noticed).rejects.toThrow('Property failed');
  });
});
