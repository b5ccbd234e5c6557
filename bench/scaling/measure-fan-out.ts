/** What an open subscription costs a server whenever anything happens in an account that is not its own: over SSE, processor time alone. */
import { Agent, request, type ClientRequest } from 'node:http';
import { openKeys } from '../../src/keys/keys.js';
import { join } from 'node:path';
import { Estate } from '../large-log/estate.js';
import { answerOf, graphqlCall, send, serve, tokenOf } from '../served.js';
import { lineThrough, type Point } from './fit.js';

/** Below the limit of 50 subscriptions of a viewer. */
const A_VIEWER = 40;
const SUBSCRIPTIONS = [0, 400, 800];
const RENAMES = 200;
const SUBSCRIPTION = JSON.stringify({ query: 'subscription { licenseChanged { position } }' });
const RENAME = 'mutation ($input: RenameDeviceInput!) { renameDevice(input: $input) { device { id } } }';

/** Seconds of the server's processor for each open subscription and each renamed device. `folder`: a log that nobody has open. */
export async function measureFanOut(folder: string, licenses: number): Promise<number> {
  const keys = openKeys(join(folder, 'keys'), { mayCreate: false });
  const estate = new Estate(licenses, keys);
  const [listening, busy] = [estate.accounts[0], estate.accounts.at(-1)];
  if (!listening || !busy || listening === busy) throw new Error('fan-out needs two accounts');
  const owner = await tokenOf(keys, { role: 'OWNER', accounts: [busy.id] });
  const deviceId = estate.deviceId(estate.base(busy.firstBase).firstPair);
  const served = await serve(folder);
  const agent = new Agent({ keepAlive: true });
  const open: ClientRequest[] = [];
  const points: Point[] = [];
  try {
    for (const wanted of SUBSCRIPTIONS) {
      while (open.length < wanted) {
        const subject = `listener-${String(Math.floor(open.length / A_VIEWER))}`;
        const token = await tokenOf(keys, { role: 'OWNER', accounts: [listening.id], subject });
        open.push(await subscribed(served.url, token));
      }
      const before = await cpuSeconds(agent, served.url);
      for (let rename = 0; rename < RENAMES; rename++) {
        const input = { deviceId, name: `ТСД ${String(Date.now())}-${String(rename)}` };
        await answerOf(agent, graphqlCall(served.url, owner, RENAME, { input }));
      }
      points.push([wanted, ((await cpuSeconds(agent, served.url)) - before) / RENAMES]);
    }
  } finally {
    for (const subscription of open) subscription.destroy();
    agent.destroy();
    await served.stop();
    keys.personal.close();
  }
  return lineThrough(points).slope;
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
