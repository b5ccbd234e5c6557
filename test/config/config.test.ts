import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readConfig, type Config } from '../../src/config/config.js';
import { createClock } from '../../src/config/test-clock.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kabinet config-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function accepted(env: Record<string, string>): { readonly config: Config; readonly warnings: readonly string[] } {
  const reading = readConfig(env);
  if (!reading.ok) throw new Error(JSON.stringify(reading.errors));
  return reading;
}
const wrongVariables = (env: Record<string, string>): readonly string[] => {
  const reading = readConfig(env);
  return reading.ok ? [] : reading.errors.map(({ variable }) => variable);
};
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

describe('the configuration', () => {
  it('needs nothing: it listens on this machine alone and keeps its data beside it', () => {
    expect(accepted({}).config).toMatchObject({
      host: '127.0.0.1',
      port: 4000,
      dataDir: resolve('data'),
      keysDir: resolve('data/keys'),
      eventStore: { kind: 'sqlite' },
      worker: true,
      tokens: { kind: 'own', issuer: 'kabinet', audience: 'kabinet' },
      demo: false,
      testClockFile: null,
      testFaultsFile: null,
    });
    expect(accepted({}).warnings).toEqual([]);
  });

  it('keeps the keys in the data folder unless told otherwise', () => {
    expect(accepted({ KABINET_DATA_DIR: join(folder, 'd') }).config.keysDir).toBe(join(folder, 'd', 'keys'));
    expect(accepted({ KABINET_DATA_DIR: folder, KABINET_KEYS_DIR: join(folder, 'k') }).config.keysDir).toBe(join(folder, 'k'));
  });

  it('takes an empty variable for one that is not set', () => {
    expect(accepted({ PORT: '', KABINET_DEMO: ' ' }).config).toMatchObject({ port: 4000, demo: false });
  });

  it.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '4e3'],
    ['KABINET_DEMO', 'yes'],
    ['KABINET_LOG_LEVEL', 'loud'],
    ['KABINET_RATE_LIMIT', '0'],
    ['KABINET_READY_LAG', 'soon'],
    ['KABINET_TRUSTED_PROXIES', '10.0.0.0/33'],
    ['KABINET_TRUSTED_PROXIES', 'proxy'],
    ['KABINET_EVENT_STORE', 'postgres'],
    ['KABINET_LICENSE_FILE_KEYS', 'vendor:abc'],
    ['KABINET_TEST_CLOCK', '/no/such/folder/clock'],
    ['KABINET_TEST_FAULTS', '/no/such/folder/faults'],
    ['KABINET_LOG_KEY', '/no/such/folder/key'],
    ['KABINET_LOG_KEY', '/no-such-file'],
    ['KABINET_LOG_KEY', tmpdir()],
    ['KABINET_TEST_FAULTS', tmpdir()],
  ])('names %s where it says %s', (variable, value) => {
    expect(wrongVariables({ [variable]: value })).toEqual([variable]);
  });

  it('names every mistake at once', () => {
    expect(wrongVariables({ PORT: 'x', KABINET_DEMO: 'x', KABINET_RATE_LIMIT: 'x' })).toEqual([
      'PORT',
      'KABINET_RATE_LIMIT',
      'KABINET_DEMO',
    ]);
  });

  it.each(['esdb://localhost:2113', 'kurrentdb://a,b,c', 'kurrentdb+discover://a'])(
    'takes %s for KurrentDB, whose nodes leave the common work to workers',
    (connectionString) => {
      const { config } = accepted({ KABINET_EVENT_STORE: connectionString });
      expect(config).toMatchObject({ eventStore: { kind: 'kurrentdb', connectionString }, worker: false });
      expect(accepted({ KABINET_EVENT_STORE: connectionString, KABINET_WORKER: '1' }).config.worker).toBe(true);
    },
  );

  it('never prints a connection string, which may hold a password', () => {
    const reading = readConfig({ KABINET_EVENT_STORE: 'edsb://admin:changeit@localhost' });
    expect(reading).toMatchObject({ ok: false, errors: [{ variable: 'KABINET_EVENT_STORE' }] });
    expect(JSON.stringify(reading)).not.toContain('changeit');
  });

  it('makes no demo account in KurrentDB', () => {
    expect(wrongVariables({ KABINET_EVENT_STORE: 'esdb://localhost', KABINET_DEMO: '1' })).toEqual(['KABINET_DEMO']);
  });

  it('refuses a data folder that is a file', () => {
    expect(wrongVariables({ KABINET_DATA_DIR: file('data', '') })).toContain('KABINET_DATA_DIR');
  });

  it('wants issuer and audience with the keys of somebody else', () => {
    const url = 'https://login.example/jwks';
    expect(wrongVariables({ KABINET_JWKS_URL: url })).toEqual(['KABINET_JWT_ISSUER', 'KABINET_JWT_AUDIENCE']);
    expect(wrongVariables({ KABINET_JWKS_URL: 'file:///etc/keys' })).toEqual(['KABINET_JWKS_URL']);
    const { config } = accepted({ KABINET_JWKS_URL: url, KABINET_JWT_ISSUER: 'i', KABINET_JWT_AUDIENCE: 'a' });
    expect(config.tokens).toEqual({ kind: 'jwks', url: new URL(url), issuer: 'i', audience: 'a' });
  });

  it('warns of a variable that nobody reads', () => {
    const { warnings } = accepted({ KABINET_DATADIR: folder, KABINET_TEST_KURRENTDB: 'esdb://x' });
    expect(warnings).toEqual(['KABINET_DATADIR is no variable of this program and has no effect']);
  });

  it('warns of it also where another one is wrong', () => {
    expect(readConfig({ KABINET_DAT_DIR: folder, PORT: 'x' })).toMatchObject({
      ok: false,
      errors: [{ variable: 'PORT' }],
      warnings: ['KABINET_DAT_DIR is no variable of this program and has no effect'],
    });
  });

  it('takes a key of the log that is there', () => {
    const path = file('log.pem', 'key');
    expect(accepted({ KABINET_LOG_KEY: path }).config.logKeyFile).toBe(path);
  });

  it('takes a file of faults that is not there yet: a test writes it while the server runs', () => {
    const path = join(folder, 'faults');
    expect(accepted({ KABINET_TEST_FAULTS: path }).config.testFaultsFile).toBe(path);
  });

  it('warns of both test variables', () => {
    const { warnings } = accepted({
      KABINET_TEST_CLOCK: file('clock', '2026-03-01T09:00:00Z'),
      KABINET_TEST_FAULTS: file('faults', ''),
    });
    expect(warnings.map((warning) => warning.split(' ')[0])).toEqual(['KABINET_TEST_CLOCK', 'KABINET_TEST_FAULTS']);
  });

  it('warns of token keys that are fetched without encryption', () => {
    const others = { KABINET_JWT_ISSUER: 'i', KABINET_JWT_AUDIENCE: 'a' };
    expect(accepted({ ...others, KABINET_JWKS_URL: 'http://login.example/jwks' }).warnings).toHaveLength(1);
    expect(accepted({ ...others, KABINET_JWKS_URL: 'http://127.0.0.1:1/jwks' }).warnings).toEqual([]);
  });
});

describe('the test clock', () => {
  it('stands where its file says, also after the file has changed', () => {
    const path = file('clock', '2026-03-01T09:00:00Z\n');
    const clock = createClock(path);
    expect(clock()).toBe(Date.parse('2026-03-01T09:00:00Z'));
    writeFileSync(path, '2027-03-01T09:00:00Z');
    expect(clock()).toBe(Date.parse('2027-03-01T09:00:00Z'));
  });

  it('stands still while its file is being rewritten', () => {
    const path = file('clock', '2026-03-01T09:00:00Z');
    const clock = createClock(path);
    clock();
    for (const halfWritten of ['', '2027-03-']) {
      writeFileSync(path, halfWritten);
      expect(clock()).toBe(Date.parse('2026-03-01T09:00:00Z'));
    }
    rmSync(path);
    expect(clock()).toBe(Date.parse('2026-03-01T09:00:00Z'));
  });

  it('that holds no instant at the start is an error that names its variable', () => {
    expect(wrongVariables({ KABINET_TEST_CLOCK: file('clock', 'tomorrow') })).toEqual(['KABINET_TEST_CLOCK']);
    expect(wrongVariables({ KABINET_TEST_CLOCK: join(folder, 'none') })).toEqual(['KABINET_TEST_CLOCK']);
  });
});
