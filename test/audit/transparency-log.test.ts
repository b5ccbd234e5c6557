import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openCheckpoint } from '../../src/audit/checkpoint.js';
import { envelopeOf } from '../../src/audit/envelope.js';
import { LogDisagrees } from '../../src/audit/errors.js';
import { isConsistent, consistencyProof } from '../../src/audit/merkle-tree.js';
import { subtreesIn } from '../../src/audit/tiles.js';
import { verifyProof } from '../../src/audit/tlog-proof.js';
import type { TransparencyLog } from '../../src/audit/transparency-log.js';
import { parseVerifierKey, type VerifierKey } from '../../src/audit/verifier-key.js';
import type { SqliteEventStore } from '../../src/event-store/sqlite/sqlite-event-store.js';
import { collect, fill, newStream } from '../event-store/events.js';
import { sqliteHarness, type SqliteHarness } from '../event-store/sqlite-harness.js';
import { newLogKeys, openAudit } from '../support/audit.js';

let harness: SqliteHarness;
let folder: string;
let store: SqliteEventStore;
const keys = newLogKeys();

beforeEach(() => {
  harness = sqliteHarness();
  folder = harness.newFolder();
  store = harness.openIn(folder);
});
afterEach(() => harness.dispose());

const verifiersOf = (log: TransparencyLog): VerifierKey[] =>
  log.verifierKeys.flatMap((text) => {
    const read = parseVerifierKey(text);
    return read.ok ? [read.key] : [];
  });
const openedSize = (log: TransparencyLog, by = log): number | string => {
  const opened = openCheckpoint(log.checkpoint().note, verifiersOf(by), log.origin);
  return opened.ok ? opened.checkpoint.size : opened.problem;
};

describe('checkpoints', () => {
  it('cover the log as it was opened, the empty one too', async () => {
    const log = await openAudit(store, { keys });
    expect([log.checkpoint().size, openedSize(log)]).toEqual([0, 0]);
    expect(log.origin).toMatch(/^kabinet\/[0-9a-f]{16}$/);
  });

  it('are made on demand, and only where something was appended', async () => {
    const log = await openAudit(store, { keys, clock: () => 77 });
    await fill(store, newStream(), 5);
    expect(log.checkpoint().size).toBe(0);
    const made = log.makeCheckpoint();
    expect([made.size, made.signedAt, openedSize(log)]).toEqual([5, 77, 5]);
    expect(log.makeCheckpoint()).toBe(made);
  });

  it('are made after a thousand events', async () => {
    const log = await openAudit(store, { keys });
    await fill(store, newStream(), 1_300);
    log.appended(600);
    expect(log.checkpoint().size).toBe(0);
    log.appended(700);
    expect(log.checkpoint().size).toBe(1_300);
    log.appended(999);
    expect(store.checkpoints.last()?.size).toBe(1_300);
  });

  it('are all kept, under the same name, each following from the one before', async () => {
    let log = await openAudit(store, { keys });
    const { origin } = log;
    const stream = newStream();
    await fill(store, stream, 300);
    const first = log.makeCheckpoint();
    await store.close();
    store = harness.openIn(folder);
    log = await openAudit(store, { keys });
    expect([log.origin, log.checkpoint().note]).toEqual([origin, first.note]);
    await fill(store, newStream(), 400);
    const second = log.makeCheckpoint();
    const [from, to] = [first, second].map(({ size, rootHash: root }) => ({ size, root }));
    const proof = consistencyProof(300, 700, subtreesIn(store.tree));
    expect(from && to && isConsistent({ from, to, proof })).toBe(true);
  });

  it('go with a backup', async () => {
    const log = await openAudit(store, { keys });
    await fill(store, newStream(), 30);
    const { note } = log.makeCheckpoint();
    await store.backupTo(join(folder, 'copy.db'));
    const restored = await openAudit(harness.openIn(harness.restore(join(folder, 'copy.db'))), { keys });
    expect([restored.origin, restored.checkpoint().note]).toEqual([log.origin, note]);
  });
});

describe('the proof of an event', () => {
  it('is there once a checkpoint covers it, and is checked with nothing but the key', async () => {
    const log = await openAudit(store, { keys });
    await fill(store, newStream(), 600);
    expect([log.indexOf(1), log.proofOf(1)]).toEqual([null, null]);
    log.makeCheckpoint();
    const events = (await collect(store.readAll({ after: 0 }))).flat();
    const checked = events.map((event) =>
      verifyProof({
        proof: log.proofOf(event.position) ?? '',
        entry: envelopeOf(event),
        origin: log.origin,
        keys: verifiersOf(log),
      }),
    );
    expect(checked.map((one) => one.ok && one.index)).toEqual(events.map((_, index) => index));
    expect(events.map(({ position }) => log.indexOf(position))).toEqual(events.map((_, index) => index));
    await fill(store, newStream(), 1);
    expect([log.indexOf(601), log.proofOf(601), log.proofOf(9_999)]).toEqual([null, null, null]);
  });
});

describe('tiles', () => {
  it('are answered as far as the latest checkpoint covers them', async () => {
    const log = await openAudit(store, { keys });
    await fill(store, newStream(), 300);
    log.makeCheckpoint();
    await fill(store, newStream(), 300);
    const asked = [
      'tile/0/000',
      'tile/0/001.p/44',
      'tile/0/001.p/3',
      'tile/1/000.p/1',
      'tile/0/001.p/45',
      'tile/0/001',
      'tile/2/000.p/1',
      'x',
    ];
    expect(asked.map((path) => log.tile(path)?.length)).toEqual([
      8_192,
      44 * 32,
      96,
      32,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(log.tile('tile/0/001.p/44')).toEqual(store.tree.read(0, 256, 44));
  });
});

describe('the keys of a log', () => {
  const pair = (): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } => generateKeyPairSync('ed25519');
  const [old, next] = [pair(), pair()];
  const oldKeys = { signing: [old.privateKey], trusted: [old.publicKey] };
  const both = { signing: [old.privateKey, next.privateKey], trusted: [old.publicKey, next.publicKey] };
  const nextKeys = { signing: [next.privateKey], trusted: [next.publicKey] };

  it('change without a gap: both sign for a while, and whoever knows either can check', async () => {
    const before = await openAudit(store, { keys: oldKeys });
    await fill(store, newStream(), 3);
    before.makeCheckpoint();
    const during = await openAudit(store, { keys: both });
    expect([openedSize(during, before), during.checkpoint().size]).toEqual([3, 3]);
    const after = await openAudit(store, { keys: nextKeys });
    expect(openedSize(during, after)).toBe(3);
    await fill(store, newStream(), 3);
    after.makeCheckpoint();
    expect([openedSize(after), openedSize(after, before)]).toEqual([6, 'no signature of a known key']);
  });

  it('are not exchanged behind the log’s back', async () => {
    await openAudit(store, { keys: oldKeys });
    await expect(openAudit(store, { keys: nextKeys })).rejects.toThrow('not signed by a key of this log');
  });

  it('may be lost: the public one is enough to go on with a new one', async () => {
    await openAudit(store, { keys: oldKeys });
    const log = await openAudit(store, { keys: { signing: [next.privateKey], trusted: [old.publicKey, next.publicKey] } });
    await fill(store, newStream(), 1);
    log.makeCheckpoint();
    expect(openedSize(await openAudit(store, { keys: nextKeys }))).toBe(1);
  });
});

it('signs nothing that does not follow from what it has signed', async () => {
  const log = await openAudit(store, { keys });
  await fill(store, newStream(), 300);
  const { note } = log.makeCheckpoint();
  const database = new Database(join(folder, 'events.db'));
  database.exec('DROP TRIGGER tree_hashes_are_not_updated; UPDATE tree_hashes SET hash = zeroblob(32)');
  database.close();
  await fill(store, newStream(), 300);
  expect(() => log.makeCheckpoint()).toThrow(LogDisagrees);
  expect([log.checkpoint().note, store.checkpoints.last()?.note]).toEqual([note, note]);
});
