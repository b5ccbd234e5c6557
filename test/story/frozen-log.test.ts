/**
 * Three nodes over a log whose server stands still and goes on, again and again, while all of them append: the events that are written at the moment of
 * the thaw are the ones that a subscription may leave out. Runs over the protocol's double; with KABINET_TEST_KURRENTDB_FREEZES (how often), alone and over a
 * fresh database of the server that KABINET_TEST_KURRENTDB names, whose process is KABINET_TEST_KURRENTDB_PID.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { kabinet, linesOf } from '../cli/kabinet.js';
import { compiledSources } from '../support/compile.js';
import { startDoubleProcess, type DoubleProcess } from '../support/kurrentdb/double-process.js';
import { serverProcess, type ServerProcess } from '../support/server-process.js';

const ON_A_SERVER = process.env['KABINET_TEST_KURRENTDB_FREEZES'];
const FREEZES = Number(ON_A_SERVER ?? 3);
/** Of a server a fifth is long enough for its connections to be given up. */
const FREEZE_MS = ON_A_SERVER ? [1_500, 1_500, 25_000, 1_500, 1_500] : [1_500];
const PATIENCE_MS = 60_000;

let folder: string;
let server: Pick<DoubleProcess, 'url' | 'pid' | 'stop'>;
let env: Readonly<Record<string, string>>;
let nodes: readonly ServerProcess[];
let vendor: string;
let operator: string;

const ISSUE = `mutation Issue($input: IssueLicensesInput!) {
  issueLicenses(input: $input) { issued { code } position errors { code } }
}`;

async function ask(
  node: ServerProcess,
  token: string,
  query: string,
  variables: object = {},
): Promise<Record<string, unknown> | undefined> {
  const response = await fetch(`${node.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { readonly data?: Record<string, unknown>; readonly errors?: unknown };
  return errors === undefined ? data : undefined;
}

/** As a client does: the same request until it is known. */
async function issueOne(node: ServerProcess, key: string): Promise<void> {
  const items = [{ kind: 'MAIN', perpetual: true, product: { name: 'Магазин 15', level: 'Базовая' } }];
  const patient = Date.now() + PATIENCE_MS;
  for (;;) {
    const data = await ask(node, vendor, ISSUE, { input: { idempotencyKey: key, items } });
    if (data !== undefined) {
      expect(data).toMatchObject({ issueLicenses: { issued: [{}], errors: [] } });
      return;
    }
    if (Date.now() > patient) throw new Error(`${key} was not issued`);
    await wait(50);
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kabinet frozen '));
  const [url, pid] = [process.env['KABINET_TEST_KURRENTDB'], process.env['KABINET_TEST_KURRENTDB_PID']];
  server = ON_A_SERVER && url && pid ? { url, pid: Number(pid), stop: () => Promise.resolve() } : await startDoubleProcess();
  env = { KABINET_EVENT_STORE: server.url, KABINET_KEYS_DIR: join(folder, 'keys') };
  const node = (name: string, worker: boolean): Promise<ServerProcess> =>
    serverProcess(compiledSources(), join(folder, name), { ...env, ...(worker && { KABINET_WORKER: '1' }) });
  const first = await node('node 1', true);
  nodes = [first, await node('node 2', true), await node('node 3', false)];
  await first.start();
  await Promise.all(nodes.slice(1).map((other) => other.start()));
  const token = async (role: string): Promise<string> =>
    linesOf((await kabinet(['token', '--role', role], { dataDir: join(folder, 'node 1'), env })).stdout).at(-1) ?? '';
  [vendor, operator] = [await token('VENDOR'), await token('OPERATOR')];
}, 300_000);
afterAll(async () => {
  process.kill(server.pid, 'SIGCONT');
  for (const node of nodes) await node.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}, 120_000);

const STATUS = 'query { readModel { position headPosition } }';

/** Size and root that a node tells, and how far its log and its lists go. */
async function told(node: ServerProcess): Promise<string> {
  const note = await (await fetch(`${node.url}/log/checkpoint`)).text();
  return JSON.stringify([note.split('\n').slice(0, 3), await ask(node, operator, STATUS)]);
}

it('ends with the same head and the same root on every node, and with all of them ready', async () => {
  let issued = 0;
  const ending = new AbortController();
  const clients = nodes.map(async (node, at) => {
    for (let turn = 0; !ending.signal.aborted; turn += 1) {
      await issueOne(node, `${String(at)}-${String(turn)}`);
      issued += 1;
    }
  });
  for (let turn = 0; turn < FREEZES; turn += 1) {
    const before = issued;
    process.kill(server.pid, 'SIGSTOP');
    await wait(FREEZE_MS[turn % FREEZE_MS.length] ?? 0);
    process.kill(server.pid, 'SIGCONT');
    const patient = Date.now() + PATIENCE_MS;
    while (issued < before + 10 && Date.now() < patient) await wait(20);
    expect(issued).toBeGreaterThanOrEqual(before + 10);
  }
  ending.abort();
  await Promise.all(clients);

  // The same twice, further apart than checkpoints are: what the clients appended last is signed by then.
  let [before, now]: [readonly string[], readonly string[]] = [[], await Promise.all(nodes.map(told))];
  for (const patient = Date.now() + PATIENCE_MS; new Set([...before, ...now]).size > 1 || before.length === 0;) {
    expect(Date.now()).toBeLessThan(patient);
    await wait(11_000);
    [before, now] = [now, await Promise.all(nodes.map(told))];
  }
  expect(now[0]).toContain('headPosition');
  for (const node of nodes) expect((await fetch(`${node.url}/readyz`)).status).toBe(200);
}, 900_000);
