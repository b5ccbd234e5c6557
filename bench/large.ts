/**
 * `npm run bench -- large`: what a diagnosis, a page, the summary and the drift detector cost in estates of rising size, and whether that
 * grows. By default 1,000 and 10,000 licenses, in about two minutes.
 *
 *     KABINET_BENCH_LICENSES=10000,100000,1000000 KABINET_BENCH_FOLDER=/data/bench npm run bench -- large
 *
 * KABINET_BENCH_LICENSES: sizes, with commas between. 1,000,000 licenses are 11,000,000 events: 19 GB of disk, and half an hour on one core.
 * KABINET_BENCH_FOLDER: keeps the logs there, a folder a size, and goes on with those that it finds; left out: a folder that is removed.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openReadModel, type ReadModel } from '../projections/open-read-model.js';
import { fileOf } from '../projections/prepare-file.js';
import type { SqliteEventStore } from '../src/event-store/sqlite/sqlite-event-store.js';
import { measureDiagnosis } from './large-log/measure-diagnosis.js';
import { measureDrift } from './large-log/measure-drift.js';
import { measureLists } from './large-log/measure-lists.js';
import { openLargeLog, type LargeLog } from './large-log/open-large-log.js';
import { line, megabytes, peakMemory, stopwatch, title } from './measure.js';

const SIZES = '1000,10000';

export async function benchLarge(): Promise<void> {
  for (const licenses of (process.env['KABINET_BENCH_LICENSES'] ?? SIZES).split(',').map(Number)) await benchSize(licenses);
}

async function benchSize(licenses: number): Promise<void> {
  const log = await openLargeLog(licenses);
  try {
    const { events, store, folder } = log;
    title(`${licenses.toLocaleString('en-US')} licenses, ${events.toLocaleString('en-US')} events`);
    const model = await builtModel(log);
    try {
      if (model.parkedStreams().length > 0) throw new Error('a view cannot take what the bench wrote');
      line('size of the log and of the read model', `${megabytes(join(folder, 'events.db'))}, ${megabytes(fileOf(folder))}`);
      await measureDiagnosis(log, model.queries);
      await measureLists(log, model.queries);
    } finally {
      await model.close();
    }
    await measureDrift(folder, store);
    line('most memory of this process so far', peakMemory());
  } finally {
    await log.store.close();
    if (log.isTemporary) rmSync(log.folder, { recursive: true });
  }
}

async function builtModel({ folder, store, events }: LargeLog & { readonly store: SqliteEventStore }): Promise<ReadModel> {
  const took = stopwatch();
  const model = await openReadModel({ folder, store });
  if (model.builtAtStart) {
    const { seconds, cpuSeconds } = took();
    const rate = Math.round(events / seconds).toLocaleString('en-US');
    line(
      'read model built',
      `${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of CPU), ${rate} events/s, peak ${peakMemory()}`,
    );
  }
  await model.catchUp();
  return model;
}
