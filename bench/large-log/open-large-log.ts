/** The log of an estate of so many licenses: written where it is not there yet. */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore, type SqliteEventStore } from '../../src/event-store/sqlite/sqlite-event-store.js';
import { openKeys, type Keys } from '../../src/keys/keys.js';
import { line, peakMemory, stopwatch, title } from '../measure.js';
import { Estate } from './estate.js';
import { writeLargeLog } from './write-large-log.js';

/** What devices and bases report every other day. */
const SHOWN_IN_NO_LIST = ['SEEN', 'UPDATE', 'SERVER'] as const;

export interface LargeLog {
  readonly folder: string;
  readonly keys: Keys;
  readonly store: SqliteEventStore;
  readonly estate: Estate;
  readonly events: number;
  readonly isTemporary: boolean;
}

/** `inOneAccount`: all licenses are in one list; else in accounts of all sizes. */
export async function openLargeLog(licenses: number, { inOneAccount = false } = {}): Promise<LargeLog> {
  const kept = process.env['KABINET_BENCH_FOLDER'];
  const parent = kept ?? mkdtempSync(join(tmpdir(), 'kabinet-bench-'));
  mkdirSync(parent, { recursive: true });
  const folder = join(parent, `licenses-${String(licenses)}${inOneAccount ? '-in-one-account' : ''}`);
  if (!existsSync(folder)) await write(folder, licenses, inOneAccount);
  const keys = openKeys(join(folder, 'keys'), { mayCreate: false, mayCreateSubjectKeys: true });
  const store = openSqliteEventStore({ folder, clock: Date.now });
  await store.useKeys(keys);
  const estate = estateOf(licenses, keys, inOneAccount);
  return { folder, keys, store, estate, events: (await store.head()).position, isTemporary: kept === undefined };
}

const estateOf = (licenses: number, keys: Keys, inOneAccount: boolean): Estate =>
  inOneAccount ? new Estate(licenses, keys, [licenses]) : new Estate(licenses, keys);

/** Under its name only when it is whole. */
async function write(folder: string, licenses: number, inOneAccount: boolean): Promise<void> {
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  const keys = openKeys(join(unfinished, 'keys'), { mayCreate: true });
  const store = openSqliteEventStore({ folder: unfinished, clock: Date.now });
  await store.useKeys(keys);
  const took = stopwatch();
  const { events } = await writeLargeLog({
    store,
    keys,
    licenses,
    estate: estateOf(licenses, keys, inOneAccount),
    ...(inOneAccount && { without: SHOWN_IN_NO_LIST }),
    end: Date.now(),
  });
  const { seconds, cpuSeconds } = took();
  await store.close();
  renameSync(unfinished, folder);
  title(`A log of ${events.toLocaleString('en-US')} events`);
  const rate = Math.round(events / seconds).toLocaleString('en-US');
  line('written', `${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of CPU), ${rate} events/s, peak ${peakMemory()}`);
}
