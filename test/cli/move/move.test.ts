import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compiledSources } from '../../support/compile.js';
import { startKurrentDouble, type KurrentDouble } from '../../support/kurrentdb/kurrentdb-double.js';
import { serverProcess } from '../../support/server-process.js';
import { folders, kabinet, linesOf, startKabinet } from '../kabinet.js';

const { make, removeAll } = folders();
let double: KurrentDouble;
beforeEach(async () => {
  double = await startKurrentDouble();
});
afterEach(() => double.stop());
afterAll(removeAll);

interface Summary {
  readonly size: number;
  readonly root: string;
  readonly copied: number;
  readonly signed: number | null;
  readonly whole: boolean;
}

const summaryOf = (stdout: string): Summary => JSON.parse(linesOf(stdout).at(-1) ?? '') as Summary;

async function simulated(): Promise<string> {
  const dataDir = make();
  expect((await kabinet(['simulate', '--devices', '3', '--years', '1'], { dataDir })).code).toBe(0);
  return dataDir;
}

/** Of a log that was signed with the keys of `keysOf`. */
const exported = async (dataDir: string, keysOf = dataDir): Promise<string> => {
  const { code, stdout, stderr } = await kabinet(['export'], { dataDir, env: { KABINET_KEYS_DIR: join(keysOf, 'keys') } });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return stdout;
};

it('moves a log that is served, then the rest of it, then all of it back: the same lines, the same name', async () => {
  const dataDir = await simulated();
  const out = ['move', '--from', 'sqlite', '--to', double.url];
  const server = await serverProcess(compiledSources(), dataDir);
  await server.start();
  const beside = await kabinet(out, { dataDir });
  expect({ code: beside.code, whole: summaryOf(beside.stdout).whole }).toEqual({ code: 4, whole: false });
  expect(beside.stderr).toContain('the server still runs');
  const checkpoint = await (await fetch(`${server.url}/log/checkpoint`)).text();
  expect(await server.stop()).toBe(0);

  const last = await kabinet(out, { dataDir });
  const { size, root, signed } = summaryOf(last.stdout);
  expect({ code: last.code, summary: summaryOf(last.stdout) }).toMatchObject({ code: 0, summary: { copied: 0, whole: true } });
  expect(signed).toBe(size);
  expect(linesOf(last.stderr).filter((line) => line.endsWith(`${String(size)} events, root ${root}`))).toHaveLength(2);

  const newDir = make();
  const back = await kabinet(['move', '--from', double.url, '--to', 'sqlite'], { dataDir: newDir });
  expect({ code: back.code, summary: summaryOf(back.stdout) }).toMatchObject({ code: 0, summary: { size, root, signed } });
  expect((await exported(newDir, dataDir)) === (await exported(dataDir))).toBe(true);

  // Whoever opens it with the keys of the old one finds the log that was signed there.
  const env = { KABINET_KEYS_DIR: join(dataDir, 'keys'), KABINET_LOG_CHECK: 'whole' };
  const moved = await serverProcess(compiledSources(), newDir, env);
  await moved.start();
  const [name, events] = (await (await fetch(`${moved.url}/log/checkpoint`)).text()).split('\n');
  expect(await moved.stop()).toBe(0);
  expect({ name, events }).toEqual({ name: checkpoint.split('\n')[0], events: String(size) });
}, 90_000);

it('keeps the keys of another log away from the one that was moved', async () => {
  const dataDir = await simulated();
  await kabinet(['move', '--from', 'sqlite', '--to', double.url], { dataDir });
  const newDir = make();
  await kabinet(['move', '--from', double.url, '--to', 'sqlite'], { dataDir: newDir });
  const refused = await kabinet(['rebuild'], { dataDir: newDir, env: { KABINET_KEYS_DIR: join(await simulated(), 'keys') } });
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('another look-up key');
});

it('refuses a target that holds another log, with exit code 5', async () => {
  await kabinet(['move', '--from', 'sqlite', '--to', double.url], { dataDir: await simulated() });
  const records = double.records().length;
  const { code, stdout, stderr } = await kabinet(['move', '--from', 'sqlite', '--to', double.url], {
    dataDir: await simulated(),
  });
  expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
  expect(stderr).toContain('another log');
  expect(double.records().length).toBe(records);
});

it('ends in order on SIGINT, and goes on when it is started again', async () => {
  const dataDir = await simulated();
  double.delayAnswers(30);
  const { child, ended } = startKabinet(['move', '--from', 'sqlite', '--to', double.url], { dataDir });
  const enough = setInterval(() => {
    if (double.records().filter(({ stream }) => stream.startsWith('license-')).length <= 3) return;
    clearInterval(enough);
    child.kill('SIGINT');
  }, 20);
  const { code, stderr } = await ended;
  expect(code).toBe(1);
  const there = Number(/stopped: (\d+) events/.exec(stderr)?.[1]);
  expect(there).toBeGreaterThan(3);
  double.delayAnswers(0);
  const again = await kabinet(['move', '--from', 'sqlite', '--to', double.url], { dataDir });
  const { size, copied } = summaryOf(again.stdout);
  expect({ code: again.code, copied }).toEqual({ code: 0, copied: size - there });
});

describe('what is given', () => {
  it('may be a file, so that no list of processes shows it', async () => {
    const dataDir = await simulated();
    const file = join(make(), 'kurrentdb');
    writeFileSync(file, `${double.url.replace('//', '//admin:change%21it@')}\n`);
    const { code, stdout, stderr } = await kabinet(['move', '--from', 'sqlite', '--to', `@${file}`], { dataDir });
    expect(code).toBe(0);
    expect(stdout + stderr).not.toContain('change');
    expect(stdout + stderr).not.toContain('admin');
  });

  it.each([
    ['postgres://admin:sesame@127.0.0.1/kabinet', 'sqlite'],
    ['esdb://admin:sesame@127.0.0.1:port', 'sqlite'],
    ['esdb://admin:ses%ame@127.0.0.1:1?tls=false', 'sqlite'],
    ['esdb://admin:sesame@127.0.0.1:1?tls=false', 'esdb://admin:sesame@127.0.0.1:2?tls=false'],
    ['sqlite', 'sqlite'],
  ])('is refused with exit code 2 where it is no move, and no password is shown: %s → %s', async (from, to) => {
    const { code, stdout, stderr } = await kabinet(['move', '--from', from, '--to', to], { dataDir: make() });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/connection string/);
    expect(stderr).not.toMatch(/ses|admin/);
  });

  it('shows no password of a server that does not answer', async () => {
    const from = 'esdb://admin:ses/ame@127.0.0.1:1?tls=false';
    const { code, stderr } = await kabinet(['move', '--from', from, '--to', 'sqlite'], { dataDir: make() });
    expect(code).toBe(1);
    expect(stderr).toContain('the event log cannot be used');
    expect(stderr).not.toMatch(/ses|admin/);
  });

  it('needs a log to move', async () => {
    const { code, stderr } = await kabinet(['move', '--from', 'sqlite', '--to', double.url], { dataDir: make() });
    expect([code, stderr]).toEqual([2, expect.stringContaining('no event log')]);
  });
});
