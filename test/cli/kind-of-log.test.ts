/** A data folder is of one kind of log, and no command begins a second one in it, whatever it is asked. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startKurrentDouble, type KurrentDouble } from '../support/kurrentdb/kurrentdb-double.js';
import { compiledSources } from '../support/compile.js';
import { serverProcess } from '../support/server-process.js';
import { folders, kabinet } from './kabinet.js';

const { make, removeAll } = folders();
/** Nobody answers there: what is refused is refused before anybody is asked. */
const NOBODY = 'esdb://127.0.0.1:1?tls=false';
let double: KurrentDouble;
beforeEach(async () => {
  double = await startKurrentDouble();
});
afterEach(() => double.stop());
afterAll(removeAll);

/** Every command that reads or writes what is in the data folder. */
const commands = (): readonly (readonly string[])[] => {
  const fact = join(make(), 'fact.ndjson');
  writeFileSync(fact, `${JSON.stringify({ fact: 'openAccount', input: { accountId: 'acc_new', name: 'Новый' } })}\n`);
  return [
    ['serve'],
    ['serve', '--worker'],
    ['token', '--role', 'SUPPORT'],
    ['import', fact],
    ['export'],
    ['export', '--folder', join(make(), 'export')],
    ['simulate', '--devices', '3'],
    ['simulate', '--license-files', make()],
    ['replay', '--to', '5', '--folder', join(make(), 'replay')],
    ['erase', '--subject', 'dev_1'],
    ['rebuild'],
    ['backup', '--to', join(make(), 'copy.db')],
    ['diagnose', '--account', 'acc_demo'],
  ];
};

async function simulated(): Promise<string> {
  const dataDir = make();
  expect((await kabinet(['simulate', '--devices', '3', '--years', '1'], { dataDir })).code).toBe(0);
  return dataDir;
}

async function nodeOfServer(): Promise<string> {
  const dataDir = make();
  const node = await serverProcess(compiledSources(), dataDir, { KABINET_EVENT_STORE: double.url });
  await node.start();
  expect(await node.stop()).toBe(0);
  return dataDir;
}

describe('a data folder of the other kind of log', () => {
  it('of the embedded store is refused with exit code 2 where the environment names KurrentDB', async () => {
    const dataDir = await simulated();
    const files = readdirSync(dataDir).sort();
    for (const args of commands()) {
      const { code, stdout, stderr } = await kabinet(args, { dataDir, env: { PORT: '0', KABINET_EVENT_STORE: NOBODY } });
      expect({ args, code, stdout, files: readdirSync(dataDir).sort() }).toEqual({ args, code: 2, stdout: '', files });
      expect(stderr).toContain('KABINET_DATA_DIR: ');
      expect(stderr).toContain('events.db');
    }
  }, 60_000);

  it('of a node of KurrentDB is refused with exit code 2 by the embedded store', async () => {
    const dataDir = await nodeOfServer();
    const files = readdirSync(dataDir).sort();
    for (const args of commands()) {
      const { code, stdout, stderr } = await kabinet(args, { dataDir, env: { PORT: '0' } });
      expect({ args, code, stdout, files: readdirSync(dataDir).sort() }).toEqual({ args, code: 2, stdout: '', files });
      expect(stderr).toContain('KABINET_DATA_DIR: ');
      expect(stderr).toContain('log-index.db');
    }
  }, 60_000);

  it('is told of in Russian to whoever reads Russian', async () => {
    const { code, stderr } = await kabinet(['serve', '--lang', 'ru'], {
      dataDir: await simulated(),
      env: { KABINET_EVENT_STORE: NOBODY },
    });
    expect(code).toBe(2);
    expect(stderr).toContain('журнал встроенного хранилища');
  });

  it('is no target of a move, and no source', async () => {
    const dataDir = await nodeOfServer();
    const files = readdirSync(dataDir).sort();
    for (const args of [
      ['move', '--from', double.url, '--to', 'sqlite'],
      ['move', '--from', 'sqlite', '--to', double.url],
    ]) {
      const { code, stderr } = await kabinet(args, { dataDir });
      expect({ args, code, files: readdirSync(dataDir).sort() }).toEqual({ args, code: 2, files });
      expect(stderr).toContain('log-index.db');
    }
  });

  it('moves where the environment names KurrentDB already', async () => {
    const dataDir = await simulated();
    const { code } = await kabinet(['move', '--from', 'sqlite', '--to', double.url], {
      dataDir,
      env: { KABINET_EVENT_STORE: double.url },
    });
    expect(code).toBe(0);
  });
});

describe('with KurrentDB named, wrong usage', () => {
  it.each([
    [['serve', '--nonsense']],
    [['token']],
    [['token', '--role', 'OWNER']],
    [['token', '--role', 'SUPPORT']],
    [['import']],
    [['import', '/no/such/file']],
    [['import', '-']],
    [['export']],
    [['export', '--to', '5']],
    [['export', '--account', 'acc_none']],
    [['export', '--folder', '/no/such/folder']],
    [['verify', '/no/such/folder']],
    [['witness']],
    [['witness', '--log', 'nonsense', '--folder', '/no/such/folder']],
    [['simulate']],
    [['simulate', '--devices', '3']],
    [['simulate', '--license-files', '/no/such/folder', '--bad', '3']],
    [['simulate', '--license-files', '/no/such/folder', '--known', '3', '--account', 'acc_demo']],
    [['replay', '--to', 'never', '--folder', '/no/such/folder']],
    [['erase', '--subject', 'dev_1']],
    [['rebuild']],
    [['diagnose', '--account', 'acc_demo']],
    [['move']],
    [['move', '--from', 'sqlite', '--to', 'sqlite']],
    [['move', '--from', 'sqlite', '--to', NOBODY]],
    [['backup', '--to', '/no/such/folder/copy.db']],
  ])('leaves nothing behind, and no log above all: %j', async (args) => {
    const dataDir = make();
    const { code, stdout } = await kabinet(args, { dataDir, input: '', env: { KABINET_EVENT_STORE: NOBODY } });
    expect({ stdout, left: readdirSync(dataDir) }).toEqual({ stdout: '', left: [] });
    expect(code).toBeGreaterThan(0);
  });
});
