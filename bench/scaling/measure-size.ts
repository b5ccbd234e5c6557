/** What an estate of a size costs a node: bytes, the build of the read model, queries by size of the account, and single events. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { openReadModel, type ReadModel } from '../../projections/open-read-model.js';
import type { Moment, ReadModelQueries } from '../../projections/queries.js';
import { fileOf } from '../../projections/prepare-file.js';
import { deviceStream, instantOf } from '../../src/domain/ids.js';
import { DAY_MS, MINUTE_MS } from '../../src/simulation/random.js';
import { chance, type Account, type Estate } from '../large-log/estate.js';
import { Writer, type ToAppend } from '../large-log/events.js';
import { openLargeLog, type LargeLog } from '../large-log/open-large-log.js';
import { MINUTES } from '../large-log/plan.js';
import { stopwatch, timed } from '../measure.js';
import { quantile } from '../report.js';

export interface AccountFigures {
  readonly licenses: number;
  /** Milliseconds, medians. */
  readonly page: number;
  readonly summary: number;
}

export interface SizeFigures {
  readonly licenses: number;
  readonly events: number;
  readonly logBytes: number;
  readonly keyBytes: number;
  readonly modelBytes: number;
  readonly buildSeconds: number;
  readonly buildCpuSeconds: number;
  /** Most that a process held which did nothing but build. */
  readonly peakBytes: number;
  readonly accounts: readonly AccountFigures[];
  /** Seconds of a woken subscription that finds nothing new: its three queries. */
  readonly wakeSeconds: number;
  /** Seconds of one event by itself: projected and committed; appended and visible in a query. Medians. */
  readonly singleSeconds: number;
  readonly visibleSeconds: number;
}

const SINGLE_EVENTS = 300;
const CALLS = 30;
const WAKES = 3_000;
/** Pairs below this chance are disconnected some day (`plan.ts`). */
const DISCONNECTED_BELOW = 0.05;

export async function measureSize(licenses: number): Promise<SizeFigures> {
  const log = await openLargeLog(licenses);
  const { folder, store, estate, events } = log;
  const batches: number[] = [];
  const observer = {
    onBatch: (batch: { readonly events: number; readonly seconds: number }): void => {
      if (batch.events === 1) batches.push(batch.seconds);
    },
  };
  const took = stopwatch();
  const model = await openReadModel({ folder, store, observer });
  const { seconds, cpuSeconds } = took();
  if (!model.builtAtStart) throw new Error('the read model was there already');
  const peakBytes = process.resourceUsage().maxRSS * 1_024;
  const modelBytes = statSync(fileOf(folder)).size;
  await model.catchUp();
  const accounts: AccountFigures[] = [];
  for (const account of accountsOf(estate)) accounts.push(await askAbout(model.queries, account));
  const wakeSeconds = wake(model.queries, estate);
  const visible = await appendSingles(log, model);
  if (model.parkedStreams().length > 0) throw new Error('a view cannot take what the bench wrote');
  await model.close();
  await store.close();
  const bytes = (...path: string[]): number => statSync(join(folder, ...path)).size;
  return {
    licenses,
    events,
    logBytes: bytes('events.db'),
    keyBytes: bytes('keys', 'subject-keys.db'),
    modelBytes,
    buildSeconds: seconds,
    buildCpuSeconds: cpuSeconds,
    peakBytes,
    accounts,
    wakeSeconds,
    singleSeconds: quantile(batches, 0.5),
    visibleSeconds: quantile(visible, 0.5),
  };
}

/** One of each size. */
const accountsOf = (estate: Estate): readonly Account[] => [
  ...new Map(estate.accounts.map((account) => [account.devices, account])).values(),
];

async function askAbout(queries: ReadModelQueries, { id, devices }: Account): Promise<AccountFigures> {
  const moment: Moment = { position: queries.checkpoint().position, at: instantOf(Date.now()) };
  const query = {
    where: { status: { eq: 'ACTIVATED' } },
    orderBy: [{ field: 'TERM_UNTIL', direction: 'ASC' }],
    limit: 50,
    direction: 'forwards',
  } as const;
  const median = async (call: () => unknown): Promise<number> =>
    quantile(
      (await timed(Array<() => unknown>(CALLS).fill(call))).map(({ clock }) => clock),
      0.5,
    );
  return {
    licenses: devices,
    page: await median(() => queries.licenses(moment, id, query)),
    summary: await median(() => queries.licenseSummary(moment, id)),
  };
}

/** What `licenseChanged` asks when it is woken (`graphql/subscriptions/license-changes.ts`), of accounts one after the other. */
function wake(queries: ReadModelQueries, { accounts }: Estate): number {
  const { position } = queries.checkpoint();
  const now = instantOf(Date.now());
  const took = stopwatch();
  for (let call = 0; call < WAKES; call++) {
    const { id } = accounts[call % accounts.length] ?? {};
    if (id === undefined) continue;
    queries.licenseListChanges(id, position, 100);
    queries.nextClockEnd(id, now);
    queries.nextClockEnd(id, now);
  }
  return took().seconds / WAKES;
}

/** Seconds from the append to the row, of one event after the other, each awaited. */
async function appendSingles({ store, estate }: LargeLog, model: ReadModel): Promise<readonly number[]> {
  const start = Math.floor(Date.now() / DAY_MS) * DAY_MS - MINUTES * MINUTE_MS;
  const writer = new Writer(estate, start);
  const seconds: number[] = [];
  for (let pair = 0; pair < estate.pairs && seconds.length < SINGLE_EVENTS; pair++) {
    if (chance(pair, 4) < DISCONNECTED_BELOW) continue;
    const revision = await lastRevision(store, deviceStream(estate.deviceId(pair)));
    if (revision === undefined) continue;
    // A minute of its own in each run over a log that is kept: ids follow from it.
    const [append] = writer.pair(pair, 'SEEN', MINUTES + revision, { renewals: 0 });
    if (append) seconds.push(await appended(store, model, append, revision));
  }
  return seconds;
}

async function lastRevision(store: LargeLog['store'], stream: ToAppend['stream']): Promise<number | undefined> {
  for await (const { revision } of store.readStream(stream, { direction: 'backwards', limit: 1 })) return revision;
  return undefined;
}

async function appended(store: LargeLog['store'], model: ReadModel, append: ToAppend, revision: number): Promise<number> {
  const took = stopwatch();
  const result = await store.append(append.stream, revision, append.events);
  if (!result.ok) throw new Error(`${append.stream} stands elsewhere than it was read`);
  if ((await model.queries.waitFor(result.lastPosition, 10_000)) !== 'reached') throw new Error('the read model does not follow');
  return took().seconds;
}
