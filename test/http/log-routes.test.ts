import { startTestServer, type TestServer } from '../support/server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ demo: true });
});
afterAll(() => server.close());

const get = (path: string): Promise<Response> => fetch(`${server.url}${path}`);
const sizeNow = async (): Promise<number> => Number((await (await get('/log/checkpoint')).text()).split('\n')[1]);

describe('GET /log/checkpoint', () => {
  it('answers the signed note to everybody, and is not kept', async () => {
    const answer = await get('/log/checkpoint');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.text()).toMatch(
      /^kabinet\/[0-9a-f]{16}\n\d+\n[A-Za-z0-9+/]{43}=\n\n— kabinet\/[0-9a-f]{16} [A-Za-z0-9+/]{91}=\n$/,
    );
  });

  it('covers what the demo wrote, as soon as the server listens', async () => {
    expect(await sizeNow()).toBeGreaterThan(256);
  });
});

describe('GET /log/tile/…', () => {
  it('answers full and partial tiles, which may be kept for ever', async () => {
    const size = await sizeNow();
    const partial = `/log/tile/0/${String(Math.floor(size / 256)).padStart(3, '0')}.p/${String(size % 256)}`;
    for (const [path, hashes] of [
      ['/log/tile/0/000', 256],
      [partial, size % 256],
      ['/log/tile/1/000.p/1', 1],
    ] as const) {
      const answer = await get(path);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/octet-stream']);
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect((await answer.arrayBuffer()).byteLength).toBe(hashes * 32);
    }
  });

  it('answers 404 for what is not there, and for entries, which would show every customer’s streams', async () => {
    for (const path of ['0/999', '0/000.p/256', '7/000', 'entries/000', '0/%30%30%30%30']) {
      const answer = await get(`/log/tile/${path}`);
      expect([path, answer.status, answer.headers.get('cache-control')]).toEqual([path, 404, 'no-store']);
    }
  });
});
