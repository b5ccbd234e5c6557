/** A log that was signed and witnessed while it grew, somebody who has its files and SQLite, and the detectors. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { checkLog } from '../../src/audit/self-check.js';
import { TILE_WIDTH } from '../../src/audit/tiles.js';
import { verifierKey, type VerifierKey } from '../../src/audit/verifier-key.js';
import { witnessOnce } from '../../src/audit/witness.js';
import type { AccountId, Instant } from '../../src/domain/ids.js';
import type { StoredEvent } from '../../src/event-store/port.js';
import { openSqliteEventStore, type SqliteEventStore } from '../../src/event-store/sqlite/sqlite-event-store.js';
import { openKeys, type Keys } from '../../src/keys/keys.js';
import { simulateFleet } from '../../src/simulation/simulate-fleet.js';
import { collect } from '../event-store/events.js';
import { newLogKeys, openAudit, type LogKeyPair } from '../support/audit.js';
import { newKey } from './support.js';

export interface AttackedLog {
  /** Events in it. */
  readonly size: number;
  readonly origin: string;
  /** What was signed on the way, from the first on, and copied. */
  readonly signed: readonly number[];
  readonly keys: Keys;
  readonly logKeys: LogKeyPair;
  readonly verifier: VerifierKey;
  /** As nobody has touched it. */
  readonly untouched: string;
  /** A copy of the folder with that done to its log, triggers dropped. */
  attacked(work: (database: Database.Database) => void): string;
  /** A copy of the folder with the log as it was at a size that was signed. */
  rolledBackTo(size: number): string;
  remove(folder: string): void;
  close(): void;
}

const EVENTS_A_CHECKPOINT = 3;
const END = '2026-03-01T09:00:00.000Z' as Instant;

async function pastOfACustomer(folder: string, keys: Keys): Promise<readonly StoredEvent[]> {
  const store = openSqliteEventStore({ folder, clock: () => Date.parse(END) });
  await store.useKeys(keys);
  await simulateFleet({ store, keys, devices: 20, years: 2, now: END, accountId: 'acc_ours' as AccountId });
  const events = (await collect(store.readAll({ after: 0 }))).flat();
  await store.close();
  return events;
}

export async function attackedLog(): Promise<AttackedLog> {
  const root = mkdtempSync(join(tmpdir(), 'kabinet-attack-'));
  const [untouched, logKeys] = [join(root, 'untouched'), newLogKeys()];
  const keys = openKeys(join(root, 'keys'), { mayCreate: true });
  const events = await pastOfACustomer(join(root, 'source'), keys);
  const store = openSqliteEventStore({ folder: untouched, clock: Date.now });
  const audit = await openAudit(store, { keys: logKeys });
  const copies = new Map<number, string>();
  for (const [at, event] of events.entries()) {
    const { stream, revision, recordedAt } = event;
    await store.append(stream, revision === 0 ? 'none' : revision - 1, [event], { recordedAt });
    if (at % EVENTS_A_CHECKPOINT !== 0) continue;
    const file = join(root, `at-${String(audit.makeCheckpoint().size)}.db`);
    copyLog(join(untouched, 'events.db'), file);
    copies.set(audit.checkpoint().size, file);
  }
  const { origin, size } = audit.makeCheckpoint();
  await store.close();
  const folderOf = (file: string): string => {
    const folder = mkdtempSync(join(root, 'copy-'));
    copyFileSync(file, join(folder, 'events.db'));
    return folder;
  };
  const [publicKey] = logKeys.trusted;
  if (!publicKey) throw new Error('a log has a key');
  return {
    ...{ size, origin, signed: [...copies.keys()], keys, logKeys, untouched },
    verifier: verifierKey(origin, 'ed25519', publicKey),
    attacked(work) {
      const folder = folderOf(join(untouched, 'events.db'));
      inFile(join(folder, 'events.db'), work);
      return folder;
    },
    rolledBackTo: (earlier) => folderOf(copies.get(earlier) ?? ''),
    remove: (folder) => rmSync(folder, { recursive: true }),
    close() {
      keys.personal.close();
      rmSync(root, { recursive: true });
    },
  };
}

function copyLog(log: string, target: string): void {
  const database = new Database(log, { readonly: true });
  database.prepare('VACUUM INTO ?').run(target);
  database.close();
}

function inFile(file: string, work: (database: Database.Database) => void): void {
  const database = new Database(file);
  database.pragma('synchronous = OFF');
  database.pragma('foreign_keys = OFF');
  for (const { name } of database.prepare<[], { name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).all())
    database.exec(`DROP TRIGGER ${name}`);
  database.transaction(() => work(database))();
  database.close();
}

async function withStore<T>(folder: string, options: object, work: (store: SqliteEventStore) => Promise<T>): Promise<T> {
  const store = openSqliteEventStore({ folder, clock: Date.now, ...options });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** What the check of every event says, as an export or a start with KABINET_LOG_CHECK=whole makes it; null: nothing is wrong. */
export function selfCheckOf({ logKeys }: AttackedLog, folder: string): Promise<string | null> {
  return withStore(folder, { readOnly: true }, async (store) => {
    const { tree, checkpoints } = store;
    const eventsFrom = (index: number) => store.readAll({ after: index });
    const checked = await checkLog({ tree, store: checkpoints, eventsFrom, trustedKeys: logKeys.trusted }, 'whole');
    return checked.ok ? null : checked.problem;
  });
}

/** What a witness says that saw the untouched log to its end, once the owner has signed what now is there; null: it cosigns. */
export async function witnessOf({ logKeys, verifier, untouched }: AttackedLog, folder: string): Promise<string | null> {
  let remembered: string | undefined;
  const look = (log: string): Promise<string | null> =>
    withStore(log, {}, async (store) => {
      const audit = await openAudit(store, { keys: logKeys });
      const seen = await witnessOnce({
        log: {
          checkpoint: () => Promise.resolve(audit.checkpoint().note),
          tile: ({ level, index, width }) => Promise.resolve(store.tree.read(level, index * TILE_WIDTH, width)),
        },
        memory: { last: () => remembered, keep: (note) => (remembered = note), keepRefused: () => undefined },
        keys: [verifier],
        signer: newKey('witness/1', 'cosignature/v1'),
        clock: Date.now,
      });
      return seen.ok ? null : seen.refusal.kind;
    });
  await look(untouched);
  return look(folder);
}
