/** What an operator and a customer notice when the log is changed under a server that compared all of it at its start. */
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { readConfig } from '../../src/config/config.js';
import { startServer } from '../../src/server/start-server.js';
import { startTestServer, type TestServer } from '../support/server.js';

let server: TestServer;
let dataDir: string;
beforeEach(async () => {
  server = await startTestServer({ demo: true });
  dataDir = join(dirname(server.logFile), 'data');
}, 60_000);
afterEach(() => server.close());

const get = async (path: string): Promise<{ readonly status: number; readonly text: string }> => {
  const answer = await fetch(`${server.url}${path}`);
  return { status: answer.status, text: await answer.text() };
};

async function untilNotReady(): Promise<string> {
  for (;;) {
    const { status, text } = await get('/readyz');
    if (status === 503) return text;
    await delay(100);
  }
}

const edit = (folder: string, sql: string): void => {
  const database = new Database(join(folder, 'events.db'));
  database.exec(`DROP TRIGGER IF EXISTS events_are_not_updated; ${sql}`);
  database.close();
};

const startOn = (folder: string) => {
  const reading = readConfig({ PORT: '0', KABINET_DATA_DIR: folder, KABINET_LOG_LEVEL: 'silent' });
  if (!reading.ok) throw new Error(JSON.stringify(reading.errors));
  return startServer(reading.config);
};

it('finds an edit of an old event, appends nothing more, and says so; questions are answered', async () => {
  expect((await get('/readyz')).status).toBe(200);
  expect((await get('/metrics')).text).toContain('kabinet_log_disagreement 0\n');
  const token = await server.token('OWNER', 'acc_demo');
  const base = { name: 'Склад', kind: 'CLOUD' };
  expect(await server.mutate(token, 'registerDatabase', base)).toMatchObject({ errors: [] });

  edit(dataDir, `UPDATE events SET type = type || 'x' WHERE position = 2`);
  const ready = JSON.parse(await untilNotReady()) as { checks: { name: string; ok: boolean; problem: string | null }[] };
  expect(ready.checks).toContainEqual({ name: 'log', ok: false, problem: expect.stringContaining('does not agree') });
  expect(readFileSync(server.logFile, 'utf8')).toMatch(/"level":"error"[^\n]*the event of log index 1 \(/);
  expect((await get('/metrics')).text).toContain('kabinet_log_disagreement 1\n');

  const changed = server.mutate(token, 'registerDatabase', { ...base, name: 'Склад 2' });
  await expect(changed).rejects.toThrow('STORE_UNAVAILABLE');
  expect(await server.query(token, '{ viewer { role } }')).toEqual({ viewer: { role: 'OWNER' } });
});

it('is not served again before the whole log agrees, also where a start compares new events alone', async () => {
  edit(dataDir, `UPDATE events SET type = type || 'x' WHERE position = 2`);
  await untilNotReady();
  const copy = join(dirname(dataDir), 'copy');
  cpSync(dataDir, copy, { recursive: true });
  await expect(startOn(copy)).rejects.toThrow('the event of log index 1 (');
  await expect(startOn(copy)).rejects.toThrow('the event of log index 1 (');
  edit(copy, `UPDATE events SET type = substr(type, 1, length(type) - 1) WHERE position = 2`);
  const mended = await startOn(copy);
  await mended.shutdown.stop('the test is over');
  // What has agreed is forgotten, in the next start's eyes too.
  expect(existsSync(join(copy, 'log-disagrees'))).toBe(false);
  rmSync(copy, { recursive: true });
}, 60_000);

it('tells of checkpoints that cannot be kept, while it goes on appending', async () => {
  const token = await server.token('OWNER', 'acc_demo');
  edit(dataDir, `CREATE TRIGGER no_room BEFORE INSERT ON checkpoints BEGIN SELECT RAISE(FAIL, 'no room'); END`);
  expect(await server.mutate(token, 'registerDatabase', { name: 'Склад', kind: 'CLOUD' })).toMatchObject({ errors: [] });
  expect(await untilNotReady()).toContain(
    '{"name":"checkpoints","ok":false,"problem":"no checkpoint of the log can be signed: no room"}',
  );
  expect((await get('/metrics')).text).toMatch(/kabinet_checkpoint_failures_total [1-9]/);
  expect(await server.mutate(token, 'registerDatabase', { name: 'Склад 2', kind: 'CLOUD' })).toMatchObject({ errors: [] });
  edit(dataDir, 'DROP TRIGGER no_room');
}, 60_000);
