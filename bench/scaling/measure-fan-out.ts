/** What an open subscription costs a server with each change of its account's list, and with each of another's: over SSE, processor time alone. */
import { Agent, request, type ClientRequest } from 'node:http';
import { openKeys } from '../../src/keys/keys.js';
import { join } from 'node:path';
import { Estate } from '../large-log/estate.js';
import { answerOf, graphqlCall, send, serve, tokenOf } from '../served.js';
import { lineThrough, type Point } from './fit.js';

/** Below the limit of 50 subscriptions of a viewer. */
const A_VIEWER = 40;
const SUBSCRIPTIONS = [0, 400, 800];
/** Of another account, which cost little more than themselves; of the listeners' own each is given to all of them. */
const CHANGES = 200;
const OWN_CHANGES = 20;
const SUBSCRIPTION = JSON.stringify({ query: 'subscription { licenseChanged { position } }' });
const REMOVE =
  'mutation ($input: RemoveLicenseFromListInput!) { removeLicenseFromList(input: $input) { license { id } errors { code } } }';
const RESTORE =
  'mutation ($input: RestoreLicenseToListInput!) { restoreLicenseToList(input: $input) { license { id } errors { code } } }';

/** Seconds of the server's processor for each open subscription and each change. */
export interface FanOut {
  /** Of the list that it follows, given out. */
  readonly ownSeconds: number;
  /** Of another account's list. */
  readonly otherSeconds: number;
}

/** `folder`: a log that nobody has open. */
export async function measureFanOut(folder: string, licenses: number): Promise<FanOut> {
  const keys = openKeys(join(folder, 'keys'), { mayCreate: false });
  const estate = new Estate(licenses, keys);
  const [listening, busy] = [estate.accounts[0], estate.accounts.at(-1)];
  if (!listening || !busy || listening === busy) throw new Error('fan-out needs two accounts');
  const changing = [listening, busy].map(async ({ id, firstBase }) => ({
    owner: await tokenOf(keys, { role: 'OWNER', accounts: [id] }),
    licenseId: estate.licenseId(estate.base(firstBase).firstPair),
    changes: id === listening.id ? OWN_CHANGES : CHANGES,
    points: [] as Point[],
  }));
  const accounts = await Promise.all(changing);
  const served = await serve(folder);
  const agent = new Agent({ keepAlive: true });
  const open: ClientRequest[] = [];
  try {
    for (const wanted of SUBSCRIPTIONS) {
      while (open.length < wanted) {
        const subject = `listener-${String(Math.floor(open.length / A_VIEWER))}`;
        const token = await tokenOf(keys, { role: 'OWNER', accounts: [listening.id], subject });
        open.push(await subscribed(served.url, token));
      }
      for (const { owner, licenseId, changes, points } of accounts) {
        const before = await cpuSeconds(agent, served.url);
        for (let change = 0; change < changes; change++)
          await answerOf(agent, graphqlCall(served.url, owner, change % 2 === 0 ? REMOVE : RESTORE, { input: { licenseId } }));
        points.push([wanted, ((await cpuSeconds(agent, served.url)) - before) / changes]);
      }
    }
  } finally {
    for (const subscription of open) subscription.destroy();
    agent.destroy();
    await served.stop();
    keys.personal.close();
  }
  const [ownSeconds = 0, otherSeconds = 0] = accounts.map(({ points }) => Math.max(0, lineThrough(points).slope));
  return { ownSeconds, otherSeconds };
}

/** Resolves when the server has begun to answer. */
function subscribed(url: string, token: string): Promise<ClientRequest> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${token}` };
    const sent = request(`${url}/graphql/stream`, { method: 'POST', headers, agent: false }, (answer) => {
      answer.on('error', () => undefined).resume();
      sent.off('error', reject).on('error', () => undefined);
      if (answer.statusCode === 200) resolve(sent);
      else reject(new Error(`a subscription was answered ${String(answer.statusCode)}`));
    });
    sent.on('error', reject).end(SUBSCRIPTION);
  });
}

async function cpuSeconds(agent: Agent, url: string): Promise<number> {
  const metrics = await send(agent, { url: `${url}/metrics`, method: 'GET', headers: {}, body: '' });
  const [, seconds] = /^process_cpu_seconds_total(?:\{[^}]*\})? (\S+)/m.exec(metrics) ?? [];
  if (seconds === undefined) throw new Error('the server tells no processor time');
  return Number(seconds);
}
