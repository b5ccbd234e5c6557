/** What an operator sees of the transparency log at start. */
import { generateKeyPairSync } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { folders, kabinet, startKabinet, type Ended } from './kabinet.js';

const { make, removeAll } = folders();
afterAll(removeAll);

const QUIET = { PORT: '0', KABINET_LOG_LEVEL: 'silent' };
let dataDir: string;

beforeEach(async () => {
  dataDir = make();
  expect((await kabinet(['simulate', '--devices', '3', '--years', '1'], { dataDir })).code).toBe(0);
});

/** Serves until it is ready, and stops it; or waits until it has refused. */
async function serve(env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const { child, ended } = startKabinet(['serve'], { dataDir, env: { ...QUIET, ...env } });
  child.stderr?.on('data', (text: string) => {
    if (text.includes('/readyz')) child.kill('SIGTERM');
  });
  return ended;
}

function tamper(sql: string): void {
  const database = new Database(join(dataDir, 'events.db'));
  database.exec(sql);
  database.close();
}

it('starts again and again on a log that nobody touched', async () => {
  expect((await serve()).code).toBe(0);
  expect((await serve({ KABINET_LOG_CHECK: 'whole' })).code).toBe(0);
});

it('does not start on a log that somebody has edited, and says which event it is', async () => {
  expect((await serve()).code).toBe(0);
  tamper(`DROP TRIGGER events_are_not_updated; UPDATE events SET type = 'LicenseIssued' WHERE position = 2`);
  const refused = await serve({ KABINET_LOG_CHECK: 'whole' });
  expect(refused.code).toBe(6);
  expect(refused.stderr).toContain('the event of log index 1 (LicenseIssued');
  expect(refused.stderr).not.toContain('/readyz');
});

it('compares all of a log that takes no time, whatever earlier starts have compared', async () => {
  expect((await serve()).code).toBe(0);
  tamper(`DROP TRIGGER events_are_not_updated; UPDATE events SET version = version + 1 WHERE position = 2`);
  const refused = await serve();
  expect([refused.code, refused.stderr]).toEqual([6, expect.stringContaining('the event of log index 1 (')]);
});

it.each([['rebuild'], ['replay']])(
  '%s builds nothing from an edited event, also where its hash was edited with it',
  async (command) => {
    expect((await serve()).code).toBe(0);
    const folder = join(make(), 'replayed');
    const args = command === 'rebuild' ? ['rebuild'] : ['replay', '--to', '20', '--folder', folder];
    tamper(`DROP TRIGGER events_are_not_updated; UPDATE events SET recorded_at = recorded_at + 1 WHERE position = 2`);
    const edited = await kabinet([...args, '--lang', 'ru'], { dataDir });
    expect([edited.code, edited.stderr]).toEqual([6, expect.stringContaining('НЕ ТОТ, ЧТО БЫЛ ПОДПИСАН')]);
    expect(edited.stderr).toContain('the event of log index 1 (');
    tamper(`DROP TRIGGER leaf_hashes_are_not_deleted; DROP TRIGGER tree_hashes_are_not_deleted;
      DELETE FROM leaf_hashes; DELETE FROM tree_hashes`);
    if (command === 'rebuild') {
      const rehashed = await kabinet(args, { dataDir });
      expect([rehashed.code, rehashed.stderr]).toEqual([6, expect.stringContaining('was signed')]);
    }
    expect(existsSync(join(folder, 'replay.db'))).toBe(false);
  },
);

it('does not start with another key than the one that has signed', async () => {
  expect((await serve()).code).toBe(0);
  rmSync(join(dataDir, 'keys', 'log-signing.pem'));
  const refused = await serve();
  expect([refused.code, refused.stderr]).toEqual([6, expect.stringContaining('KABINET_LOG_KEY')]);
});

it('keeps its key where it is told to', async () => {
  const key = { KABINET_LOG_KEY: join(make(), 'log.pem') };
  expect((await serve(key)).code).toBe(2);
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(key.KABINET_LOG_KEY, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  expect((await serve(key)).code).toBe(0);
  expect((await serve(key)).code).toBe(0);
  expect((await serve()).code).toBe(6);
});

it('gives hashes to a log of an older version, and tells how far it is', async () => {
  tamper('DROP TABLE leaf_hashes; DROP TABLE tree_hashes; DROP TABLE checkpoints; DROP TABLE self_checks');
  const first = await serve();
  expect([first.code, first.stderr]).toEqual([0, expect.stringMatching(/Hashes for the transparency log: (\d+) of \1 events/)]);
  expect((await serve()).stderr).not.toContain('Hashes for');
});

describe('what the keys folder remembers', () => {
  const DROPPED = ['checkpoints', 'leaf_hashes', 'tree_hashes', 'self_checks']
    .map((table) => `DROP TRIGGER ${table}_are_not_deleted;`)
    .join(' ');
  const EDIT = `DROP TRIGGER events_are_not_updated; UPDATE events SET recorded_at = recorded_at + 1 WHERE position = 2;`;
  const keys = (): string => join(dataDir, 'keys');
  const origins = (): readonly string[] => readdirSync(keys()).filter((name) => name.endsWith('.checkpoint'));
  const refusedWith = (problem: string) => ({ code: 6, stderr: expect.stringContaining(problem) as string });

  beforeEach(async () => {
    expect((await serve()).code).toBe(0);
    expect(origins()).toEqual([expect.stringMatching(/^kabinet-[0-9a-f]{16}\.checkpoint$/)]);
  });

  it.each([
    ['its checkpoints were deleted', 'DELETE FROM checkpoints', 'events were compared and signed'],
    ['only the first one was left', 'DELETE FROM checkpoints WHERE number > 1', 'events were compared and signed'],
    ['nothing says that it was ever compared', 'DELETE FROM checkpoints; DELETE FROM self_checks', 'and no checkpoint'],
    [
      'an event was edited and everything made again',
      `${EDIT} DELETE FROM checkpoints; DELETE FROM self_checks; DELETE FROM leaf_hashes; DELETE FROM tree_hashes`,
      'and no checkpoint',
    ],
  ])('refuses a log of which %s, at every start, and builds nothing from it', async (_what, sql, problem) => {
    // So that there is a checkpoint before the last one.
    expect((await kabinet(['simulate', '--devices', '2', '--years', '1', '--account', 'acc_more'], { dataDir })).code).toBe(0);
    expect((await serve()).code).toBe(0);
    tamper(`${DROPPED} ${sql}`);
    expect(await serve()).toMatchObject(refusedWith(problem));
    expect(await kabinet(['rebuild'], { dataDir })).toMatchObject(refusedWith(problem));
    expect(await serve()).toMatchObject(refusedWith('accept-log'));
    expect(origins()).toHaveLength(1);
  });

  it('refuses a log that was put back, until somebody says that it was meant', async () => {
    const backup = join(make(), 'backup.db');
    expect((await kabinet(['backup', '--to', backup], { dataDir })).code).toBe(0);
    expect((await kabinet(['simulate', '--devices', '2', '--years', '1', '--account', 'acc_more'], { dataDir })).code).toBe(0);
    expect((await serve()).code).toBe(0);
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(dataDir, `events.db${suffix}`), { force: true });
    copyFileSync(backup, join(dataDir, 'events.db'));
    expect(await serve()).toMatchObject(refusedWith('an older file put back'));
    expect(await serve()).toMatchObject(refusedWith('accept-log'));
    writeFileSync(join(keys(), 'accept-log'), '');
    expect((await serve()).code).toBe(0);
    expect(existsSync(join(keys(), 'accept-log'))).toBe(false);
    expect((await serve()).code).toBe(0);
    expect(origins()).toHaveLength(1);
  });

  it('lets a new log begin with the same keys, and tells the two apart', async () => {
    const other = make();
    const env = { ...QUIET, KABINET_KEYS_DIR: keys() };
    const { child, ended } = startKabinet(['serve'], { dataDir: other, env });
    child.stderr?.on('data', (text: string) => {
      if (text.includes('/readyz')) child.kill('SIGTERM');
    });
    expect((await ended).code).toBe(0);
    expect(origins()).toHaveLength(2);
    expect((await serve()).code).toBe(0);
  });
});
