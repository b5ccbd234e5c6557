/** A node that projects while it appends, as fast as it can: what an event of a full batch costs, and events a second of both together. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReadModel } from '../../projections/open-read-model.js';
import { openSqliteEventStore } from '../../src/event-store/sqlite/sqlite-event-store.js';
import { openKeys } from '../../src/keys/keys.js';
import { writeLargeLog } from '../large-log/write-large-log.js';
import { stopwatch } from '../measure.js';
import { quantile } from '../report.js';

export interface FollowingFigures {
  readonly events: number;
  /** Appended and projected in one process. */
  readonly eventsASecond: number;
  /** Seconds of an event within a full batch, its part of the commit included; without the append. */
  readonly eventSeconds: number;
  /** Of a full batch: what is projected within its 12 ms. */
  readonly mostEventsABatch: number;
}

/** Events; smaller batches are mostly commit. */
const FULL = 50;

export async function measureFollowing(licenses: number): Promise<FollowingFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'kabinet-bench-'));
  const batches: { readonly events: number; readonly seconds: number }[] = [];
  const keys = openKeys(join(folder, 'keys'), { mayCreate: true });
  const store = openSqliteEventStore({ folder, clock: Date.now });
  await store.useKeys(keys);
  const observer = {
    onBatch: (batch: { readonly events: number; readonly seconds: number }): void => {
      batches.push(batch);
    },
  };
  const model = await openReadModel({ folder, store, observer });
  model.start();
  const took = stopwatch();
  const { events } = await writeLargeLog({ store, keys, licenses, end: Date.now() });
  await model.catchUp();
  const { seconds } = took();
  await model.close();
  await store.close();
  rmSync(folder, { recursive: true });
  const full = batches.filter((batch) => batch.events >= FULL);
  const inFull = (part: 'events' | 'seconds'): number => full.reduce((sum, batch) => sum + batch[part], 0);
  return {
    events,
    eventsASecond: events / seconds,
    eventSeconds: inFull('seconds') / inFull('events'),
    mostEventsABatch: quantile(
      full.map((batch) => batch.events),
      0.5,
    ),
  };
}
