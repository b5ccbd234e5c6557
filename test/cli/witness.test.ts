/** `kabinet witness`: a process of its own finds out that a data folder was rolled back, which the folder itself cannot know. */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printVerifierKey } from '../../src/audit/verifier-key.js';
import { newKey } from '../audit/support.js';
import { folders, kabinet, startKabinet, type Ended } from './kabinet.js';

const { make, removeAll } = folders();
afterAll(removeAll);

const dataDir = join(make(), 'data');
const witnessDir = join(make(), 'witness');
const saved = join(make(), 'saved');
let key = '';

const simulate = async (seed: number): Promise<void> => {
  const args = ['simulate', '--devices', '3', '--years', '1', '--account', `acc_${String(seed)}`, '--seed', String(seed)];
  expect((await kabinet(args, { dataDir })).code).toBe(0);
};

const env = { PORT: '0', KABINET_LOG_LEVEL: 'silent' };

/** What the witness says of the log while it is served. */
async function look(folder = witnessDir, served = dataDir): Promise<Ended> {
  const server = startKabinet(['serve'], { dataDir: served, env });
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    void server.ended.then(({ stderr }) => reject(new Error(stderr)));
    server.child.stderr?.on('data', (text: string) => {
      said += text;
      const [found] = /http:\/\/127\.0\.0\.1:[1-9]\d*(?=\/readyz)/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
  const seen = await kabinet(['witness', '--log', url, '--key', key, '--folder', folder, '--once']);
  server.child.kill('SIGTERM');
  await server.ended;
  return seen;
}

const sizeOf = (note: string): number => Number(note.split('\n')[1]);
const seenSize = (): number => sizeOf(readFileSync(join(witnessDir, 'checkpoint'), 'utf8'));

it('cosigns a log that grows, and refuses it once an older data folder was put back', async () => {
  await simulate(1);
  const exported = await kabinet(['export', '--folder', join(make(), 'export')], { dataDir });
  key = exported.stderr.trimEnd().split('\n').at(-1) ?? '';
  expect(await look()).toMatchObject({ code: 0, stdout: expect.stringContaining('"cosigned"') });
  const first = seenSize();
  cpSync(dataDir, saved, { recursive: true });

  await simulate(2);
  expect((await look()).code).toBe(0);
  const second = seenSize();
  expect(second).toBeGreaterThan(first);
  expect(readFileSync(join(witnessDir, 'checkpoint'), 'utf8')).toMatch(/\u2014 witness\/[0-9a-f]{16} /u);

  rmSync(dataDir, { recursive: true });
  cpSync(saved, dataDir, { recursive: true });
  const rolledBack = await look();
  expect([rolledBack.code, rolledBack.stderr]).toEqual([5, expect.stringContaining('THE LOG WAS ROLLED BACK')]);
  expect([seenSize(), sizeOf(readFileSync(join(witnessDir, 'refused-checkpoint'), 'utf8'))]).toEqual([second, first]);

  // Started again it says so at once, whatever the log shows, until a person has removed what was refused.
  for (const seed of [3, 4]) await simulate(seed);
  const again = await look();
  expect([again.code, again.stderr]).toEqual([5, expect.stringContaining('THIS WITNESS HAS REFUSED THE LOG BEFORE')]);
  expect(again.stderr).toContain(join(witnessDir, 'refused-checkpoint'));
  expect(seenSize()).toBe(second);
  rmSync(join(witnessDir, 'refused-checkpoint'));
  // Grown again past what was seen, it is another history.
  const forked = await look();
  expect([forked.code, forked.stderr]).toEqual([5, expect.stringContaining('HISTORY WAS CHANGED')]);
  expect(seenSize()).toBe(second);
  // Somebody who saw nothing before cannot know.
  expect((await look(join(make(), 'new'))).code).toBe(0);
}, 120_000);

it('cosigns nothing after a refusal, also where the log shows what it showed before', async () => {
  const [data, folder] = [join(make(), 'log'), join(make(), 'witness')];
  cpSync(saved, data, { recursive: true });
  expect((await look(folder, data)).code).toBe(0);
  const seen = readFileSync(join(folder, 'checkpoint'), 'utf8');
  writeFileSync(join(folder, 'refused-checkpoint'), seen);
  expect((await kabinet(['simulate', '--devices', '3', '--years', '1'], { dataDir: data })).code).toBe(0);
  expect((await look(folder, data)).code).toBe(5);
  expect(readFileSync(join(folder, 'checkpoint'), 'utf8')).toBe(seen);
  rmSync(join(folder, 'refused-checkpoint'));
  expect((await look(folder, data)).code).toBe(0);
}, 120_000);

it('says that it could not look, and remembers nothing, where no log answers', async () => {
  const folder = make();
  const some = printVerifierKey(newKey('kabinet/1').verifier);
  const unreached = await kabinet(['witness', '--log', 'http://127.0.0.1:1', '--key', some, '--folder', folder, '--once']);
  expect([unreached.code, unreached.stderr]).toEqual([1, expect.stringContaining('could not be looked at')]);
  expect(existsSync(join(folder, 'checkpoint'))).toBe(false);
});

it('leaves its folder to the one that works in it, says which that is, and takes it over once that was killed', async () => {
  const folder = make();
  const args = [
    'witness',
    '--log',
    'http://127.0.0.1:1',
    '--key',
    printVerifierKey(newKey('kabinet/1').verifier),
    '--folder',
    folder,
  ];
  const first = startKabinet(args);
  await new Promise<void>((resolve) => {
    first.child.stderr?.on('data', (text: string) => {
      if (text.includes('signs as')) resolve();
    });
  });
  const before = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
  const second = await kabinet([...args, '--once']);
  expect([second.code, second.stderr]).toEqual([3, expect.stringContaining(`(pid ${String(first.child.pid)})`)]);
  expect(second.stderr).toContain('another witness works in the folder');
  expect((await kabinet([...args, '--once'], { env: { LANG: 'ru_RU.UTF-8' } })).stderr).toContain('работает другой свидетель');
  expect(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')])).toEqual(before);
  first.child.kill('SIGKILL');
  await first.ended;
  const third = await kabinet([...args, '--once']);
  expect([third.code, third.stderr]).toEqual([1, expect.stringContaining('could not be looked at')]);
});

it.each([
  [['--log', 'nonsense', '--key', 'x'], 'nonsense is no address'],
  [['--log', 'http://127.0.0.1:1', '--key', 'x'], 'neither a file nor a verifier key'],
  [['--log', 'http://127.0.0.1:1'], 'give a verifier key'],
])('answers wrong usage with exit code 2: %j', async (args, said) => {
  const { code, stderr } = await kabinet(['witness', ...args, '--folder', make()]);
  expect([code, stderr]).toEqual([2, expect.stringContaining(said)]);
});
