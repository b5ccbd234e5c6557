/** What an operator sees of a connection string that is wrong, and of keys that are another installation's. */
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compiledSources } from '../support/compile.js';
import { startKurrentDouble } from '../support/kurrentdb/kurrentdb-double.js';
import { serverProcess } from '../support/server-process.js';
import { folders, kabinet } from './kabinet.js';

const { make, removeAll } = folders();
afterAll(removeAll);

it.each([
  'esdb://',
  'edsb://admin:sesame@127.0.0.1',
  'esdb://admin:sesame@127.0.0.1:port',
  'esdb://admin:ses%ame@127.0.0.1',
  'esdb://admin:sesame@127.0.0.1?tlsVerifyCert=false',
  'esdb://admin:sesame@127.0.0.1?tls=false&deadline=5',
  'esdb://admin:sesame@127.0.0.1?tlsCAFile=/no/such/file',
])('a wrong connection string ends with exit code 2, names its variable and shows no password: %s', async (text) => {
  for (const args of [['serve'], ['export'], ['token', '--role', 'SUPPORT']]) {
    const dataDir = make();
    const { code, stdout, stderr } = await kabinet(args, { dataDir, env: { PORT: '0', KABINET_EVENT_STORE: text } });
    expect({ args, code, stdout, left: readdirSync(dataDir) }).toEqual({ args, code: 2, stdout: '', left: [] });
    expect(stderr).toContain('KABINET_EVENT_STORE: ');
    expect(stderr).not.toMatch(/ses|admin/);
  }
  const moved = await kabinet(['move', '--from', 'sqlite', '--to', text], { dataDir: make() });
  expect(moved.code).toBe(2);
  expect(moved.stderr).toContain('--to');
  expect(moved.stderr).not.toMatch(/ses|admin/);
});

describe('the keys of another installation', () => {
  /** Served once, so that its log has keys and a signed checkpoint. */
  async function served(env: Readonly<Record<string, string>> = {}): Promise<string> {
    const dataDir = make();
    const server = await serverProcess(compiledSources(), dataDir, env);
    if (!('KABINET_EVENT_STORE' in env))
      expect((await kabinet(['simulate', '--devices', '3', '--years', '1'], { dataDir })).code).toBe(0);
    await server.start();
    expect(await server.stop()).toBe(0);
    return dataDir;
  }

  it.each([
    ['en', "belong to another installation's log"],
    ['ru', 'от журнала другой установки'],
  ])(
    'are told as that, and not as a log that was changed: %s',
    async (language, told) => {
      const [dataDir, other] = [await served(), await served()];
      const env = { PORT: '0', KABINET_KEYS_DIR: join(other, 'keys') };
      for (const args of [['serve'], ['rebuild'], ['replay', '--to', '5', '--folder', join(make(), 'replay')]]) {
        const { code, stderr } = await kabinet([...args, '--lang', language], { dataDir, env });
        expect({ args, code }).toEqual({ args, code: 1 });
        expect(stderr).toContain(told);
        expect(stderr).toContain('KABINET_KEYS_DIR');
      }
    },
    60_000,
  );

  it('are told as that over KurrentDB, where nothing of them is written', async () => {
    const double = await startKurrentDouble();
    try {
      const node = { KABINET_EVENT_STORE: double.url, KABINET_WORKER: '1' };
      await served(node);
      const records = double.records().filter(({ stream }) => !stream.startsWith('$')).length;
      const keys = join(make(), 'keys');
      cpSync(join(await served(), 'keys'), keys, { recursive: true });
      const { code, stderr } = await kabinet(['serve'], { dataDir: make(), env: { ...node, PORT: '0', KABINET_KEYS_DIR: keys } });
      expect(code).toBe(1);
      expect(stderr).toContain("belong to another installation's log");
      expect(double.records().filter(({ stream }) => !stream.startsWith('$')).length).toBe(records);
    } finally {
      await double.stop();
    }
  }, 60_000);
});
