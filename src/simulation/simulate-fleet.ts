/**
 * A plausible past of an account, written into the log by the same service and rules as everything else: bases, devices, licenses, and what
 * people did with them, each event at the time at which it is said to have happened.
 *
 * Deterministic: the same seed, account, sizes, end and keys give the same events with the same ids. A run that was cut off goes on.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { CommandDeps } from '../commands/deps.js';
import { databaseIdOf } from '../commands/identity.js';
import { decodeEvent } from '../event-store/codec.js';
import type { EventStore } from '../event-store/port.js';
import { accountStream, instantOf, millisOf, type AccountId, type DatabaseId, type Instant } from '../domain/ids.js';
import type { Keys } from '../keys/keys.js';
import { readLicenses } from '../license-files/reader.js';
import { verifyLicenseFile } from '../license-files/verify.js';
import { createCabinetService, type ServiceDeps } from '../processes/service.js';
import { planFleet, simulatedGuid } from './fleet.js';
import { Hands, SimulationFault, type Simulated } from './hands.js';
import { accountName } from './names.js';
import { DAY_MS, YEAR_MS } from './random.js';
import { storeAt } from './store-at.js';
import { WriteBehindStore } from './write-behind-store.js';
import { World, type Deed } from './world.js';

export interface SimulateFleetOptions {
  /** To write to. Where it holds later events already, the simulated ones are recorded at the time of the last of them. */
  readonly store: EventStore;
  readonly keys: Keys;
  /** Left out: made of seed and size. */
  readonly accountId?: AccountId;
  /** Left out: a made-up customer of that size. */
  readonly accountName?: string;
  readonly devices: number;
  /** Left out: 3. */
  readonly years?: number;
  /** Left out: 1. */
  readonly seed?: number;
  /** The end of the simulated time. A run that goes on where it was cut off keeps the end that it began with. */
  readonly now: Instant;
  readonly onProgress?: (progress: SimulationProgress) => void;
}

export interface SimulationProgress {
  /** Of the simulated days. */
  readonly processed: number;
  readonly total: number;
}

export type SimulateFleetResult =
  | {
      readonly ok: true;
      readonly accountId: AccountId;
      /** Of its first base, a cloud base: for whoever shows what a gateway sees. */
      readonly databaseId: DatabaseId;
      /** What people, bases and the vendor did. */
      readonly deeds: number;
      readonly events: number;
      readonly from: Instant;
      readonly until: Instant;
      readonly resumed: boolean;
    }
  /** There is such an account already, and another run than this one made it. */
  | { readonly ok: false; readonly problem: 'ACCOUNT_EXISTS'; readonly accountId: AccountId };

export async function simulateFleet(options: SimulateFleetOptions): Promise<SimulateFleetResult> {
  const { store, keys, devices, years = 3, seed = 1, onProgress } = options;
  const accountId = options.accountId ?? (`acc_simulated-${String(devices)}-${String(seed)}` as AccountId);
  const run = runName({ devices, years, seed });
  const before = await beginningOf(store, accountId);
  if (before && !before.correlationId.startsWith(`${run}:`)) return { ok: false, problem: 'ACCOUNT_EXISTS', accountId };

  const length = Math.round((years * YEAR_MS) / DAY_MS) * DAY_MS;
  const start = before ? millisOf(before.occurredAt) : millisOf(options.now) - length;
  const end = start + length;
  const world = new World(worldSeed(run, accountId), start, end);
  planFleet(world, devices);
  const simulated = { accountId, accountName: options.accountName ?? accountName(devices), seed: run, keys };
  const goOnFrom = before ? await lastDeedAt(store, run, accountId) : start;

  const headBefore = (await store.head()).position;
  const days = Math.round(length / DAY_MS);
  const writing = new WriteBehindStore(store, keys.personal.open);
  let [deeds, day] = [0, 0];
  for (const deed of world.deeds()) {
    deeds += 1;
    if (deed.at < goOnFrom) continue;
    await performDeed(deed, { store: writing, simulated, run, repeated: before !== undefined && deed.at === goOnFrom });
    await writing.keepUp();
    const passed = Math.floor((deed.at - start) / DAY_MS);
    if (passed > day) onProgress?.({ processed: passed, total: days });
    day = passed;
  }
  await writing.flush();
  onProgress?.({ processed: days, total: days });
  const events = (await store.head()).position - headBefore;
  const databaseId = firstDatabaseOf({ keys, accountId, devices, years, seed });
  return {
    ok: true,
    accountId,
    databaseId,
    deeds,
    events,
    from: instantOf(start),
    until: instantOf(end),
    resumed: before !== undefined,
  };
}

type Size = Required<Pick<SimulateFleetOptions, 'devices' | 'years' | 'seed'>>;

/** Begins the correlation id of all its events, and seeds what it makes up. */
const runName = ({ devices, years, seed }: Size): string => `simulate:${String(seed)}:${String(devices)}:${String(years)}`;

const worldSeed = (run: string, accountId: AccountId): string => `${run}:${accountId}`;

/** The id of a simulation's first base, without running it. */
export const firstDatabaseOf = ({
  keys,
  accountId,
  ...size
}: Size & { readonly keys: Keys; readonly accountId: AccountId }): DatabaseId =>
  databaseIdOf(keys, accountId, simulatedGuid(worldSeed(runName(size), accountId), 1));

interface Performance {
  readonly store: EventStore;
  readonly simulated: Simulated;
  readonly run: string;
  /** Done before the run was cut off, perhaps: what is refused now, because it has had its consequences, was done. */
  readonly repeated: boolean;
}

async function performDeed(deed: Deed, { store, simulated, run, repeated }: Performance): Promise<void> {
  const instant = instantOf(deed.at);
  let asked = 0;
  const deps: CommandDeps = {
    store: storeAt(store, instant),
    keys: simulated.keys,
    now: () => instant,
    randomBytes: () => {
      asked += 1;
      const text = [simulated.seed, simulated.accountId, deed.number, asked].join('\n');
      return createHash('sha256').update(text, 'utf8').digest().subarray(0, 16);
    },
  };
  const service = createCabinetService({ ...deps, licenseFiles: licenseFilesOf(simulated.keys), guesses: UNLIMITED });
  try {
    await deed.run(new Hands(simulated, service, deps, `${run}:${String(deed.number)}`));
  } catch (error) {
    if (!(error instanceof SimulationFault)) throw error;
    if (!repeated) throw new SimulationFault(`deed ${String(deed.number)} at ${instant}: ${error.message}`, { cause: error });
  }
}

const UNLIMITED: ServiceDeps['guesses'] = { remaining: () => Number.POSITIVE_INFINITY, recordMiss: () => undefined };

/** The simulation's own files, signed with the key of the demo. */
function licenseFilesOf(keys: Keys): ServiceDeps['licenseFiles'] {
  return {
    verify: (path) => {
      const { keyId, publicKey } = keys.licenseFileSigning();
      return verifyLicenseFile(() => createReadStream(path), new Map([[keyId, publicKey]]));
    },
    read: (path) => readLicenses(createReadStream(path)),
  };
}

async function beginningOf(
  store: EventStore,
  accountId: AccountId,
): Promise<{ readonly occurredAt: Instant; readonly correlationId: string } | undefined> {
  for await (const stored of store.readStream(accountStream(accountId), { limit: 1 })) return decodeEvent(stored).metadata;
  return undefined;
}

/** Of the run, as far as the log tells. */
async function lastDeedAt(store: EventStore, run: string, accountId: AccountId): Promise<number> {
  let last = 0;
  const mark = `"${run}:`;
  for await (const page of store.readAll({ after: 0 })) {
    for (const stored of page) {
      const bytes = Buffer.from(stored.metadata.buffer, stored.metadata.byteOffset, stored.metadata.byteLength);
      if (!bytes.includes(mark)) continue;
      const { metadata } = decodeEvent(stored);
      const ofTheRun = metadata.correlationId.startsWith(`${run}:`) && (metadata.account ?? accountId) === accountId;
      if (ofTheRun) last = Math.max(last, millisOf(metadata.occurredAt));
    }
  }
  return last;
}
