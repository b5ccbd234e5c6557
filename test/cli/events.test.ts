import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folders, kabinet, linesOf } from './kabinet.js';

const { make, removeAll } = folders();
afterAll(removeAll);

const NOW = '2026-03-01T09:00:00Z';

/** The events of a simulated customer, as `export` writes them. */
async function simulatedEvents(dataDir: string, devices: number): Promise<string> {
  const simulated = await kabinet(['simulate', '--devices', String(devices), '--years', '2', '--now', NOW], { dataDir });
  expect(simulated).toMatchObject({ code: 0 });
  const exported = await kabinet(['export'], { dataDir });
  expect(exported.code).toBe(0);
  return exported.stdout;
}

const exportOf = async (dataDir: string, ...args: readonly string[]): Promise<string> =>
  (await kabinet(['export', ...args], { dataDir })).stdout;

const fileWith = (text: string): string => {
  const path = join(make(), 'events.ndjson');
  writeFileSync(path, text);
  return path;
};

describe('export and import', () => {
  const source = make();
  let events: string;
  beforeAll(async () => {
    events = await simulatedEvents(source, 24);
  });

  it('bring every event into an empty folder as it was: order, ids, times and bytes', async () => {
    const dataDir = make();
    const { code, stdout } = await kabinet(['import', fileWith(events)], { dataDir });
    const count = linesOf(events).length;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ lines: count, added: count, known: 0, failed: 0 });
    expect(await exportOf(dataDir)).toBe(events);
  });

  it('add nothing a second time, also from standard input', async () => {
    const dataDir = make();
    await kabinet(['import', fileWith(events)], { dataDir });
    const { code, stdout } = await kabinet(['import', '-'], { dataDir, input: events });
    const count = linesOf(events).length;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ lines: count, added: 0, known: count, failed: 0 });
  });

  it('go on where the import was killed', async () => {
    const dataDir = make();
    const path = fileWith(events);
    // A part of the file, cut in the middle of a line, is what a killed import had taken in.
    const half = events.slice(0, Math.floor(events.length / 2));
    const partly = await kabinet(['import', '-'], { dataDir, input: half });
    expect(partly.code).toBe(4);
    const { code, stdout } = await kabinet(['import', path], { dataDir });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ known: linesOf(half).length - 1, failed: 0 });
    expect(await exportOf(dataDir)).toBe(events);
  });

  it('tell every bad line by its number and reason, and take in the good ones', async () => {
    const good = linesOf(events);
    const changed = (index: number, change: object): string =>
      JSON.stringify({ ...(JSON.parse(good[index] ?? '') as object), ...change });
    const mixed = [
      good[0],
      'not json',
      good[1],
      changed(2, { id: 'nonsense' }),
      changed(2, { type: 'LicenseMelted' }),
      changed(2, { stream: 'upload-x' }),
      changed(2, { revision: 7 }),
      '{"neither":1}',
      '',
      good[2],
      `"${'x'.repeat(5 * 1024 * 1024)}"`,
      good[3],
    ];
    const dataDir = make();
    const { code, stdout, stderr } = await kabinet(['import', '-'], { dataDir, input: mixed.join('\n') });
    expect(code).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({ lines: 11, added: 4, failed: 7 });
    const said = linesOf(stderr).filter((line) => line.startsWith('line '));
    expect(said.map((line) => /^line (\d+): /.exec(line)?.[1])).toEqual(['2', '4', '5', '6', '7', '8', '11']);
    expect(said[2]).toContain('LicenseMelted');
    expect(await exportOf(dataDir)).toBe(
      good
        .slice(0, 4)
        .map((line) => `${line}\n`)
        .join(''),
    );
  });

  it('refuse another event at a place that is taken', async () => {
    const dataDir = make();
    await kabinet(['import', fileWith(events)], { dataDir });
    const [first = ''] = linesOf(events);
    const other = JSON.stringify({ ...(JSON.parse(first) as object), id: '00000000-0000-8000-8000-000000000000' });
    const { code, stderr } = await kabinet(['import', '-'], { dataDir, input: other });
    expect(code).toBe(4);
    expect(stderr).toContain('line 1: event 0 of account-');
    expect(await exportOf(dataDir)).toBe(events);
  });

  it('keep bytes that JSON would not write again', async () => {
    const [first = ''] = linesOf(events);
    const { body, ...rest } = JSON.parse(first) as { body: unknown };
    const spaced = Buffer.from(`${JSON.stringify(body)} `).toString('base64');
    const dataDir = make();
    await kabinet(['import', '-'], { dataDir, input: JSON.stringify({ ...rest, bodyBase64: spaced }) });
    expect(JSON.parse(await exportOf(dataDir))).toMatchObject({ bodyBase64: spaced });
  });

  it('select by position, stream and account', async () => {
    const dataDir = make();
    await kabinet(['import', fileWith(events)], { dataDir });
    const env = { KABINET_KEYS_DIR: join(source, 'keys') };
    const other = await kabinet(['simulate', '--devices', '3', '--account', 'acc_other', '--now', NOW], { dataDir, env });
    expect(other.code).toBe(0);
    const count = linesOf(events).length;
    expect(await exportOf(dataDir, '--from-position', String(count - 1))).toMatch(
      new RegExp(`^\\{"position":${String(count - 1)},`),
    );
    const licenses = linesOf(await exportOf(dataDir, '--stream', 'license-'));
    expect(licenses.length).toBeGreaterThan(0);
    expect(licenses.every((line) => line.includes('"stream":"license-'))).toBe(true);
    // Everything of the first account is there, the vendor's issues too, and nothing of the other.
    expect(await exportOf(dataDir, '--account', 'acc_simulated-24-1')).toBe(events);
  });

  it('name an account that the log does not know, with exit code 2', async () => {
    const { code, stdout, stderr } = await kabinet(['export', '--account', 'acc_none'], { dataDir: source });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('there is no account acc_none in the log');
    const filtered = await kabinet(['export', '--account', 'acc_simulated-24-1', '--stream', 'nothing-'], { dataDir: source });
    expect(filtered).toMatchObject({ code: 0, stdout: '' });
  });

  it('are not needed for a token: for an account that the log does not know it warns', async () => {
    const token = (account: string) => kabinet(['token', '--role', 'OWNER', '--account', account], { dataDir: source });
    const unknown = await token('acc_none');
    expect(unknown.code).toBe(0);
    expect(unknown.stderr).toContain('warning: there is no account acc_none in the log');
    expect((await token('acc_simulated-24-1')).stderr).not.toContain('warning');
  });

  it('show no whole activation code', async () => {
    expect(events).toContain('"lastGroup"');
    expect(events).not.toMatch(/\b(?:[0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}\b/);
  });

  it('copy the log into a backup that another folder can be started from', async () => {
    const dataDir = make();
    await kabinet(['import', fileWith(events)], { dataDir });
    const restored = make();
    const target = join(restored, 'events.db');
    expect((await kabinet(['backup', '--to', target], { dataDir })).code).toBe(0);
    expect(await exportOf(restored)).toBe(events);
    const before = readFileSync(target);
    expect((await kabinet(['backup', '--to', target], { dataDir })).code).toBe(2);
    expect(readFileSync(target).equals(before)).toBe(true);
  });
});
