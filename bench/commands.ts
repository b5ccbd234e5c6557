/** What it costs commands that every event they fold is compared with its leaf hash: renamed devices a second, with 1 and 64 writers. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Call } from '../src/commands/asker.js';
import type { CommandDeps } from '../src/commands/deps.js';
import { renameDevice } from '../src/commands/device-commands.js';
import { instantOf, type AccountId, type DeviceId, type Instant } from '../src/domain/ids.js';
import type { EventStore } from '../src/event-store/port.js';
import { openSqliteEventStore } from '../src/event-store/sqlite/sqlite-event-store.js';
import { openKeys } from '../src/keys/keys.js';
import { createLogGuard } from '../src/server/log-guard.js';
import { simulateFleet } from '../src/simulation/simulate-fleet.js';
import { print } from './report.js';

const ROUNDS = 7;
const DEVICES = 1_000;
const WRITERS = [
  { writers: 1, renames: 250 },
  { writers: 64, renames: 1_250 },
];
const ACCOUNT = 'acc_bench' as AccountId;
const CALL: Call = {
  asker: {
    actor: { role: 'OWNER', id: 'usr_bench', name: null },
    reaches: () => true,
    onlyDatabase: null,
    ownAccount: ACCOUNT,
  },
  correlationId: 'bench',
  idempotencyKey: null,
};

interface Renaming {
  readonly perSecond: number;
  /** Of the processor, which what else the machine does disturbs less. */
  readonly microseconds: number;
}

async function rename(deps: CommandDeps, devices: readonly DeviceId[], writers: number, renames: number): Promise<Renaming> {
  const each = Math.floor(renames / writers);
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      for (let turn = 0; turn < each; turn++) {
        const deviceId = devices[(writer + turn * writers) % devices.length] ?? '';
        const renamed = await renameDevice(deps, CALL, { deviceId, name: `ТСД ${randomBytes(6).toString('hex')}` });
        if (!renamed.ok) throw new Error(JSON.stringify(renamed));
      }
    }),
  );
  const { user, system } = process.cpuUsage(cpu);
  const done = each * writers;
  return { perSecond: (done * 1_000) / (performance.now() - start), microseconds: (user + system) / done };
}

/** The same fleet each time, in a folder of its own: streams of some ten events, as a device has them after three years. */
async function inFreshLog<T>(
  work: (log: {
    readonly folder: string;
    readonly store: ReturnType<typeof openSqliteEventStore>;
    readonly deps: (store: EventStore) => CommandDeps;
    readonly devices: readonly DeviceId[];
  }) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'kabinet-bench-'));
  const keys = openKeys(join(folder, 'keys'), { mayCreate: true });
  const store = openSqliteEventStore({ folder, clock: Date.now });
  try {
    await store.useKeys(keys);
    await simulateFleet({ store, keys, devices: DEVICES, now: '2026-03-01T09:00:00.000Z' as Instant, accountId: ACCOUNT });
    const devices = new Set<DeviceId>();
    for await (const page of store.readAll({ after: 0 }))
      for (const { stream } of page) if (stream.startsWith('device-')) devices.add(stream.replace('device-', 'dev_') as DeviceId);
    const now = (): Instant => instantOf(Date.now());
    const deps = (log: EventStore): CommandDeps => ({ store: log, keys, now, randomBytes: () => randomBytes(16) });
    return await work({ folder, store, deps, devices: [...devices] });
  } finally {
    keys.personal.close();
    await store.close();
    rmSync(folder, { recursive: true });
  }
}

export async function benchCommands(): Promise<void> {
  await inFreshLog(async ({ folder, store, deps, devices }) => {
    const guard = createLogGuard(folder, (problem) => {
      throw new Error(problem);
    });
    for (const { writers, renames } of WRITERS) {
      const [plain, verified]: [Renaming[], Renaming[]] = [[], []];
      for (let round = 0; round < ROUNDS; round++) {
        plain.push(await rename(deps(store), devices, writers, renames));
        verified.push(await rename(deps(guard.guardCommands(store)), devices, writers, renames));
      }
      const rows = [
        { name: 'folds what the log answers', rounds: plain },
        { name: 'compares it with its leaf hashes', rounds: verified },
      ];
      const of = (field: keyof Renaming, unit: string) =>
        rows.map(({ name, rounds }) => ({ name, rounds: rounds.map((one) => one[field]), unit }));
      print(`Renaming devices, ${String(writers)} writer(s)`, of('perSecond', 'renames/s'));
      print('Processor time a rename', of('microseconds', 'µs'));
    }
  });
}
