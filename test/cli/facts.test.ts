import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folders, kabinet, linesOf } from './kabinet.js';

const { make, removeAll } = folders();
afterAll(removeAll);

const GUID = '13bee4fb-3a09-4dc4-a8a7-33f475627615';
const OPEN = { fact: 'openAccount', recordedAt: '2025-01-01T09:00:00Z', input: { accountId: 'acc_f', name: 'Магазин' } };
const BASE = {
  fact: 'registerDatabase',
  recordedAt: '2025-01-02T09:00:00Z',
  input: { accountId: 'acc_f', databaseId: GUID, name: 'База', kind: 'LOCAL' },
};
const REPORT = {
  fact: 'reportDevice',
  recordedAt: '2025-01-03T12:00:00+03:00',
  input: { accountId: 'acc_f', databaseGuid: GUID, deviceCode: 'A1', name: 'ТСД' },
};

const importing = (dataDir: string, lines: readonly (object | string)[], ...args: readonly string[]) =>
  kabinet(['import', '-', ...args], {
    dataDir,
    input: lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''),
  });

interface Exported {
  readonly type: string;
  readonly recordedAt: string;
  readonly metadata: { readonly actor: { readonly id: string; readonly role: string } };
}

const eventsIn = async (dataDir: string): Promise<readonly Exported[]> =>
  linesOf((await kabinet(['export'], { dataDir })).stdout)
    .map((line) => JSON.parse(line) as Exported)
    .filter(({ type }) => !type.startsWith('Request'));

describe('an import of facts', () => {
  it('takes them in at their own time, with bases and devices named by GUID and code', async () => {
    const dataDir = make();
    const rename = {
      fact: 'renameDevice',
      actor: { id: 'ivan', role: 'MEMBER' },
      input: { accountId: 'acc_f', deviceCode: 'A1', name: 'Касса' },
    };
    expect((await importing(dataDir, [OPEN, BASE, REPORT, rename])).code).toBe(0);
    const events = await eventsIn(dataDir);
    expect(events.map(({ type }) => type)).toEqual(['AccountOpened', 'DatabaseRegistered', 'DeviceConnected', 'DeviceRenamed']);
    expect(events[2]?.recordedAt).toBe('2025-01-03T09:00:00.000Z');
    expect(events[3]?.metadata.actor).toMatchObject({ id: 'ivan', role: 'MEMBER' });
  });

  it('takes nothing from the future: everything later would be recorded there', async () => {
    const dataDir = make();
    const { code, stderr } = await importing(dataDir, [OPEN, { ...BASE, recordedAt: '2099-01-01T00:00:00Z' }]);
    expect([code, stderr]).toEqual([4, expect.stringContaining('recordedAt lies in the future')]);
    const lines = linesOf((await kabinet(['export'], { dataDir })).stdout).map((line) => JSON.parse(line) as object);
    const other = make();
    const ahead = lines.map((line) => ({ ...line, recordedAt: '2099-01-01T00:00:00.000Z' }));
    expect((await importing(other, ahead)).code).toBe(4);
    expect(await eventsIn(other)).toEqual([]);
  });

  it('tells each line that cannot be, and takes in the others', async () => {
    const dataDir = make();
    const lines = [
      OPEN,
      { fact: 'registerBase', input: {} },
      { ...BASE, input: { ...BASE.input, kind: 'MOON' } },
      { ...BASE, input: { ...BASE.input, colour: 'red' } },
      { ...BASE, input: { accountId: 'acc_f' } },
      { ...BASE, recordedAt: 'yesterday' },
      { ...BASE, actor: 'ivan' },
      { fact: 'stopDatabase', input: { databaseId: 'db_none' } },
      { fact: 'issueLicenses', input: { items: [{ kind: 'MAIN', perpetual: true, product: { name: 7 } }] } },
      BASE,
    ];
    const { code, stderr } = await importing(dataDir, lines);
    expect(code).toBe(4);
    expect(linesOf(stderr).slice(0, -1)).toEqual([
      expect.stringMatching(/^line 2: no fact of that name/),
      expect.stringMatching(/^line 3: .*input\.kind/),
      expect.stringMatching(/^line 4: .*input\.colour/),
      expect.stringMatching(/^line 5: .*input\.name/),
      expect.stringMatching(/^line 6: .*recordedAt/),
      expect.stringMatching(/^line 7: .*actor/),
      expect.stringMatching(/^line 8: NOT_FOUND/),
      expect.stringMatching(/^line 9: .*input\.items\.0\.product\.name/),
    ]);
    expect((await eventsIn(dataDir)).map(({ type }) => type)).toEqual(['AccountOpened', 'DatabaseRegistered']);
  });

  it('tells what did not follow from a fact that is in, without the code', async () => {
    const dataDir = make();
    const code = '7H3KQ-7H3KQ-7H3KQ-7H3KQ-7H3KQ';
    const ended = await importing(dataDir, [OPEN, BASE, { ...REPORT, input: { ...REPORT.input, activationCode: code } }]);
    expect(ended.code).toBe(4);
    expect(ended.stderr).toContain('line 3: taken in, but: CODE_MISTYPED');
    expect(ended.stderr).not.toContain('7H3KQ');
    expect((await eventsIn(dataDir)).map(({ type }) => type)).toContain('DeviceConnected');
  });

  it('adds nothing where the same file comes again, nor where a line has the key of one that was taken in', async () => {
    const dataDir = make();
    const issue = {
      fact: 'issueLicenses',
      key: 'order 1',
      input: { accountId: 'acc_f', items: [{ kind: 'MAIN', product: { name: 'Магазин 15' }, perpetual: true, months: 12 }] },
    };
    const path = join(make(), 'facts.ndjson');
    writeFileSync(path, [OPEN, issue].map((line) => `${JSON.stringify(line)}\n`).join(''));
    for (let time = 0; time < 2; time++) expect((await kabinet(['import', path], { dataDir })).code).toBe(0);
    expect((await importing(dataDir, ['', issue])).code).toBe(0);
    expect((await eventsIn(dataDir)).map(({ type }) => type)).toEqual(['AccountOpened', 'LicenseIssued']);
  });

  it('goes on with a corrected file under the same name', async () => {
    const dataDir = make();
    const issue = {
      fact: 'issueLicenses',
      input: { accountId: 'acc_f', items: [{ kind: 'MAIN', product: { name: 'Склад 15' }, perpetual: true, months: 12 }] },
    };
    const wrong = { ...BASE, input: { ...BASE.input, kind: 'MOON' } };
    expect((await importing(dataDir, [OPEN, issue, wrong], '--name', 'march')).code).toBe(4);
    expect((await importing(dataDir, [OPEN, issue, BASE], '--name', 'march')).code).toBe(0);
    expect((await eventsIn(dataDir)).map(({ type }) => type)).toEqual(['AccountOpened', 'LicenseIssued', 'DatabaseRegistered']);
  });
});
