/** What a page of the license list costs over HTTP, beside an answer that costs nothing. The server has a process of its own. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { issueToken } from '../src/auth/issue-token.js';
import type { AccountId } from '../src/domain/ids.js';
import type { Keys } from '../src/keys/keys.js';
import { print } from './report.js';

const ROUNDS = 5;
const CLIENTS = 16;
const HEALTH_REQUESTS = 8_000;
const LIST_REQUESTS = 2_000;

const LIST = `{ licenses(first: 50, where: { status: { eq: ACTIVATED } }, orderBy: { field: TERM_UNTIL, direction: ASC }) {
  nodes { id code kind status product { name level } term { until } device { id name } database { id name kind } }
  pageInfo { hasNextPage endCursor } totalCount } }`;

interface Call {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `folder`: a data folder that nobody has open. */
export async function benchHttp(folder: string, account: AccountId, keys: Keys): Promise<void> {
  const { keyId, privateKey } = keys.tokenSigning();
  const issued = await issueToken(
    { issuer: 'kabinet', audience: 'kabinet', keyId, privateKey },
    { role: 'OWNER', accounts: [account] },
  );
  if (!issued.ok) throw new Error(issued.problem);
  const { child, url } = await serve(folder);
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  try {
    const health: Call = { url: `${url}/healthz`, method: 'GET', headers: {}, body: '' };
    const list: Call = {
      url: `${url}/graphql`,
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${issued.token}` },
      body: JSON.stringify({ query: LIST }),
    };
    await assertFullPage(agent, list);
    const healths: number[] = [];
    const lists: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      healths.push(await requestsASecond(agent, health, HEALTH_REQUESTS));
      lists.push(await requestsASecond(agent, list, LIST_REQUESTS));
    }
    print(`HTTP, ${String(CLIENTS)} clients in another process than the server`, [
      { name: 'GET /healthz', rounds: healths, unit: 'req/s' },
      { name: 'the list, a page of 50', rounds: lists, unit: 'req/s' },
    ]);
  } finally {
    agent.destroy();
    await stop(child);
  }
}

async function serve(folder: string): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = fork(fileURLToPath(new URL('./http-server.js', import.meta.url)), {
    env: {
      KABINET_HOST: '127.0.0.1',
      PORT: '0',
      KABINET_DATA_DIR: folder,
      KABINET_RATE_LIMIT: 'off',
      KABINET_LOG_LEVEL: 'silent',
    },
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the server ended with ${String(code)} before it listened`);
  });
  const [url] = (await Promise.race([once(child, 'message'), ended])) as [string];
  // From here on its end is ours to ask for.
  ended.catch(() => undefined);
  return { child, url };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.disconnect();
  await ended;
}

async function assertFullPage(agent: Agent, list: Call): Promise<void> {
  const { data } = JSON.parse(await send(agent, list)) as {
    readonly data?: { readonly licenses: { readonly nodes: unknown[] } };
  };
  if (data?.licenses.nodes.length !== 50) throw new Error('the list query answers no page of 50');
}

async function requestsASecond(agent: Agent, call: Call, requests: number): Promise<number> {
  const start = performance.now();
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      for (let sent = 0; sent < requests / CLIENTS; sent++) await send(agent, call);
    }),
  );
  return requests / ((performance.now() - start) / 1000);
}

/** The driver of Node itself: `fetch` costs the client more than the server's whole answer. */
function send(agent: Agent, { url, method, headers, body }: Call): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method, headers: { ...headers, 'content-length': Buffer.byteLength(body) } }, (answer) => {
      let text = '';
      answer
        .setEncoding('utf8')
        .on('data', (part: string) => (text += part))
        .on('error', reject)
        .on('end', () => {
          if (answer.statusCode === 200) resolve(text);
          else reject(new Error(`${String(answer.statusCode)} ${text}`));
        });
    });
    sent.on('error', reject).end(body);
  });
}
