import { get } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { WebSocket } from 'ws';
import { bringsTokenLater, webSocketEndpoint } from '../../src/graphql/subscriptions/websocket.js';
import { ViewerCount } from '../../src/graphql/subscriptions/viewer-count.js';
import { requireViewer } from '../../src/http/authenticate.js';
import { verifier } from '../auth/issuer.js';
import { bearer, listen, startHttp, type TestHttp } from './server.js';

const REQUESTS_A_MINUTE = 10;

const sockets = (app: FastifyInstance): void => {
  const endpoint = webSocketEndpoint(app, {
    prepare: () => ({ ok: false, errors: [] }),
    verifier: verifier(),
    contextOf: () => {
      throw new Error('nobody subscribes in this test');
    },
    count: new ViewerCount(1),
    tokenEnded: () => new Promise(() => undefined),
  });
  app.get('/sockets', { exposeHeadRoute: false }, (request, reply) => {
    if (!bringsTokenLater(request)) requireViewer(request);
    if (!endpoint.isUpgrade(request)) return { upgrade: false };
    endpoint.take(request, reply);
    return reply;
  });
};

let http: TestHttp;
let url: string;
beforeEach(async () => {
  http = await startHttp({ routes: [sockets], deps: { requestsAMinute: REQUESTS_A_MINUTE } });
  url = await listen(http.app);
});
afterEach(() => http.app.close());

const upgradeStatus = (headers: Readonly<Record<string, string>>): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/sockets`, 'graphql-transport-ws', { headers });
    socket.on('unexpected-response', (_request, response) => {
      response.resume().on('end', () => {
        resolve(response.statusCode);
      });
    });
    socket.on('open', () => {
      resolve(101);
      socket.terminate();
    });
    socket.on('error', reject);
  });

describe('an upgrade to a WebSocket', () => {
  it('counts as a request of its viewer', async () => {
    const statuses: (number | undefined)[] = [];
    for (let time = 0; time <= REQUESTS_A_MINUTE; time++) statuses.push(await upgradeStatus(bearer()));
    expect(statuses).toEqual([...Array.from({ length: REQUESTS_A_MINUTE }, () => 101), 429]);
    expect((await http.app.inject({ url: '/sockets', headers: bearer() })).statusCode).toBe(429);
    expect(await upgradeStatus(bearer({ sub: 'boris' }))).toBe(101);
  });

  it('counts as a request of its address where its token comes later', async () => {
    expect(await upgradeStatus({ origin: 'https://cabinet.example' })).toBe(101);
    expect(await upgradeStatus({ origin: 'https://cabinet.example' })).toBe(429);
  });

  it('that is refused stands in the log like every other request', async () => {
    expect(await upgradeStatus({ authorization: 'Bearer x' })).toBe(401);
    expect(http.entries()).toContainEqual(
      expect.objectContaining({ method: 'GET', route: '/sockets', status: 401, refused: 'MALFORMED' }),
    );
  });

  it('to another protocol is answered as if it had not been asked for', async () => {
    const response = await new Promise<string>((resolve, reject) => {
      get(`${url}/sockets`, { headers: { ...bearer(), connection: 'Upgrade', upgrade: 'h2c' } }, (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (text: string) => (body += text));
        answer.on('end', () => {
          resolve(body);
        });
      }).on('error', reject);
    });
    expect(JSON.parse(response)).toEqual({ upgrade: false });
  });
});
