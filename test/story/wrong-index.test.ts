/** Nodes whose index is not the log, and nodes that have signed one that was not: they mend what is theirs, and say what an operator has to decide. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { EventStoreDBClient } from '@eventstore/db-client';
import { eventLeafHash } from '../../src/audit/envelope.js';
import { Frontier } from '../../src/audit/merkle-tree.js';
import { toBase64 } from '../../src/audit/strict-text.js';
import { openTransparencyLog } from '../../src/audit/transparency-log.js';
import { CheckpointStream } from '../../src/event-store/kurrentdb/checkpoint-stream.js';
import { connect } from '../../src/event-store/kurrentdb/connection.js';
import { identityOf } from '../../src/event-store/kurrentdb/log-identity.js';
import { LogIndex } from '../../src/event-store/kurrentdb/log-index.js';
import { isOurStream } from '../../src/event-store/kurrentdb/our-events.js';
import { readStoredForm, type StoredRecord } from '../../src/event-store/kurrentdb/stored-form.js';
import { TIME_LIMITS as limits } from '../../src/event-store/kurrentdb/time-limits.js';
import { openLogKeys } from '../../src/keys/log-keys.js';
import { kabinet, linesOf } from '../cli/kabinet.js';
import { compiledSources } from '../support/compile.js';
import { startKurrentDouble, type KurrentDouble } from '../support/kurrentdb/kurrentdb-double.js';
import { serverProcess, type ServerProcess } from '../support/server-process.js';

const PATIENCE_MS = 60_000;
const ISSUE = `mutation Issue($input: IssueLicensesInput!) { issueLicenses(input: $input) { issued { code } errors { code } } }`;

let folder: string;
let double: KurrentDouble;
let env: Readonly<Record<string, string>>;
let worker: ServerProcess;
let other: ServerProcess;
let vendor: string;
let keys = 0;

async function issueOne(node: ServerProcess): Promise<void> {
  keys += 1;
  const items = [{ kind: 'MAIN', perpetual: true, product: { name: 'Магазин 15', level: 'Базовая' } }];
  const response = await fetch(`${node.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${vendor}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: ISSUE, variables: { input: { idempotencyKey: String(keys), items } } }),
  });
  expect(await response.json()).toMatchObject({ data: { issueLicenses: { issued: [{}], errors: [] } } });
}

/** The log as the server holds it. */
async function records(): Promise<readonly StoredRecord[]> {
  const client = EventStoreDBClient.connectionString(double.url);
  const all: StoredRecord[] = [];
  for await (const { event } of client.readAll())
    if (event && isOurStream(event.streamId)) all.push(readStoredForm(event, undefined));
  await client.dispose();
  return all;
}

/** All of them but one that no other of its stream follows: nothing in the index itself gives it away. */
function withoutOne(all: readonly StoredRecord[]): readonly StoredRecord[] {
  const at = all.findLastIndex(
    ({ stream }, index) => index < all.length - 1 && !all.slice(index + 1).some((next) => next.stream === stream),
  );
  return all.toSpliced(at, 1);
}

/** Size and root of the log, as lines of a checkpoint. */
async function rightLines(): Promise<readonly string[]> {
  const frontier = new Frontier();
  const index = LogIndex.open(newFolder(), 'aaaaaaaa');
  const events = index.add(await records());
  index.close();
  for (const event of events) frontier.append(eventLeafHash(event));
  return [String(events.length), toBase64(frontier.root())];
}

const signedLines = async (node: ServerProcess): Promise<readonly string[]> =>
  (await (await fetch(`${node.url}/log/checkpoint`)).text()).split('\n').slice(1, 3);

async function untilSigned(nodes: readonly ServerProcess[]): Promise<void> {
  const right = await rightLines();
  const patient = Date.now() + PATIENCE_MS;
  for (const node of nodes) {
    while ((await signedLines(node)).join() !== right.join() || !(await fetch(`${node.url}/readyz`)).ok) {
      if (Date.now() > patient) expect(await signedLines(node)).toEqual(right);
      await wait(100);
    }
  }
}

let made = 0;
function newFolder(): string {
  made += 1;
  const path = join(folder, `made ${String(made)}`);
  mkdirSync(path);
  return path;
}

async function epochOfLog(): Promise<{ readonly epoch: string; readonly origin: string }> {
  const connection = connect(double.url);
  const identity = await identityOf({ connection, limits });
  await connection.release();
  return identity;
}

/** As a node of an earlier version did that took a subscription for the log. */
async function signWrongly(all: readonly StoredRecord[]): Promise<void> {
  const { epoch, origin } = await epochOfLog();
  const index = LogIndex.open(newFolder(), epoch);
  index.add(all);
  const { tree, checkpoints: store } = index;
  const audit = await openTransparencyLog({
    tree,
    store,
    eventsFrom: () => {
      throw new Error('nothing is compared');
    },
    keys: openLogKeys(join(folder, 'keys', 'log-signing.pem')),
    clock: Date.now,
    check: 'hashes',
    origin,
  });
  const connection = connect(double.url);
  await new CheckpointStream(connection, limits).publish(audit.checkpoint());
  await connection.release();
  index.close();
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kabinet wrong '));
  double = await startKurrentDouble();
  env = { KABINET_EVENT_STORE: double.url, KABINET_KEYS_DIR: join(folder, 'keys') };
  worker = await serverProcess(compiledSources(), join(folder, 'worker'), { ...env, KABINET_WORKER: '1' });
  other = await serverProcess(compiledSources(), join(folder, 'other'), env);
  await worker.start();
  await other.start();
  vendor = linesOf((await kabinet(['token', '--role', 'VENDOR'], { dataDir: join(folder, 'worker'), env })).stdout).at(-1) ?? '';
  for (let turn = 0; turn < 3; turn += 1) await issueOne(other);
}, 120_000);
afterAll(async () => {
  await worker.stop();
  await other.stop();
  await double.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('makes an index anew that lacks an event, and the read model after it, before it listens', async () => {
  await other.stop();
  const data = join(folder, 'other');
  const readModel = (): number => {
    const name = readdirSync(data).find((file) => /^read-model-v\d+\.db$/.test(file)) ?? '';
    return statSync(join(data, name)).birthtimeMs;
  };
  const before = readModel();
  const index = LogIndex.open(data, (await epochOfLog()).epoch);
  index.truncate(0);
  index.add(withoutOne(await records()));
  index.close();
  await other.start();
  expect(readModel()).not.toBe(before);
  expect(existsSync(join(data, 'rows-stale'))).toBe(false);
  await issueOne(other);
  await untilSigned([worker, other]);
}, 120_000);

it('appends nothing more where an event comes to stand before signed ones, and goes on where an operator accepts that', async () => {
  double.makeLate('license-');
  await issueOne(other);
  await issueOne(worker);
  const signed = String((await records()).length);
  const patient = Date.now() + PATIENCE_MS;
  for (const node of [worker, other]) {
    while ((await signedLines(node))[0] !== signed) {
      if (Date.now() > patient) expect(await signedLines(node)).toEqual([signed]);
      await wait(100);
    }
  }
  double.showLate();
  for (const node of [worker, other]) {
    while ((await fetch(`${node.url}/readyz`)).ok) {
      expect(Date.now()).toBeLessThan(patient);
      await wait(100);
    }
    expect(await (await fetch(`${node.url}/readyz`)).text()).toMatch(/"name":"log","ok":false/);
  }
  await worker.stop();
  await other.stop();
  writeFileSync(join(folder, 'keys', 'accept-log'), '');
  await worker.start();
  await other.start();
  await issueOne(other);
  await untilSigned([worker, other]);
}, 240_000);

describe.each<[string, (all: readonly StoredRecord[]) => readonly StoredRecord[]]>([
  ['lacks an event', withoutOne],
  [
    'holds one that is not there',
    (all) => {
      const last = all.at(-1);
      if (!last) throw new Error('the log is empty');
      return [...all, { ...last, revision: last.revision + 1, position: last.position + 1 }];
    },
  ],
])('where a node has signed an index that %s', (_, wrong) => {
  it('refuses to start, and says what to do', async () => {
    await worker.stop();
    for (let turn = 0; turn < 3; turn += 1) await issueOne(other);
    await other.stop();
    await signWrongly(wrong(await records()));
    for (const node of ['worker', 'other']) {
      const { code, stdout, stderr } = await kabinet(['serve'], { dataDir: join(folder, node), env: { ...env, PORT: '0' } });
      expect(code).toBe(6);
      expect(stdout + stderr).toContain('make a file accept-log in the keys folder');
      expect(stdout + stderr).not.toContain('a checkpoint covers events');
    }
  }, 120_000);

  it('signs the log anew where an operator accepts it, and all nodes go on', async () => {
    writeFileSync(join(folder, 'keys', 'accept-log'), '');
    await worker.start();
    expect(existsSync(join(folder, 'keys', 'accept-log'))).toBe(false);
    await other.start();
    await issueOne(other);
    await untilSigned([worker, other]);
  }, 120_000);
});
