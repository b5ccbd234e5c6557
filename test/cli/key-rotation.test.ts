/** While the log's key changes, and afterwards, a clean log is found right by whatever key an auditor has. */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folders, kabinet, linesOf, type Ended } from './kabinet.js';

const { make, removeAll } = folders();
afterAll(removeAll);

let dataDir: string;
const run = (...args: readonly string[]): Promise<Ended> => kabinet(args, { dataDir });
const simulate = async (seed: number): Promise<void> => {
  const args = ['--devices', '3', '--years', '1', '--account', `acc_${String(seed)}`, '--seed', String(seed)];
  expect((await run('simulate', ...args)).code).toBe(0);
};
const keyFile = (): string => join(dataDir, 'keys', 'log-signing.pem');
const newBlock = (): string => generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
const publicBlock = (pem: string): string => createPublicKey(pem).export({ format: 'pem', type: 'spki' }).toString();

interface Exported extends Ended {
  readonly folder: string;
  /** In the order of the key file. */
  readonly keys: readonly string[];
}
async function exported(...more: readonly string[]): Promise<Exported> {
  const folder = join(make(), 'export');
  const ended = await run('export', '--folder', folder, ...more);
  return { ...ended, folder, keys: linesOf(ended.stderr).filter((line) => line.startsWith('kabinet/')) };
}

it('leads on to the new key, and back to what the old one has signed', async () => {
  dataDir = make();
  await simulate(1);
  const before = await exported();
  const [old = ''] = before.keys;
  const oldBlock = readFileSync(keyFile(), 'utf8');
  const block = newBlock();

  // Both sign.
  writeFileSync(keyFile(), `${oldBlock}${block}`);
  await simulate(2);
  const during = await exported();
  const fresh = during.keys.find((key) => key !== old) ?? '';
  for (const key of [old, fresh]) expect(await run('verify', during.folder, '--key', key)).toMatchObject({ code: 0 });
  expect(existsSync(join(during.folder, 'earlier-checkpoint'))).toBe(false);
  expect(during.stderr).toContain('no consistency proof');
  const kept = ['--earlier', join(before.folder, 'checkpoint')];
  const led = await exported(...kept);
  expect(await run('verify', led.folder, '--key', old, '--key', fresh, ...kept)).toMatchObject({ code: 0 });

  // The new one alone.
  writeFileSync(keyFile(), block);
  await simulate(3);
  const refused = await exported(...kept);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('put the PUBLIC KEY block of that key back')]);
  const plain = await exported();
  expect(await run('verify', plain.folder, '--key', fresh)).toMatchObject({ code: 0 });
  writeFileSync(keyFile(), `${block}${publicBlock(oldBlock)}`);
  const after = await exported(...kept);
  expect(after.code).toBe(0);
  expect(await run('verify', after.folder, '--key', old, '--key', fresh, ...kept)).toMatchObject({ code: 0 });
}, 120_000);

it('signs a log that has not grown since with the new key too, before it is exported', async () => {
  dataDir = make();
  await simulate(1);
  const [old = ''] = (await exported()).keys;
  writeFileSync(keyFile(), `${readFileSync(keyFile(), 'utf8')}${newBlock()}`);
  const during = await exported();
  const fresh = during.keys.find((key) => key !== old) ?? '';
  expect(await run('verify', during.folder, '--key', fresh)).toMatchObject({ code: 0 });
}, 60_000);
