/** docs/operator.md names the variables and metrics that there are, and its copy by hand is a backup. */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import Database from 'better-sqlite3';
import { readConfig, type Config } from '../../src/config/config.js';
import { VARIABLES } from '../../src/config/variables.js';
import { openSqliteEventStore } from '../../src/event-store/sqlite/sqlite-event-store.js';
import { openCabinet } from '../support/cabinet.js';
import { startTestServer } from '../support/server.js';
import { tableOf } from './examples.js';

const PAGE = 'docs/operator.md';
const unquoted = (cell: string): string => cell.replaceAll('`', '');

function defaults(): Config {
  const reading = readConfig({});
  if (!reading.ok) throw new Error('the defaults are no configuration');
  return reading.config;
}

it('names every variable with its default', () => {
  const config = defaults();
  const noneOr = (value: string | number | null): string => (value === null ? 'none' : String(value));
  const folder = (path: string): string => `./${relative(process.cwd(), path)}`;
  const expected: Readonly<Record<keyof typeof VARIABLES, string>> = {
    PORT: String(config.port),
    KABINET_HOST: config.host,
    KABINET_DATA_DIR: folder(config.dataDir),
    KABINET_KEYS_DIR: folder(config.keysDir),
    KABINET_EVENT_STORE: config.eventStore.kind,
    KABINET_WORKER: '0',
    KABINET_JWKS_URL: config.tokens.kind === 'own' ? 'none' : config.tokens.url.href,
    KABINET_JWT_ISSUER: config.tokens.issuer,
    KABINET_JWT_AUDIENCE: config.tokens.audience,
    KABINET_OIDC_CLIENT_ID: config.openId === null ? 'none' : config.openId.clientId,
    KABINET_OIDC_CLIENT_SECRET: config.openId === null ? 'none' : String(config.openId.clientSecret),
    KABINET_OIDC_REDIRECT_URI: config.openId === null ? 'none' : config.openId.redirectUri.href,
    KABINET_OIDC_SCOPE: 'openid',
    KABINET_LICENSE_FILE_KEYS: config.licenseFileKeys.size === 0 ? 'none' : 'some',
    KABINET_LOG_KEY: noneOr(config.logKeyFile),
    KABINET_LOG_CHECK: config.logCheck,
    KABINET_LOG_LEVEL: config.logLevel,
    KABINET_RATE_LIMIT: noneOr(config.requestsAMinute),
    KABINET_TRUSTED_PROXIES: config.trustedProxies.length === 0 ? 'none' : 'some',
    KABINET_READY_LAG: String(config.readyLagSeconds),
    KABINET_DEMO: config.demo ? '1' : '0',
    KABINET_TEST_CLOCK: noneOr(config.testClockFile),
    KABINET_TEST_FAULTS: noneOr(config.testFaultsFile),
  };
  const shown = tableOf(PAGE, 'variable').map(([name = '', value = '']) => [unquoted(name), value] as const);
  expect(Object.fromEntries(shown)).toEqual(expected);
  expect(shown.map(([name]) => name).sort()).toEqual(Object.keys(VARIABLES).sort());
});

it('names every metric of ours with its type', async () => {
  const server = await startTestServer();
  try {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    const exposed = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name = '', type = '']) => [name, type] as const);
    const ours = exposed.filter(([name]) => !/^(process|nodejs)_/.test(name));
    const shown = tableOf(PAGE, 'metric').map(([name = '', type = '']) => [unquoted(name), type]);
    expect(shown.sort()).toEqual(ours.map(([name, type]) => [name, type]).sort());
  } finally {
    await server.close();
  }
});

it('copies the log by hand, beside its owner, into a backup that starts another history', async () => {
  const cabinet = await openCabinet();
  const copy = join(cabinet.folder, 'restored', 'events.db');
  const [, vacuum = '', mark = ''] =
    /sqlite3 data\/events\.db "(VACUUM INTO '[^']+')"\nsqlite3 \S+ "([^"]+)"/.exec(readFileSync(PAGE, 'utf8')) ?? [];
  const { epoch } = await cabinet.store.head();
  try {
    mkdirSync(dirname(copy));
    const beside = new Database(join(cabinet.folder, 'events.db'), { readonly: true });
    beside.exec(vacuum.replace(/'.*'/, `'${copy}'`));
    beside.close();
    const copied = new Database(copy);
    copied.exec(mark);
    copied.close();
    const restored = openSqliteEventStore({ folder: dirname(copy), clock: Date.now });
    expect((await restored.head()).epoch).not.toBe(epoch);
    await restored.close();
  } finally {
    await cabinet.close();
  }
});
