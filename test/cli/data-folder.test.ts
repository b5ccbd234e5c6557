import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { fileOf } from '../../projections/prepare-file.js';
import { openSqliteEventStore } from '../../src/event-store/sqlite/sqlite-event-store.js';
import { folders, kabinet, startKabinet } from './kabinet.js';

const { make, removeAll } = folders();
afterAll(removeAll);

async function simulated(): Promise<string> {
  const dataDir = make();
  expect((await kabinet(['simulate', '--devices', '3', '--years', '1'], { dataDir })).code).toBe(0);
  return dataDir;
}

describe('beside a running server', () => {
  it('commands that write refuse with exit code 3, and those that read work', async () => {
    const dataDir = await simulated();
    const file = join(make(), 'empty.ndjson');
    writeFileSync(file, '');
    const owner = openSqliteEventStore({ folder: dataDir, clock: Date.now });
    try {
      for (const args of [['import', file], ['simulate', '--devices', '3', '--seed', '2'], ['rebuild'], ['serve']]) {
        const { code, stdout, stderr } = await kabinet(args, { dataDir, env: { PORT: '0' } });
        expect({ args, code, stdout }).toEqual({ args, code: 3, stdout: '' });
        expect(stderr).toContain(String(process.pid));
      }
      for (const args of [['export'], ['backup', '--to', join(make(), 'copy.db')], ['token', '--role', 'SUPPORT']])
        expect((await kabinet(args, { dataDir })).code).toBe(0);
    } finally {
      await owner.close();
    }
  });
});

it('can be imported into after a file that held nothing', async () => {
  const dataDir = make();
  const open = `${JSON.stringify({ fact: 'openAccount', input: { accountId: 'acc_shop', name: 'Магазин' } })}\n`;
  expect(await kabinet(['import', '-'], { dataDir, input: '' })).toMatchObject({ code: 0 });
  expect(await kabinet(['import', '-'], { dataDir, input: open })).toMatchObject({ code: 0 });
});

describe('kabinet rebuild', () => {
  it('says that there are no differences, and finds those that there are with exit code 5', async () => {
    const dataDir = await simulated();
    expect(await kabinet(['rebuild'], { dataDir })).toMatchObject({ code: 0, stdout: '' });
    expect(await kabinet(['rebuild'], { dataDir })).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringContaining('no differences'),
    });

    const readModel = new Database(fileOf(dataDir), { fileMustExist: true });
    const { changes } = readModel.prepare('DELETE FROM license WHERE id = (SELECT min(id) FROM license)').run();
    readModel.close();
    expect(changes).toBeGreaterThan(0);
    const found = await kabinet(['rebuild'], { dataDir });
    expect(found.code).toBe(5);
    expect(found.stdout).toMatch(/^license: 0 rows too many, 1 missing/);
    expect((await kabinet(['rebuild'], { dataDir })).code).toBe(0);
  });
});

describe('kabinet serve', () => {
  it('answers at the address that it says, and stops in order on SIGTERM with exit code 0', async () => {
    const { child, ended } = startKabinet(['serve'], { dataDir: make(), env: { PORT: '0', KABINET_LOG_LEVEL: 'silent' } });
    const url = await new Promise<string>((resolve, reject) => {
      let said = '';
      child.stderr?.on('data', (text: string) => {
        said += text;
        const [, found] = /Readiness: (\S+)/.exec(said) ?? [];
        if (found !== undefined) resolve(found);
      });
      child.once('close', () => reject(new Error(said)));
    });
    expect((await fetch(url)).status).toBe(200);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  });
});

describe('a log with the keys folder of another installation', () => {
  it('is not served and not written to, and the message names the keys folder', async () => {
    const [dataDir, other] = [await simulated(), await simulated()];
    const backup = join(make(), 'copy.db');
    expect((await kabinet(['backup', '--to', backup], { dataDir })).code).toBe(0);
    const restored = make();
    copyFileSync(backup, join(restored, 'events.db'));
    const fact = join(make(), 'fact.ndjson');
    writeFileSync(fact, `${JSON.stringify({ fact: 'openAccount', input: { accountId: 'acc_new', name: 'Новый' } })}\n`);
    const run = (keysDir: string, ...args: string[]) =>
      kabinet(args, { dataDir: restored, env: { PORT: '0', KABINET_KEYS_DIR: join(keysDir, 'keys') } });
    for (const args of [
      ['serve'],
      ['simulate', '--devices', '3', '--seed', '2'],
      ['import', fact],
      ['rebuild'],
      ['token', '--role', 'SUPPORT'],
    ]) {
      const { code, stderr } = await run(other, ...args);
      expect({ args, code }).toEqual({ args, code: 1 });
      expect(stderr).toContain('KABINET_KEYS_DIR');
    }
    expect(await run(dataDir, 'import', fact)).toMatchObject({ code: 0 });
  });
});
