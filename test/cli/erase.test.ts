/** `kabinet erase`: nothing that the installation keeps can be read as the erased text afterwards, and no byte of the log has changed. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { folders, kabinet, linesOf, startKabinet } from './kabinet.js';

const { make, removeAll } = folders();
afterAll(removeAll);

const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
const holding = (folder: string, text: string): readonly string[] =>
  filesOf(folder).filter((file) => readFileSync(file).includes(text));

const ACCOUNT = 'acc_demo';
const NAME = 'Терминал Зинаиды Прокофьевны';
const FACTS = [
  { fact: 'openAccount', input: { accountId: ACCOUNT, name: 'Магазин' } },
  {
    fact: 'registerDatabase',
    input: { accountId: ACCOUNT, databaseId: '13bee4fb-3a09-4dc4-a8a7-33f475627615', name: 'Склад', kind: 'LOCAL' },
  },
  {
    fact: 'reportDevice',
    input: { accountId: ACCOUNT, databaseGuid: '13bee4fb-3a09-4dc4-a8a7-33f475627615', deviceCode: 'A1B2C3D4', name: NAME },
  },
];

interface Exported {
  readonly stream: string;
  readonly type: string;
}

async function names(dataDir: string): Promise<string> {
  const { stdout } = await kabinet(['token', '--role', 'OWNER', '--account', ACCOUNT], { dataDir });
  const { child, ended } = startKabinet(['serve'], { dataDir, env: { PORT: '0', KABINET_LOG_LEVEL: 'silent' } });
  let output = '';
  child.stderr?.on('data', (text: string) => (output += text));
  let url: string | undefined;
  while (url === undefined) {
    [url] = /http:\/\/127\.0\.0\.1:[1-9]\d*/.exec(output) ?? [];
    if (child.exitCode !== null) throw new Error(output);
    await delay(20);
  }
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${linesOf(stdout).at(-1) ?? ''}` },
    body: JSON.stringify({ query: '{ devices { nodes { name } } databases { nodes { name } } }' }),
  });
  const answer = await response.text();
  child.kill('SIGTERM');
  await ended;
  return answer;
}

it('erases a device’s name wherever it was, and nothing else', async () => {
  const dataDir = make();
  const facts = FACTS.map((fact) => JSON.stringify(fact)).join('\n');
  expect(await kabinet(['import', '-'], { dataDir, input: facts })).toMatchObject({ code: 0 });
  expect(await names(dataDir)).toContain(NAME);
  expect(holding(dataDir, NAME).map((file) => file.slice(dataDir.length + 1))).toEqual(['read-model-v1.db']);

  const before = (await kabinet(['export'], { dataDir })).stdout;
  const device = linesOf(before)
    .map((line) => JSON.parse(line) as Exported)
    .find(({ type }) => type === 'DeviceConnected');
  const subject = `dev_${device?.stream.slice('device-'.length) ?? ''}`;
  expect(await kabinet(['erase', '--subject', subject], { dataDir })).toMatchObject({ code: 0 });

  expect(holding(dataDir, NAME)).toEqual([]);
  const after = (await kabinet(['export'], { dataDir })).stdout;
  expect(after.startsWith(before)).toBe(true);
  expect(linesOf(after.slice(before.length)).map((line) => (JSON.parse(line) as Exported).type)).toEqual(['SubjectErased']);

  const shown = await names(dataDir);
  expect(shown).not.toContain(NAME);
  expect(shown).toContain('Склад');
  expect(holding(dataDir, NAME)).toEqual([]);

  // Once more, as after a crash: nothing is appended.
  expect(await kabinet(['erase', '--subject', subject], { dataDir })).toMatchObject({ code: 0 });
  expect((await kabinet(['export'], { dataDir })).stdout).toBe(after);
});

it('erases nothing while a replay answers the name, and says who does', async () => {
  const dataDir = make();
  const facts = FACTS.map((fact) => JSON.stringify(fact)).join('\n');
  expect(await kabinet(['import', '-'], { dataDir, input: facts })).toMatchObject({ code: 0 });
  const log = (await kabinet(['export'], { dataDir })).stdout;
  const at = String(linesOf(log).length);
  const replay = startKabinet(['replay', '--to', at, '--folder', join(make(), 'replay'), '--serve'], {
    dataDir,
    env: { PORT: '0', KABINET_LOG_LEVEL: 'silent' },
  });
  let output = '';
  replay.child.stderr?.on('data', (text: string) => (output += text));
  while (!output.includes('/graphql')) {
    if (replay.child.exitCode !== null) throw new Error(output);
    await delay(20);
  }
  const refused = await kabinet(['erase', '--subject', ACCOUNT], { dataDir });
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining(`pid ${String(replay.child.pid)}`)]);
  expect((await kabinet(['export'], { dataDir })).stdout).toBe(log);
  replay.child.kill('SIGTERM');
  await replay.ended;
  expect(await kabinet(['erase', '--subject', ACCOUNT], { dataDir })).toMatchObject({ code: 0 });
}, 60_000);

it('refuses a subject that it never heard of', async () => {
  const dataDir = make();
  await kabinet(['simulate', '--devices', '3', '--years', '1'], { dataDir });
  const { code, stderr } = await kabinet(['erase', '--subject', 'dev_none'], { dataDir });
  expect({ code, named: stderr.includes('dev_none') }).toEqual({ code: 2, named: true });
});

it('does not start with the subject keys gone: names would read as erased', async () => {
  const dataDir = make();
  await kabinet(['simulate', '--devices', '3', '--years', '1'], { dataDir });
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(dataDir, 'keys', `subject-keys.db${suffix}`), { force: true });
  const { code, stderr } = await kabinet(['serve'], { dataDir, env: { PORT: '0' } });
  expect({ code, named: stderr.includes('subject-keys.db') }).toEqual({ code: 1, named: true });
});
