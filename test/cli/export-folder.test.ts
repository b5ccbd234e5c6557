/** `kabinet export --folder` and `kabinet verify`: what an auditor gets, and what is found out without our help. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { folders, kabinet, linesOf, startKabinet, type Ended } from './kabinet.js';

const { make, removeAll } = folders();
afterAll(removeAll);

const NOW = '2026-03-01T09:00:00Z';
const ACCOUNT = 'acc_ours';
let dataDir: string;
let folder: string;

const run = (...args: readonly string[]): Promise<Ended> => kabinet(args, { dataDir });
const simulate = (account: string, seed: number): Promise<Ended> =>
  run('simulate', '--devices', '6', '--years', '1', '--now', NOW, '--account', account, '--seed', String(seed));
const exportTo = (to: string, ...more: readonly string[]): Promise<Ended> => run('export', '--folder', to, ...more);

/** The last line on standard error of an export is a key of the log. */
const keyOf = ({ stderr }: Ended): string => linesOf(stderr).at(-1) ?? '';

interface Line {
  readonly stream: string;
  readonly time: string;
  readonly metadata: string;
  readonly logindex: number;
}
const eventsIn = (exported: string): readonly Line[] =>
  linesOf(readFileSync(join(exported, 'events.jsonl'), 'utf8')).map((line) => JSON.parse(line) as Line);

const change = (file: string, from: RegExp, to: string): void => {
  const before = readFileSync(join(folder, file), 'utf8');
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  writeFileSync(join(folder, file), after);
};

beforeEach(async () => {
  dataDir = make();
  folder = join(make(), 'export');
  expect((await simulate(ACCOUNT, 1)).code).toBe(0);
});

it('gives an account its events of a period with proofs, which are right by a key from elsewhere', async () => {
  expect((await simulate('acc_other', 2)).code).toBe(0);
  const [from, to] = ['2025-06-01T00:00:00Z', '2026-01-01T00:00:00Z'];
  const exported = await exportTo(folder, '--account', ACCOUNT, '--from', from, '--to', to);
  expect(exported.code).toBe(0);
  const events = eventsIn(folder);
  expect(events.length).toBeGreaterThan(5);
  expect(events.every(({ time }) => time >= from && time <= to)).toBe(true);
  expect(events.some(({ metadata }) => metadata.includes('acc_other'))).toBe(false);
  const verified = await run('verify', folder, '--key', keyOf(exported));
  expect(verified).toMatchObject({ code: 0, stderr: expect.stringContaining('everything is right') });
  expect(JSON.parse(verified.stdout)).toMatchObject({
    events: events.length,
    account: ACCOUNT,
    key: 'reader',
    problems: 0,
    from,
    to,
  });
  for (const said of [from, to, 'made at 20']) expect(verified.stderr).toContain(said);
});

it('is not enough by the key that the folder brings along, and says so', async () => {
  expect((await exportTo(folder)).code).toBe(0);
  const verified = await run('verify', folder);
  expect([verified.code, verified.stderr]).toEqual([4, expect.stringContaining('get the key from elsewhere')]);
});

it('takes keys from a file, and is not right by the key of another log', async () => {
  const exported = await exportTo(folder);
  const keys = join(make(), 'keys');
  writeFileSync(keys, `${keyOf(exported)}\n`);
  expect((await run('verify', folder, '--key', keys)).code).toBe(0);
  const other = await kabinet(['simulate', '--devices', '3', '--years', '1'], { dataDir: keys.replace(/keys$/, 'other') });
  expect(other.code).toBe(0);
  const foreign = await kabinet(['export', '--folder', join(make(), 'f')], { dataDir: keys.replace(/keys$/, 'other') });
  const refused = await run('verify', folder, '--key', keyOf(foreign));
  expect([refused.code, refused.stderr]).toEqual([5, expect.stringContaining('checkpoint cannot be believed')]);
});

it('tells every problem of a folder at the end, in both languages', async () => {
  const exported = await exportTo(folder);
  change('events.jsonl', /"revision":0/, '"revision":7');
  change('texts.jsonl', /"text":"/, '"text":"x');
  const [english, russian] = [
    await run('verify', folder, '--key', keyOf(exported)),
    await run('verify', folder, '--key', keyOf(exported), '--lang', 'ru'),
  ];
  expect([english.code, russian.code]).toEqual([5, 5]);
  for (const said of [
    'events.jsonl is not the file that the manifest names',
    'texts.jsonl is not the file that the manifest names',
    'events.jsonl, line 1: the log did not hold this event',
    'texts.jsonl, line 1: salt and text of',
    'PROBLEMS: 4',
  ])
    expect(english.stderr).toContain(said);
  expect(russian.stderr).toContain('НАРУШЕНИЙ: 4');
});

it('proves clear texts, and says which were erased', async () => {
  const first = await exportTo(folder, '--account', ACCOUNT);
  const texts = linesOf(readFileSync(join(folder, 'texts.jsonl'), 'utf8'));
  expect(texts.length).toBeGreaterThan(3);
  expect(texts.every((line) => line.includes('"salt"'))).toBe(true);
  expect((await run('erase', '--subject', ACCOUNT)).code).toBe(0);
  const later = join(make(), 'later');
  expect((await exportTo(later, '--account', ACCOUNT)).code).toBe(0);
  const erased = linesOf(readFileSync(join(later, 'texts.jsonl'), 'utf8')).filter((line) => line.includes('"erased":true'));
  expect(erased.length).toBeGreaterThan(0);
  expect(erased.every((line) => line.includes(`"subject":"${ACCOUNT}"`))).toBe(true);
  for (const one of [folder, later]) expect((await run('verify', one, '--key', keyOf(first))).code).toBe(0);
});

it('does not take a key that somebody destroyed by hand for an erasure', async () => {
  const keys = new Database(join(dataDir, 'keys', 'subject-keys.db'));
  keys.prepare('UPDATE subject_key SET key = NULL WHERE subject = ?').run(ACCOUNT);
  keys.close();
  const exported = await exportTo(folder);
  const { code, stderr } = await run('verify', folder, '--key', keyOf(exported));
  expect([code, stderr]).toEqual([5, expect.stringContaining(`the key of ${ACCOUNT} is gone, and the log does not say`)]);
});

it('leads from the checkpoint of an earlier export, and from no other', async () => {
  const first = await exportTo(folder);
  const kept = join(folder, 'checkpoint');
  expect((await simulate('acc_later', 3)).code).toBe(0);
  const [later, unrelated] = [join(make(), 'later'), join(make(), 'unrelated')];
  expect((await exportTo(later, '--earlier', kept)).code).toBe(0);
  const key = ['--key', keyOf(first)];
  expect((await run('verify', later, ...key, '--earlier', kept)).code).toBe(0);
  // Its own earlier checkpoint is another one than the auditor has kept.
  expect((await simulate('acc_latest', 4)).code).toBe(0);
  expect((await exportTo(unrelated, '--from', String(eventsIn(later).length + 1))).code).toBe(0);
  const refused = await run('verify', unrelated, ...key, '--earlier', kept);
  expect([refused.code, refused.stderr]).toEqual([5, expect.stringContaining('does not lead from the checkpoint')]);
});

it('leaves nothing behind when it is stopped, and can be given again', async () => {
  expect((await run('simulate', '--devices', '300', '--years', '2', '--now', NOW, '--account', 'acc_large')).code).toBe(0);
  const running = startKabinet(['export', '--folder', folder], { dataDir });
  while (!existsSync(join(folder, 'events.jsonl'))) await delay(2);
  running.child.kill('SIGINT');
  const { code, stderr } = await running.ended;
  expect([code, stderr, readdirSync(folder)]).toEqual([1, expect.stringContaining('not finished'), []]);
  expect((await exportTo(folder)).code).toBe(0);
}, 60_000);

it('refuses to export a log that somebody has edited, and writes nothing', async () => {
  expect((await exportTo(join(make(), 'before'))).code).toBe(0);
  const database = new Database(join(dataDir, 'events.db'));
  database.exec(`DROP TRIGGER events_are_not_updated; UPDATE events SET type = 'LicenseMelted' WHERE position = 9`);
  database.close();
  const refused = await exportTo(folder);
  expect([refused.code, refused.stderr]).toEqual([6, expect.stringContaining('the event of log index 8 (LicenseMelted')]);
  expect(existsSync(folder)).toBe(false);
});

it('works beside a running server', async () => {
  const server = startKabinet(['serve'], { dataDir, env: { PORT: '0', KABINET_LOG_LEVEL: 'silent' } });
  await new Promise<void>((resolve) => {
    server.child.stderr?.on('data', (text: string) => {
      if (text.includes('/readyz')) resolve();
    });
  });
  const exported = await exportTo(folder);
  expect(exported.code).toBe(0);
  expect((await run('verify', folder, '--key', keyOf(exported))).code).toBe(0);
  server.child.kill('SIGTERM');
  expect((await server.ended).code).toBe(0);
});

it.each(['a pipe', 'a device without an end', 'a folder'])('does not wait for %s in the place of a file', async (what) => {
  const exported = await exportTo(folder);
  const path = join(folder, 'texts.jsonl');
  rmSync(path);
  if (what === 'a pipe') execFileSync('mkfifo', [path]);
  else symlinkSync(what === 'a folder' ? '/' : '/dev/zero', path);
  const { code, stderr } = await run('verify', folder, '--key', keyOf(exported));
  expect([code, stderr]).toEqual([5, expect.stringContaining('texts.jsonl cannot be read (no regular file)')]);
  const manifest = join(folder, 'manifest.json');
  rmSync(manifest);
  writeFileSync(manifest, Buffer.alloc(17 * 1024 * 1024, 0x20));
  const large = await run('verify', folder, '--key', keyOf(exported));
  expect([large.code, large.stderr]).toEqual([5, expect.stringContaining('manifest.json cannot be read (larger than')]);
});

it.each([
  [['export', '--from', '1'], 'need --folder'],
  [['export', '--stream', 'license-', '--folder', 'x'], 'not for --folder'],
  [['export', '--folder', 'test'], 'not empty'],
  [['export', '--account', 'acc_nobody', '--folder', 'x'], 'no account acc_nobody'],
  [['export', '--from', '2026-01-01T00:00:00Z', '--to', '2025-06-01T00:00:00Z', '--folder', 'x'], 'is later than --to'],
  [['export', '--from', '9', '--to', '3', '--folder', 'x'], 'is later than --to'],
  [['export', '--from', '2999-01-01T00:00:00Z', '--folder', 'x'], 'lies in the future'],
  [['export', '--to', '2026-03-01', '--folder', 'x'], 'no time with an offset'],
  [['verify', 'nowhere'], 'no folder nowhere'],
  [['verify', 'test', '--key', 'nonsense'], 'neither a file nor a verifier key: '],
])('answers wrong usage with exit code 2: %j', async (args, said) => {
  const { code, stderr } = await run(...args);
  expect([code, stderr]).toEqual([2, expect.stringContaining(said)]);
});
