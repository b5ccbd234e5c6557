/** An old event edited while nobody served the log: what is built from it is refused, and what was right stays. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openReadModel, type ReadModel } from '../../projections/open-read-model.js';
import { LogDisagrees } from '../../src/audit/errors.js';
import { openSqliteEventStore, type SqliteEventStore } from '../../src/event-store/sqlite/sqlite-event-store.js';
import { createLogGuard, type LogGuard } from '../../src/server/log-guard.js';
import { dump } from '../projections/support.js';
import { openAudit } from '../support/audit.js';
import { attackedLog, type AttackedLog } from './attacked-log.js';

let log: AttackedLog;
beforeAll(async () => {
  log = await attackedLog();
}, 120_000);
afterAll(() => {
  log.close();
});

interface Forged {
  readonly store: SqliteEventStore;
  readonly guard: LogGuard;
  readonly open: () => Promise<ReadModel>;
  readonly rows: () => unknown;
}

/** A read model of the honest log, and then an event of a license that says something else. */
async function afterForgery(work: (forged: Forged) => Promise<void>): Promise<void> {
  const folder = log.attacked(() => undefined);
  const model = join(folder, 'model');
  const opened = async (): Promise<SqliteEventStore> => {
    const store = openSqliteEventStore({ folder, clock: Date.now });
    await store.useKeys(log.keys);
    return store;
  };
  const honest = await opened();
  await (await openReadModel({ folder: model, store: honest, clock: Date.now })).close();
  await honest.close();
  const file = new Database(join(folder, 'events.db'));
  const { changes } = file
    .prepare(
      `UPDATE events SET body = CAST(replace(CAST(body AS TEXT), '"demo":false', '"demo":true') AS BLOB)
       WHERE position = (SELECT min(position) FROM events WHERE type = 'LicenseIssued')`,
    )
    .run();
  file.close();
  expect(changes).toBe(1);
  const store = await opened();
  const guard = createLogGuard(folder, () => undefined);
  const open = () => openReadModel({ folder: model, store: guard.guardReads(store), clock: Date.now });
  try {
    await work({ store, guard, open, rows: () => dump(model) });
  } finally {
    await store.close();
    log.remove(folder);
  }
}

async function wholePass(model: ReadModel): Promise<void> {
  while ((await model.checkDrift(1_000)).next !== 0);
}

it('is not put into the read model by the drift detector, and nothing is appended any more', async () => {
  await afterForgery(async ({ store, guard, open, rows }) => {
    const model = await open();
    const before = rows();
    await expect(wholePass(model)).rejects.toThrow(LogDisagrees);
    expect(rows()).toEqual(before);
    expect(guard.agrees()).toBe(false);
    await expect(guard.guardAppends(store).append('account-new' as never, 'none', [])).rejects.toThrow('nothing is appended');
    await model.close();
  });
});

it('is not put in place by a rebuild', async () => {
  await afterForgery(async ({ guard, open, rows }) => {
    const model = await open();
    const before = rows();
    await expect(model.rebuild()).rejects.toThrow(LogDisagrees);
    expect(rows()).toEqual(before);
    expect(guard.agrees()).toBe(false);
    await model.close();
  });
});

it('is not caught up with by a read model that stands before it', async () => {
  await afterForgery(async ({ store, guard }) => {
    const folder = join(store.name, '..', 'behind');
    const empty = await openReadModel({ folder, store: emptied(store), clock: Date.now });
    await empty.close();
    const model = await openReadModel({ folder, store: guard.guardReads(store), clock: Date.now });
    await expect(model.catchUp()).rejects.toThrow(LogDisagrees);
    expect(guard.agrees()).toBe(false);
    await model.close();
  });
});

it('has no proof', async () => {
  await afterForgery(async ({ store, guard }) => {
    const audit = await openAudit(store, { keys: log.logKeys, check: 'hashes' });
    const proofs = guard.guardProofs(audit, guard.guardReads(store));
    const position = await positionOfForgery(store);
    expect(await proofs.proofOf(position + 1)).toContain('c2sp.org/tlog-proof');
    expect(guard.agrees()).toBe(true);
    await expect(proofs.proofOf(position)).rejects.toThrow('does not agree');
    expect(guard.agrees()).toBe(false);
  });
});

async function positionOfForgery(store: SqliteEventStore): Promise<number> {
  for await (const page of store.readAll({ after: 0 }))
    for (const { position, type } of page) if (type === 'LicenseIssued') return position;
  throw new Error('a license was issued');
}

/** The same log before its first event. */
const emptied = (store: SqliteEventStore) => ({
  append: () => Promise.reject(new Error('nothing is appended')),
  readStream: (...request: Parameters<SqliteEventStore['readStream']>) => store.readStream(...request),
  readAll: () => store.readAll({ after: 0, upTo: 0 }),
  subscribe: ({ after }: { readonly after: number }) => store.subscribe({ after }),
  head: async () => ({ ...(await store.head()), position: 0, recordedAt: null }),
  close: () => Promise.resolve(),
});
