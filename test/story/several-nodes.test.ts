/**
 * Three nodes over one log (issue 5, point 3): processes of their own, each with its own data folder; nothing is shared but the log and the keys.
 * The log is the protocol's double, or the server that KABINET_TEST_KURRENTDB names.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { kabinet, linesOf } from '../cli/kabinet.js';
import { compiledSources } from '../support/compile.js';
import { startKurrentDouble, type KurrentDouble } from '../support/kurrentdb/kurrentdb-double.js';
import { serverProcess, type ServerProcess } from '../support/server-process.js';

let folder: string;
let double: KurrentDouble;
let env: Readonly<Record<string, string>>;
let nodes: readonly [ServerProcess, ServerProcess, ServerProcess];
let vendor: string;
let owner: string;

const ISSUE = `mutation Issue($input: IssueLicensesInput!) {
  issueLicenses(input: $input) { issued { code } position errors { code message } }
}`;
const ADD = `mutation Add($input: AddLicensesByCodeInput!) {
  addLicensesByCode(input: $input) { position results { outcome } errors { code message } }
}`;
const LIST = `query List($min: Position) {
  licenses(accountId: "acc_shop", minPosition: $min, first: 200) { totalCount nodes { id status } }
}`;

async function ask<Data>(node: ServerProcess, token: string, query: string, variables: object = {}): Promise<Data> {
  const response = await fetch(`${node.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { readonly data?: Data; readonly errors?: unknown };
  if (data === undefined || errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}

async function issueOne(node: ServerProcess, key: string): Promise<string> {
  const product = { name: 'Магазин 15', level: 'Базовая' };
  const items = [{ kind: 'MAIN', perpetual: true, product }];
  const { issueLicenses } = await ask<{
    readonly issueLicenses: { readonly issued: readonly { readonly code: string }[]; readonly errors: readonly unknown[] };
  }>(node, vendor, ISSUE, { input: { idempotencyKey: key, items } });
  const code = issueLicenses.issued[0]?.code;
  if (code === undefined) throw new Error(JSON.stringify(issueLicenses.errors));
  return code;
}

async function addOne(node: ServerProcess, code: string, key: string): Promise<string> {
  const { addLicensesByCode } = await ask<{
    readonly addLicensesByCode: { readonly position: string | null; readonly results: readonly { readonly outcome: string }[] };
  }>(node, owner, ADD, { input: { accountId: 'acc_shop', codes: [code], idempotencyKey: key } });
  if (addLicensesByCode.position === null) throw new Error(JSON.stringify(addLicensesByCode));
  return addLicensesByCode.position;
}

const listed = async (node: ServerProcess, min: string): Promise<number> =>
  (await ask<{ readonly licenses: { readonly totalCount: number } }>(node, owner, LIST, { min })).licenses.totalCount;

async function token(role: string, ...more: readonly string[]): Promise<string> {
  const made = await kabinet(['token', '--role', role, ...more], { dataDir: join(folder, 'node 1'), env });
  return linesOf(made.stdout).at(-1) ?? '';
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kabinet nodes '));
  double = await startKurrentDouble();
  env = {
    KABINET_EVENT_STORE: process.env['KABINET_TEST_KURRENTDB'] ?? double.url,
    KABINET_KEYS_DIR: join(folder, 'keys'),
  };
  const node = (name: string, worker: boolean): Promise<ServerProcess> =>
    serverProcess(compiledSources(), join(folder, name), { ...env, ...(worker && { KABINET_WORKER: '1' }) });
  nodes = [await node('node 1', true), await node('node 2', false), await node('node 3', false)];
  await nodes[0].start();
  await Promise.all([nodes[1].start(), nodes[2].start()]);
  vendor = await token('VENDOR');
  owner = await token('OWNER', '--account', 'acc_shop');
  const open = 'mutation { openAccount(input: { accountId: "acc_shop", name: "Магазин" }) { errors { code } } }';
  expect(await ask(nodes[1], vendor, open)).toEqual({ openAccount: { errors: [] } });
}, 120_000);
afterAll(async () => {
  for (const node of nodes) {
    node.thaw();
    await node.stop();
  }
  await double.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('shows on every node what was answered by another one, with the position of the answer', async () => {
  const position = await addOne(nodes[1], await issueOne(nodes[2], 'a'), 'a');
  for (const node of nodes) expect(await listed(node, position)).toBe(1);
});

it('does a request that is sent to two nodes once', async () => {
  const [one, other] = await Promise.all([issueOne(nodes[0], 'b'), issueOne(nodes[2], 'b')]);
  expect(other).toBe(one);
  const positions = await Promise.all([addOne(nodes[0], one, 'b'), addOne(nodes[1], one, 'b')]);
  expect(new Set(positions).size).toBe(1);
  for (const node of nodes) expect(await listed(node, positions[0])).toBe(2);
});

it('lets a subscription that ends on one node go on at another, without a gap or a double', async () => {
  let since = await addOne(nodes[0], await issueOne(nodes[0], 'c'), 'c');
  const before = await listed(nodes[0], since);
  let position = since;
  for (const key of ['d', 'e', 'f']) position = await addOne(nodes[2], await issueOne(nodes[0], key), key);
  const added: string[] = [];
  for (let turn = 0; added.length < 3; turn += 1) {
    const change = await nextChange(nodes[(turn % 2) + 1] ?? nodes[0], since);
    since = change.position;
    if (change.license) added.push(change.license.id);
  }
  expect(new Set(added).size).toBe(3);
  expect(await listed(nodes[1], position)).toBe(before + 3);
});

interface Change {
  readonly position: string;
  readonly license: { readonly id: string } | null;
}

/** The next change after a position, by server-sent events. */
async function nextChange(node: ServerProcess, since: string): Promise<Change> {
  const query = `subscription { licenseChanged(accountId: "acc_shop", since: "${since}") { position license { id } } }`;
  const ending = new AbortController();
  const response = await fetch(`${node.url}/graphql/stream`, {
    method: 'POST',
    headers: { authorization: `Bearer ${owner}`, 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query }),
    signal: ending.signal,
  });
  let text = '';
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const part = await reader?.read();
    if (part?.value === undefined) throw new Error(`the subscription ended: ${text}`);
    text += part.value;
    const found = /data: (\{.*\})\n/.exec(text);
    if (found?.[1] !== undefined) {
      ending.abort();
      const { data } = JSON.parse(found[1]) as { readonly data: { readonly licenseChanged: Change } };
      return data.licenseChanged;
    }
  }
}

it('proves an event on a node that does not sign, with the signature of the one that does', async () => {
  const position = await addOne(nodes[1], await issueOne(nodes[1], 'g'), 'g');
  const sizes = new Set<string>();
  const patient = Date.now() + 60_000;
  while (Date.now() < patient) {
    const notes = await Promise.all(nodes.map(async (node) => (await fetch(`${node.url}/log/checkpoint`)).text()));
    sizes.clear();
    for (const note of notes) sizes.add(note.split('\n').slice(0, 3).join('\n'));
    const covered = await listed(nodes[2], position);
    if (sizes.size === 1 && covered > 0 && (await proven())) return;
    await wait(200);
  }
  throw new Error(`the nodes do not agree on a checkpoint: ${[...sizes].join(' | ')}`);
}, 90_000);

async function proven(): Promise<boolean> {
  const auditor = await token('AUDITOR', '--account', 'acc_shop');
  const query = 'query { events(accountId: "acc_shop", last: 1) { nodes { logIndex proof } } }';
  const { events } = await ask<{ readonly events: { readonly nodes: readonly { readonly proof: string | null }[] } }>(
    nodes[2],
    auditor,
    query,
  );
  return events.nodes[0]?.proof?.startsWith('c2sp.org/tlog-proof') === true;
}

it('comes to no harm where a worker stands still and another one takes its work, and where the first one wakes up again', async () => {
  const before = await addOne(nodes[1], await issueOne(nodes[1], 'h'), 'h');
  const count = await listed(nodes[1], before);
  nodes[0].freeze();
  const second = await serverProcess(compiledSources(), join(folder, 'node 4'), { ...env, KABINET_WORKER: '1' });
  await second.start();
  try {
    const position = await addOne(second, await issueOne(nodes[2], 'i'), 'i');
    nodes[0].thaw();
    for (const node of [...nodes, second]) expect(await listed(node, position)).toBe(count + 1);
  } finally {
    await second.stop();
  }
}, 90_000);

it('goes on where a node is killed and comes back with what was added meanwhile', async () => {
  await nodes[2].kill();
  const position = await addOne(nodes[1], await issueOne(nodes[1], 'j'), 'j');
  await nodes[2].start();
  expect(await listed(nodes[2], position)).toBe(await listed(nodes[1], position));
}, 90_000);
