/** Somebody has edited an old event of the log: commands that read it say so with exit code 6, and leave nothing behind that looks right. */
import { copyFileSync, cpSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { printCheckpoint } from '../../src/audit/checkpoint.js';
import { signNote } from '../../src/audit/signed-note.js';
import { openSqliteEventStore } from '../../src/event-store/sqlite/sqlite-event-store.js';
import { newKey } from '../audit/support.js';
import { folders, kabinet, linesOf } from './kabinet.js';

const { make, removeAll } = folders();
afterAll(removeAll);

const ACCOUNT = 'acc_simulated-3-1';

let honest: string;
beforeAll(async () => {
  honest = make();
  expect((await kabinet(['simulate', '--devices', '3', '--years', '1'], { dataDir: honest })).code).toBe(0);
}, 60_000);

/** A copy of the folder whose log somebody has worked on. */
function changed(work: (file: Database.Database) => void): string {
  const dataDir = make();
  copyFileSync(join(honest, 'events.db'), join(dataDir, 'events.db'));
  const file = new Database(join(dataDir, 'events.db'));
  for (const { name } of file.prepare<[], { name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).all())
    file.exec(`DROP TRIGGER ${name}`);
  work(file);
  file.close();
  return dataDir;
}

const forgeAccount = (file: Database.Database): void => {
  const { changes } = file
    .prepare(`UPDATE events SET body = CAST(body || ' ' AS BLOB) WHERE stream = (SELECT key FROM streams WHERE name = ?)`)
    .run(ACCOUNT.replace('acc_', 'account-'));
  expect(changes).toBeGreaterThan(0);
};

const run = (args: readonly string[], dataDir: string, input?: string) =>
  kabinet(args, { dataDir, env: { KABINET_KEYS_DIR: join(honest, 'keys') }, ...(input === undefined ? {} : { input }) });

const registerFact = (name: string): string =>
  `${JSON.stringify({ fact: 'registerDatabase', input: { accountId: ACCOUNT, name, kind: 'CLOUD' } })}\n`;

it.each([
  ['export', () => ['export']],
  ['export of an account', () => ['export', '--account', ACCOUNT]],
  ['export of a folder', () => ['export', '--folder', join(make(), 'folder')]],
  ['simulate, which goes on', () => ['simulate', '--devices', '3', '--years', '1']],
])('%s is refused', async (_name, args) => {
  const { code, stderr } = await run(args(), changed(forgeAccount));
  expect({ code, stderr }).toEqual({ code: 6, stderr: expect.stringContaining('is not the one that was appended') });
});

it('a fact is not decided on it', async () => {
  const dataDir = changed(forgeAccount);
  const before = countIn(dataDir);
  const { code, stderr } = await run(['import', '-'], dataDir, registerFact('Склад'));
  expect({ code, stderr }).toEqual({ code: 6, stderr: expect.stringContaining('is not the one that was appended') });
  expect(countIn(dataDir) - before).toBeLessThanOrEqual(1);
  expect(
    (
      await run(
        ['import', '-'],
        changed(() => undefined),
        registerFact('Склад'),
      )
    ).code,
  ).toBe(0);
});

function countIn(dataDir: string): number {
  const file = new Database(join(dataDir, 'events.db'), { readonly: true });
  const count = file.prepare<[], number>('SELECT count(*) FROM events').pluck().get() ?? 0;
  file.close();
  return count;
}

it('no backup of it is made, and one of the honest log is', async () => {
  const folder = make();
  const refused = await run(['backup', '--to', join(folder, 'copy.db')], changed(forgeAccount));
  expect(refused).toMatchObject({ code: 6, stderr: expect.stringContaining('is not the one that was appended') });
  expect(readdirSync(folder)).toEqual([]);
  expect((await run(['backup', '--to', join(folder, 'copy.db')], honest)).code).toBe(0);
  expect(existsSync(join(folder, 'copy.db'))).toBe(true);
});

it('a backup of a log without hashes is made, and says that it was compared with nothing', async () => {
  const older = changed((file) => {
    file.exec('DROP TABLE leaf_hashes; DROP TABLE tree_hashes; DROP TABLE checkpoints; DROP TABLE self_checks');
  });
  const copy = join(make(), 'copy.db');
  const { code, stderr } = await run(['backup', '--to', copy], older);
  expect({ code, stderr }).toEqual({ code: 4, stderr: expect.stringContaining('compared with nothing') });
  expect(existsSync(copy)).toBe(true);
});

it('license files are not made of it, and an export of lines ends before the forged one', async () => {
  const forged = changed((file) => {
    file.exec(`UPDATE events SET body = CAST(body || ' ' AS BLOB) WHERE type = 'LicenseIssued'`);
  });
  const out = make();
  const args = ['simulate', '--license-files', out, '--licenses', '2', '--known', '1', '--account', ACCOUNT];
  expect((await run(args, forged)).code).toBe(6);
  expect(readdirSync(out)).toEqual([]);
  const { code, stdout } = await run(['export'], forged);
  expect(code).toBe(6);
  expect(linesOf(stdout).filter((line) => line.includes('LicenseIssued'))).toEqual([]);
});

it('an import that was cut off, whose keys remember more than is there yet, goes on', async () => {
  const whole = await run(['export'], honest);
  const lines = linesOf(whole.stdout);
  const [dataDir, file] = [make(), join(make(), 'lines')];
  const keysDir = join(make(), 'keys');
  cpSync(join(honest, 'keys'), keysDir, { recursive: true });
  const [origin, rootHash] = ['kabinet/before', Buffer.alloc(32)];
  const signed = signNote(printCheckpoint({ origin, size: lines.length, rootHash, extensions: [] }), [newKey(origin)]);
  writeFileSync(join(keysDir, 'kabinet-before.checkpoint'), signed, { mode: 0o600 });
  const env = { KABINET_KEYS_DIR: keysDir };
  const half = lines.slice(0, Math.floor(lines.length / 2));
  expect(await kabinet(['import', '-'], { dataDir, env, input: `${half.join('\n')}\n` })).toMatchObject({ code: 0 });
  writeFileSync(file, `${lines.join('\n')}\n`);
  expect(await kabinet(['import', file], { dataDir, env })).toMatchObject({ code: 0 });
  const store = openSqliteEventStore({ folder: dataDir, clock: Date.now, readOnly: true });
  expect((await store.head()).position).toBe(lines.length);
  await store.close();
});
