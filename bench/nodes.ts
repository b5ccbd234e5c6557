/**
 * `npm run bench -- nodes`: several nodes over the server that KABINET_TEST_KURRENTDB names, beside one node on the embedded store: appends, how long
 * an acknowledged append takes to be seen on another node, and what more nodes answer. The server, the nodes and their clients share the machine's cores.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uuidV8 } from '../src/commands/identity.js';
import { instantOf, type AccountId, type StreamName } from '../src/domain/ids.js';
import { openKurrentEventStore } from '../src/event-store/kurrentdb/kurrentdb-event-store.js';
import type { EventStore, EventToAppend } from '../src/event-store/port.js';
import { openSqliteEventStore } from '../src/event-store/sqlite/sqlite-event-store.js';
import { openKeys } from '../src/keys/keys.js';
import { line, timesLine } from './measure.js';
import { answerOf, graphqlCall, send, serve, tokenOf, type Served } from './served.js';

const CLIENTS = 16;
const REQUESTS = 3_000;
const MUTATIONS = 100;
const ACCOUNT = `acc_bench${randomBytes(4).toString('hex')}` as AccountId;

const LIST = `query List($min: Position) { licenses(accountId: "${ACCOUNT}", first: 50, minPosition: $min) { totalCount nodes { id status } } }`;

export async function benchNodes(): Promise<void> {
  const server = process.env['KABINET_TEST_KURRENTDB'];
  const folder = mkdtempSync(join(tmpdir(), 'kabinet-bench-'));
  try {
    const sqlite = openSqliteEventStore({ folder: join(folder, 'sqlite'), clock: Date.now });
    await benchAppends('the embedded store', sqlite);
    await sqlite.close();
    await benchServing('the embedded store, one node', [await node(folder, 'embedded', {})], join(folder, 'embedded', 'keys'));
    if (server === undefined) {
      line('KurrentDB', 'skipped: KABINET_TEST_KURRENTDB names no server');
      return;
    }
    const store = await openKurrentEventStore({ connectionString: server, folder: join(folder, 'appends'), clock: Date.now });
    await benchAppends('KurrentDB', store);
    await store.close();
    const keys = join(folder, 'keys');
    const env = { KABINET_EVENT_STORE: server, KABINET_KEYS_DIR: keys };
    const first = await node(folder, 'node 1', { ...env, KABINET_WORKER: '1' });
    const others = [await node(folder, 'node 2', env), await node(folder, 'node 3', env)];
    await benchServing('KurrentDB, three nodes', [first, ...others], keys);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const node = (folder: string, name: string, env: Readonly<Record<string, string>>): Promise<Served> =>
  serve(join(folder, name), env);

const event = (): EventToAppend => ({
  id: uuidV8(instantOf(Date.now()), randomBytes(16)),
  type: 'DeviceFactsChanged',
  version: 1,
  body: Buffer.from(JSON.stringify({ accountId: ACCOUNT, name: 'ТСД склад 17', model: 'Urovo i6310', os: 'Android 11' })),
  metadata: Buffer.from(JSON.stringify({ occurredAt: '2026-03-01T09:00:00.000Z', actor: { role: 'OWNER', id: 'usr_1' } })),
});

/** To streams of an account that nobody has: a read model knows nothing of them. */
async function benchAppends(name: string, store: EventStore): Promise<void> {
  for (const [writers, each] of [
    [1, 500],
    [64, 60],
  ] as const) {
    const millis: number[] = [];
    const start = performance.now();
    await Promise.all(
      Array.from({ length: writers }, async () => {
        const stream = `operation-${randomUUID()}` as StreamName;
        for (let revision = 0; revision < each; revision++) {
          const sent = performance.now();
          await store.append(stream, revision === 0 ? 'none' : revision - 1, [event()]);
          millis.push(performance.now() - sent);
        }
      }),
    );
    const aSecond = (writers * each) / ((performance.now() - start) / 1_000);
    timesLine(`${name}, ${String(writers)} writers: ${aSecond.toFixed(0)} appends/s`, millis);
  }
}

/** As a client does that is told to repeat: a node that is behind answers so after a while. */
async function untilSeen(ask: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await ask();
      return;
    } catch (error) {
      if (!String(error).includes('READ_MODEL_BEHIND')) throw error;
    }
  }
}

async function benchServing(name: string, nodes: readonly Served[], keysFolder: string): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  try {
    const keys = openKeys(keysFolder, { mayCreate: false, mayCreateSubjectKeys: false });
    const vendor = await tokenOf(keys, { role: 'VENDOR' });
    const owner = await tokenOf(keys, { role: 'OWNER', accounts: [ACCOUNT] });
    keys.personal.close();
    const [first, second = first] = nodes;
    if (!first || !second) return;
    await answerOf(
      agent,
      graphqlCall(
        first.url,
        vendor,
        `mutation { openAccount(input: { accountId: "${ACCOUNT}", name: "Стенд" }) { errors { code } } }`,
      ),
    );
    const issue = `mutation { issueLicenses(input: { items: [${'{ kind: MAIN, perpetual: true, product: { name: "Магазин 15" } },'.repeat(MUTATIONS)}] }) { issued { code } } }`;
    const { issueLicenses } = await answerOf<{
      readonly issueLicenses: { readonly issued: readonly { readonly code: string }[] };
    }>(agent, graphqlCall(first.url, vendor, issue));
    const acknowledged: number[] = [];
    const visible: number[] = [];
    for (const { code } of issueLicenses.issued) {
      const add = `mutation { addLicensesByCode(input: { accountId: "${ACCOUNT}", codes: ["${code}"] }) { position } }`;
      const sent = performance.now();
      const { addLicensesByCode } = await answerOf<{ readonly addLicensesByCode: { readonly position: string } }>(
        agent,
        graphqlCall(first.url, owner, add),
      );
      const answered = performance.now();
      await untilSeen(() => answerOf(agent, graphqlCall(second.url, owner, LIST, { min: addLicensesByCode.position })));
      acknowledged.push(answered - sent);
      visible.push(performance.now() - answered);
    }
    timesLine(`${name}: a mutation is answered`, acknowledged);
    timesLine(`${name}: and then seen by a query${nodes.length > 1 ? ' on another node' : ''}`, visible);
    for (let count = 1; count <= nodes.length; count += 2) {
      const asked = nodes.slice(0, count).map(({ url }) => graphqlCall(url, owner, LIST));
      const start = performance.now();
      await Promise.all(
        Array.from({ length: CLIENTS }, async (_, client) => {
          for (let at = client; at < REQUESTS; at += CLIENTS) {
            const call = asked[at % asked.length];
            if (call) await send(agent, call);
          }
        }),
      );
      line(
        `${name}: pages of 50 from ${String(count)}`,
        `${(REQUESTS / ((performance.now() - start) / 1_000)).toFixed(0)} a second`,
      );
    }
  } finally {
    agent.destroy();
    for (const served of nodes) await served.stop();
  }
}
