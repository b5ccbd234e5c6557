/** The files of the web page: what is cached, what is compressed, and which addresses are the page's. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { addPage } from '../../src/http/page.js';
import { startHttp } from './server.js';

const folder = mkdtempSync(join(tmpdir(), 'kabinet-page-'));
let app: FastifyInstance;
beforeAll(async () => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html>the page');
  writeFileSync(join(folder, 'assets', 'index-abc.js'), 'plain');
  writeFileSync(join(folder, 'assets', 'index-abc.js.br'), 'brotli');
  writeFileSync(join(folder, 'assets', 'index-abc.js.gz'), 'gzip');
  ({ app } = await startHttp({
    routes: [
      (routes) => {
        routes.post('/license-files', () => 'posted');
        addPage(routes, folder);
      },
    ],
  }));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const get = (url: string, headers: Readonly<Record<string, string>> = {}): Promise<LightMyRequestResponse> =>
  app.inject({ url, headers });
const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

it('serves the page with a policy that lets nothing in from elsewhere, to be asked for anew each time', async () => {
  const answer = await get('/', BROWSER);
  expect(answer.body).toContain('the page');
  expect(answer.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
  });
  const policy = String(answer.headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'; script-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
});

it('serves its files for ever, as compressed as the browser takes them', async () => {
  const asked = '/assets/index-abc.js';
  const plain = await get(asked);
  expect(plain.body).toBe('plain');
  expect(plain.headers).toMatchObject({ 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding' });
  expect(plain.headers['content-type']).toMatch(/^text\/javascript/);
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect((await get(asked, { 'accept-encoding': 'gzip, deflate, br' })).headers['content-encoding']).toBe('br');
  expect((await get(asked, { 'accept-encoding': 'gzip' })).body).toBe('gzip');
});

it('answers every address that a person opens, and no file, script or method that is not there', async () => {
  expect((await get('/licenses?status=FREE', BROWSER)).body).toContain('the page');
  expect((await get('/nothing')).statusCode).toBe(404);
  expect((await get('/assets/old-123.js', BROWSER)).statusCode).toBe(404);
  expect((await get('/assets/index-abc.js.br')).statusCode).toBe(404);
  expect((await get('/license-files')).statusCode).toBe(405);
  expect((await get('/%2e%2e/package.json')).statusCode).toBe(404);
});

it('serves nothing where the page was not built', async () => {
  const { app: bare, log } = await startHttp({
    routes: [
      (routes) => {
        addPage(routes, join(folder, 'nowhere'));
      },
    ],
  });
  expect((await bare.inject({ url: '/', headers: BROWSER })).statusCode).toBe(404);
  expect(log()).toContain('npm run build:web');
});
