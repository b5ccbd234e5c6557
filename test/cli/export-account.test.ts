/** `kabinet export --account`: what that account sees in the API, no more and no less, also of a license that changed hands. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeFromFreeLetters, formatCode } from '../../src/domain/activation-code.js';
import { folders, kabinet, linesOf, type Ended } from './kabinet.js';

const { make, removeAll } = folders();
afterAll(removeAll);

const CODE = formatCode(codeFromFreeLetters(Array.from({ length: 20 }, (_, at) => at)));
const REASON = 'Продана соседям, Бета не заплатила';
const ITEM = { kind: 'MAIN', perpetual: true, months: 12, code: CODE, product: { name: 'Магазин 15' } };
const FACTS = [
  { fact: 'openAccount', input: { accountId: 'acc_beta', name: 'Бета' } },
  { fact: 'openAccount', input: { accountId: 'acc_gamma', name: 'Гамма' } },
  { fact: 'issueLicenses', input: { accountId: 'acc_beta', items: [ITEM] } },
  { fact: 'addLicensesByCode', input: { accountId: 'acc_beta', codes: [CODE] } },
  { fact: 'releaseLicense', input: { activationCode: CODE, toAccountId: 'acc_gamma', reason: REASON } },
  { fact: 'addLicensesByCode', input: { accountId: 'acc_gamma', codes: [CODE] } },
];

let dataDir: string;
let key: string;
const run = (...args: readonly string[]): Promise<Ended> => kabinet(args, { dataDir });

interface Line {
  readonly type: string;
  readonly stream: string;
  readonly data?: unknown;
}
const typesIn = (folder: string): readonly string[] =>
  linesOf(readFileSync(join(folder, 'events.jsonl'), 'utf8')).map((line) => (JSON.parse(line) as Line).type);
const textOf = (folder: string): string =>
  ['events.jsonl', 'texts.jsonl', 'manifest.json'].map((name) => readFileSync(join(folder, name), 'utf8')).join('');

async function exported(account: string): Promise<string> {
  const folder = join(make(), account);
  const ended = await run('export', '--account', account, '--folder', folder);
  expect(ended).toMatchObject({ code: 0 });
  key = linesOf(ended.stderr).at(-1) ?? '';
  return folder;
}

beforeAll(async () => {
  dataDir = make();
  const facts = FACTS.map((fact) => JSON.stringify(fact)).join('\n');
  expect(await kabinet(['import', '-'], { dataDir, input: facts })).toMatchObject({ code: 0 });
});

it('has all that happened to a license while the account held it, with its release', async () => {
  const folder = await exported('acc_beta');
  const types = typesIn(folder);
  for (const type of ['AccountOpened', 'LicenseIssued', 'LicenseUploaded', 'LicenseReleased']) expect(types).toContain(type);
  expect(types.filter((type) => type === 'LicenseUploaded')).toHaveLength(1);
  expect(textOf(folder)).not.toContain('acc_gamma');
});

it('shows nothing of who held the license before, and not what was said to them', async () => {
  const folder = await exported('acc_gamma');
  const types = typesIn(folder);
  expect(types).toContain('LicenseReleased');
  expect(types).not.toContain('LicenseIssued');
  expect(types.filter((type) => type === 'LicenseUploaded')).toHaveLength(1);
  expect(textOf(folder)).not.toContain('acc_beta');
  expect(textOf(folder)).not.toContain('Бета');
});

it.each(['acc_beta', 'acc_gamma'])(
  'is right for %s by the key of the log, with the release proven by its hashes',
  async (account) => {
    const folder = await exported(account);
    const verified = await run('verify', folder, '--key', key);
    expect(verified).toMatchObject({ code: 0, stderr: expect.stringContaining('1 of them name another account') });
    expect(JSON.parse(verified.stdout)).toMatchObject({ account, withheld: 1, problems: 0 });
  },
);

it.each([
  ['acc_beta', 'acc_gamma'],
  ['acc_gamma', 'acc_beta'],
])('shows %s as little of %s where the events are lines', async (account, other) => {
  const { code, stdout } = await run('export', '--account', account);
  expect([code, stdout.includes(other)]).toEqual([0, false]);
  expect(stdout).toMatch(/"type":"LicenseReleased".*"bodySha256":"[0-9a-f]{64}"/);
});
