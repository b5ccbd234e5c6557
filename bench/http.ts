/** What a page of the license list costs over HTTP, beside an answer that costs nothing. The server has a process of its own. */
import { Agent } from 'node:http';
import type { AccountId } from '../src/domain/ids.js';
import type { Keys } from '../src/keys/keys.js';
import { print } from './report.js';
import { answerOf, graphqlCall, send, serve, tokenOf, type Call } from './served.js';

const ROUNDS = 5;
const CLIENTS = 16;
const HEALTH_REQUESTS = 8_000;
const LIST_REQUESTS = 2_000;

const LIST = `{ licenses(first: 50, where: { status: { eq: ACTIVATED } }, orderBy: { field: TERM_UNTIL, direction: ASC }) {
  nodes { id code kind status product { name level } term { until } device { id name } database { id name kind } }
  pageInfo { hasNextPage endCursor } totalCount } }`;

/** `folder`: a data folder that nobody has open. */
export async function benchHttp(folder: string, account: AccountId, keys: Keys): Promise<void> {
  const token = await tokenOf(keys, { role: 'OWNER', accounts: [account] });
  const served = await serve(folder);
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  try {
    const health: Call = { url: `${served.url}/healthz`, method: 'GET', headers: {}, body: '' };
    const list = graphqlCall(served.url, token, LIST);
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
    await served.stop();
  }
}

async function assertFullPage(agent: Agent, list: Call): Promise<void> {
  const { licenses } = await answerOf<{ readonly licenses: { readonly nodes: unknown[] } }>(agent, list);
  if (licenses.nodes.length !== 50) throw new Error('the list query answers no page of 50');
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
