import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { readConfig } from '../../src/config/config.js';
import { readConnectionString } from '../../src/config/connection-string.js';
import { connect } from '../../src/event-store/kurrentdb/connection.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kabinet-connection-'));
  writeFileSync(join(folder, 'an authority.crt'), rootCertificates[0] ?? '');
  writeFileSync(join(folder, 'none.crt'), 'no certificate');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const inFolder = (text: string): string => text.replaceAll('FOLDER', encodeURIComponent(folder));

it.each([
  ['esdb://localhost', [{ host: 'localhost', port: 2113 }]],
  [
    'kurrentdb://a:1,b:2/?tls=false',
    [
      { host: 'a', port: 1 },
      { host: 'b', port: 2 },
    ],
  ],
  ['kurrentdb+discover://cluster.example', [{ host: 'cluster.example', port: 2113 }]],
  ['esdb://a%40b:change/it%21%3A@127.0.0.1:2113?TLS=false&node-preference=leader', [{ host: '127.0.0.1', port: 2113 }]],
  ['esdb://a?tlsCAFile=FOLDER/an%20authority.crt', [{ host: 'a', port: 2113 }]],
  ['esdb://a?keepAliveInterval=-1&defaultDeadline=5000&connectionName=node%201', [{ host: 'a', port: 2113 }]],
])('takes %s as the client does', async (text, addresses) => {
  expect(readConnectionString(inFolder(text))).toMatchObject({ ok: true, settings: { addresses } });
  await connect(inFolder(text)).release();
});

describe('a connection string that cannot be used', () => {
  const WRONG = [
    'esdb://',
    'esdb:admin:sesame@a',
    'esdb://?tls=false',
    'esdb://admin:sesame@',
    'esdb://admin@a',
    'esdb://sesame@a:2113',
    'esdb+discovery://admin:sesame@a',
    'http://admin:sesame@a:2113',
    'ESDB://admin:sesame@a',
    'esdb://admin:ses:ame@a',
    'esdb://admin:ses%ame@a',
    'esdb://admin:sesame@a:port',
    'esdb://admin:sesame@a:0',
    'esdb://admin:sesame@a:99999',
    'esdb://admin:sesame@a:1:2',
    'esdb://admin:sesame@a,,b',
    'esdb://admin:ses ame@a',
    'esdb://admin:sesame@a?tls',
    'esdb://admin:sesame@a?tls=',
    'esdb://admin:sesame@a?tls=yes',
    'esdb://admin:sesame@a?tsl=false',
    'esdb://admin:sesame@a?password=sesame',
    'esdb://admin:sesame@a?tlsVerifyCert=false',
    'esdb://admin:sesame@a?throwOnAppendFailure=false',
    'esdb://admin:sesame@a?defaultDeadline=0',
    'esdb://admin:sesame@a?gossipTimeout=soon',
    'esdb://admin:sesame@a?nodePreference=sesame',
    'esdb://admin:sesame@a?tlsCAFile=/no/sesame',
    'esdb://admin:sesame@a?tlsCAFile=FOLDER/none.crt',
    'esdb://admin:sesame@a?userCertFile=FOLDER/none.crt',
    'esdb://admin:sesame@a?userCertFile=FOLDER/none.crt&userKeyFile=FOLDER/none.crt',
  ];

  it.each(WRONG)('is wrong configuration that names the variable, and nothing of it is shown: %s', (text) => {
    const reading = readConfig({ KABINET_DATA_DIR: folder, KABINET_EVENT_STORE: inFolder(text) });
    expect(reading).toMatchObject({ ok: false, errors: [{ variable: 'KABINET_EVENT_STORE' }] });
    expect(JSON.stringify(reading)).not.toMatch(/ses|ame@|admin/);
  });
});
