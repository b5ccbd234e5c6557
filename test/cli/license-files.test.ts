import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseLicenseFileKeys } from '../../src/license-files/keys.js';
import type { LicenseFileItem } from '../../src/license-files/license-in-file.js';
import { readSignedLicenses } from '../../src/license-files/reader.js';
import { folders, kabinet } from './kabinet.js';

const { make, removeAll } = folders();
afterAll(removeAll);

/** The items of a file, under the key that the command printed. */
async function read(path: string, printed: string): Promise<readonly LicenseFileItem[]> {
  const [, text = ''] = /^KABINET_LICENSE_FILE_KEYS=(.*)$/m.exec(printed) ?? [];
  const reading = parseLicenseFileKeys(text);
  if (!reading.ok) throw new Error(reading.problem);
  const items: LicenseFileItem[] = [];
  for await (const item of readSignedLicenses(() => createReadStream(path), reading.keys)) items.push(item);
  return items;
}

describe('kabinet simulate --license-files', () => {
  it('writes signed files that are accepted under the key it prints', async () => {
    const folder = join(make(), 'licenses');
    const { code, stdout } = await kabinet(['simulate', '--license-files', folder, '--files', '2', '--licenses', '3'], {
      dataDir: make(),
    });
    expect(code).toBe(0);
    expect(readdirSync(folder)).toEqual(['licenses-0001.xml', 'licenses-0002.xml']);
    const items = await read(join(folder, 'licenses-0001.xml'), stdout);
    expect(items.map(({ kind }) => kind)).toEqual(['license', 'license', 'license']);
  });

  it('puts the one bad license of 10,000 in the 5,000th place', async () => {
    const folder = make();
    const args = ['simulate', '--license-files', folder, '--licenses', '10000', '--bad', '1'];
    const { stdout } = await kabinet(args, { dataDir: make() });
    const items = await read(join(folder, 'licenses-0001.xml'), stdout);
    expect(items).toHaveLength(10_000);
    const bad = items.filter(({ kind }) => kind !== 'license');
    expect(bad).toMatchObject([{ kind: 'bad', number: 5_000, outcome: 'CODE_MISTYPED' }]);
  });

  it('takes licenses of the log that were not uploaded yet', async () => {
    const dataDir = make();
    const issue = {
      fact: 'issueLicenses',
      input: {
        accountId: 'acc_f',
        items: [{ code: null, kind: 'MAIN', product: { name: 'Склад 15' }, perpetual: true, months: 12 }],
      },
    };
    const open = { fact: 'openAccount', input: { accountId: 'acc_f', name: 'Склад' } };
    const input = JSON.stringify(open) + '\n' + JSON.stringify(issue).replace('"code":null,', '') + '\n';
    expect((await kabinet(['import', '-'], { dataDir, input })).code).toBe(0);
    const folder = make();
    const args = ['simulate', '--license-files', folder, '--licenses', '2', '--known', '5', '--account', 'acc_f'];
    const { stdout } = await kabinet(args, { dataDir });
    const [first, second] = await read(join(folder, 'licenses-0001.xml'), stdout);
    expect(first).toMatchObject({
      kind: 'license',
      license: { product: { name: 'Склад 15', level: null }, updates: { months: 12 } },
    });
    expect(second).toMatchObject({ kind: 'license' });
  });

  it('refuses more bad licenses than there are', async () => {
    const args = ['simulate', '--license-files', make(), '--licenses', '2', '--bad', '3'];
    expect((await kabinet(args, { dataDir: make() })).code).toBe(2);
  });
});
