/** A cabinet without HTTP: the embedded store in a folder of its own, real keys, a clock that stands where a test puts it. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Asker, Call } from '../../src/commands/asker.js';
import type { CommandDeps } from '../../src/commands/deps.js';
import type { Outcome } from '../../src/commands/outcome.js';
import type { RecordedEvent, Role } from '../../src/domain/events.js';
import { instantOf, millisOf, parseInstant, type AccountId, type DatabaseId, type Instant } from '../../src/domain/ids.js';
import { decodeEvent } from '../../src/event-store/codec.js';
import type { EventStore } from '../../src/event-store/port.js';
import { openSqliteEventStore, type SqliteEventStore } from '../../src/event-store/sqlite/sqlite-event-store.js';
import { openKeys } from '../../src/keys/keys.js';
import type { CabinetService } from '../../src/processes/cabinet-service.js';
import type { Guesses } from '../../src/processes/guesses.js';
import { createCabinetService } from '../../src/processes/service.js';
import { fittingSchemas } from './event-schemas.js';

export const START = '2026-03-01T09:00:00.000Z' as Instant;

export interface Cabinet {
  readonly folder: string;
  readonly store: EventStore;
  /** The same, not wrapped. */
  readonly log: SqliteEventStore;
  readonly deps: CommandDeps;
  readonly service: CabinetService;
  /** Moves the clock to an instant (RFC 3339). */
  at(instant: string): void;
  call(options?: CallOptions): Call;
  events(): Promise<readonly RecordedEvent[]>;
  typesOf(stream: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface CallOptions {
  readonly role?: Role;
  readonly viewer?: string;
  /** Left out: every account. */
  readonly accounts?: readonly string[];
  readonly database?: DatabaseId;
  readonly key?: string;
}

const unlimited: Guesses = { remaining: () => 1_000, recordMiss: () => undefined };

export async function openCabinet(
  options: { readonly wrap?: (store: EventStore) => EventStore; readonly guesses?: Guesses } = {},
): Promise<Cabinet> {
  const folder = mkdtempSync(join(tmpdir(), 'kabinet-'));
  let now = millisOf(START);
  const store = openSqliteEventStore({ folder, clock: () => now });
  const keys = openKeys(join(folder, 'keys'), { mayCreate: true });
  await store.useKeys(keys);
  // Whatever a test makes the cabinet do, what it writes is what the schemas say.
  const checked = fittingSchemas(store);
  const deps: CommandDeps = {
    store: options.wrap?.(checked) ?? checked,
    keys,
    now: () => instantOf(now),
    randomBytes: () => randomBytes(16),
  };
  const licenseFiles = {
    verify: () => Promise.reject(new Error('no license files in this test')),
    read: () => {
      throw new Error('no license files in this test');
    },
  };
  const service = createCabinetService({ ...deps, licenseFiles, guesses: options.guesses ?? unlimited });
  const events = async (): Promise<readonly RecordedEvent[]> => {
    const all: RecordedEvent[] = [];
    for await (const page of store.readAll({ after: 0 })) all.push(...page.map(decodeEvent));
    return all;
  };
  return {
    folder,
    store,
    log: store,
    deps,
    service,
    at: (instant) => {
      now = millisOf(parseInstant(instant) ?? START);
    },
    call: callOf,
    events,
    typesOf: async (stream) => (await events()).filter((event) => event.stream === stream).map(({ type }) => type),
    close: async () => {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function callOf({ role = 'OWNER', viewer = 'usr_test', accounts, database, key }: CallOptions = {}): Call {
  const asker: Asker = {
    actor: { role, id: viewer, name: null },
    reaches: (account) => accounts?.includes(account) ?? true,
    ownAccount: accounts?.length === 1 ? ((accounts[0] ?? null) as AccountId | null) : null,
    onlyDatabase: database ?? null,
  };
  return { asker, correlationId: 'corr-test', idempotencyKey: key ?? null };
}

/** The value of an outcome that the test takes for granted. */
export async function valueOf<Value>(outcome: Promise<Outcome<Value>>): Promise<Value> {
  const settled = await outcome;
  if (!settled.ok)
    throw new Error(`refused: ${settled.refusals.map(({ code, path }) => `${code} ${path.join('.')}`).join(', ')}`);
  return settled.value;
}

/** The codes of what was refused, or of what did not follow. */
export async function codesOf(outcome: Promise<Outcome<unknown>>): Promise<readonly string[]> {
  const settled = await outcome;
  return (settled.ok ? settled.notes : settled.refusals).map(({ code }) => code);
}
