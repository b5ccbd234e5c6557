import { once } from 'node:events';
import { folders, kabinet, linesOf, startKabinet } from './kabinet.js';

const { make, removeAll } = folders();
afterAll(removeAll);

const FACTS = 400;

/** Facts of one base and its devices, each with an event of its own. */
const facts = (): string => {
  const guid = '13bee4fb-3a09-4dc4-a8a7-33f475627615';
  const lines: object[] = [
    { fact: 'openAccount', input: { accountId: 'acc_kill', name: 'Кабинет' } },
    { fact: 'registerDatabase', input: { accountId: 'acc_kill', databaseId: guid, name: 'База', kind: 'LOCAL' } },
  ];
  const product = { name: 'Магазин 15' };
  for (let index = lines.length; index < FACTS; index++) {
    const input = { accountId: 'acc_kill', databaseGuid: guid, deviceCode: `D${String(index)}`, name: 'ТСД' };
    const items = [{ kind: 'MAIN', product, perpetual: true, months: 12 }];
    lines.push(
      index % 2 === 0 ? { fact: 'reportDevice', input } : { fact: 'issueLicenses', input: { accountId: 'acc_kill', items } },
    );
  }
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
};

const typesIn = async (dataDir: string): Promise<readonly string[]> =>
  linesOf((await kabinet(['export'], { dataDir })).stdout).map((line) => (JSON.parse(line) as { type: string }).type);

describe('an import of facts that is killed and run again', () => {
  it('leaves each fact in the log exactly once', async () => {
    const dataDir = make();
    const text = facts();
    let [seen, killed] = [0, 0];
    for (let attempt = 0; attempt < 3; attempt++) {
      const { child, ended } = startKabinet(['import', '-'], { dataDir, input: text });
      while (child.exitCode === null && seen < (attempt + 1) * 60) {
        await Promise.race([once(child, 'close'), new Promise((resolve) => setTimeout(resolve, 30))]);
        seen = (await typesIn(dataDir)).length;
      }
      child.kill('SIGKILL');
      await ended;
      if (child.signalCode === 'SIGKILL') killed += 1;
    }
    expect(killed).toBeGreaterThan(0);
    expect(seen).toBeGreaterThan(0);
    const last = await kabinet(['import', '-'], { dataDir, input: text });
    expect(last.code).toBe(0);
    const types = await typesIn(dataDir);
    const count = (type: string): number => types.filter((one) => one === type).length;
    expect({ issued: count('LicenseIssued'), connected: count('DeviceConnected'), finished: count('RequestFinished') }).toEqual({
      issued: FACTS / 2 - 1,
      connected: FACTS / 2 - 1,
      finished: FACTS,
    });
  });

  it('would show it if a fact were in twice: under another name the same lines are new facts', async () => {
    const dataDir = make();
    const lines = linesOf(facts()).slice(0, 5);
    const input = lines.map((line) => `${line}\n`).join('');
    await kabinet(['import', '-', '--name', 'one'], { dataDir, input });
    await kabinet(['import', '-', '--name', 'two'], { dataDir, input });
    const issues = lines.filter((line) => line.includes('issueLicenses')).length;
    expect((await typesIn(dataDir)).filter((type) => type === 'LicenseIssued')).toHaveLength(2 * issues);
  });
});
