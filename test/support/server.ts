/** A whole server in a folder of its own, on a free port of this machine, with a clock that stands where a test puts it. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { appendFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { issueToken } from '../../src/auth/issue-token.js';
import { issueSignInCode } from '../../src/auth/page-tickets.js';
import { readConfig } from '../../src/config/config.js';
import { readActivationCode, type ActivationCode } from '../../src/domain/activation-code.js';
import type { Role } from '../../src/domain/events.js';
import { parseInstant } from '../../src/domain/ids.js';
import { formatLicenseFileKey } from '../../src/license-files/keys.js';
import { writeLicenseFile } from '../../src/license-files/writer.js';
import { startServer } from '../../src/server/start-server.js';
import { START } from './cabinet.js';

export interface TestServer {
  readonly url: string;
  readonly logFile: string;
  at(instant: string): void;
  /** What the views do wrong on purpose from now on (KABINET_TEST_FAULTS); none: nothing any more. */
  faults(...faults: readonly object[]): void;
  token(role: Role, ...accounts: string[]): Promise<string>;
  /** Of the web page, which is served where the test asked for it. */
  signInLink(role: Role, ...accounts: string[]): string;
  /** As `kabinet token --page` prints one: good once, on any node. */
  printedLink(role: Role, ...accounts: string[]): Promise<string>;
  query<Data>(token: string, query: string, variables?: object): Promise<Data>;
  /** The payload, with position and errors. */
  mutate<Payload>(token: string, name: string, input: object, selection?: string): Promise<Payload>;
  /**
   * A signed file of perpetual main licenses, as `test/story` issues them. `badAt`, counted from 1: the code of that one fails its check.
   * `signWith`: another key than the one that the server trusts.
   */
  licenseFile(codes: readonly string[], badAt?: number, signWith?: KeyObject): Promise<string>;
  close(): Promise<void>;
}

export interface TestServerOptions {
  readonly demo?: boolean;
  readonly page?: boolean;
  /** Further variables; `PORT` where the address must be known before. */
  readonly environment?: Readonly<Record<string, string>>;
}

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'kabinet-server-'));
  const clockFile = join(folder, 'clock');
  const logFile = join(folder, 'log');
  const faultsFile = join(folder, 'faults');
  writeFileSync(clockFile, START);
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const reading = readConfig({
    PORT: '0',
    KABINET_DATA_DIR: join(folder, 'data'),
    KABINET_TEST_CLOCK: clockFile,
    KABINET_TEST_FAULTS: faultsFile,
    KABINET_LICENSE_FILE_KEYS: formatLicenseFileKey('test', publicKey),
    ...(options.demo === true ? { KABINET_DEMO: '1' } : {}),
    ...options.environment,
  });
  if (!reading.ok) throw new Error(JSON.stringify(reading.errors));
  const logStream = {
    write: (line: string) => {
      appendFileSync(logFile, line);
    },
  };
  const server = await startServer(reading.config, { logStream, ...(options.page === true && { pageFolder: builtPage() }) });
  const signing = server.keys.tokenSigning();

  const query = async <Data>(token: string, text: string, variables: object = {}): Promise<Data> => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: text, variables }),
    });
    const answer = (await response.json()) as { data?: Data; errors?: unknown };
    if (answer.errors !== undefined || !answer.data) throw new Error(JSON.stringify(answer));
    return answer.data;
  };

  return {
    url: server.url,
    logFile,
    at: (instant) => {
      writeFileSync(clockFile, instant);
    },
    faults: (...faults) => {
      writeFileSync(faultsFile, faults.map((fault) => JSON.stringify(fault)).join('\n'));
    },
    token: async (role, ...accounts) => {
      const issuer = { issuer: 'kabinet', audience: 'kabinet', keyId: signing.keyId, privateKey: signing.privateKey };
      const issued = await issueToken(issuer, { role, accounts });
      if (!issued.ok) throw new Error(issued.problem);
      return issued.token;
    },
    signInLink: (role, ...accounts) => `${server.url}/#sign-in=${server.sessions?.signInCode({ role, accounts }) ?? ''}`,
    printedLink: async (role, ...accounts) => {
      const issuer = { issuer: 'kabinet', audience: 'kabinet', keyId: signing.keyId, privateKey: signing.privateKey };
      const issued = await issueSignInCode(issuer, { role, accounts });
      if (!issued.ok) throw new Error(issued.problem);
      return `${server.url}/#sign-in=${issued.token}`;
    },
    query,
    mutate: async <Payload>(token: string, name: string, input: object, selection = '') => {
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`.replace(
        'UnlinkDeviceFromDatabaseInput',
        'UnlinkDeviceInput',
      );
      const text = `mutation ($input: ${type}!) { payload: ${name}(input: $input) { ${selection} position errors { code message path } } }`;
      return (await query<{ payload: Payload }>(token, text, { input })).payload;
    },
    licenseFile: async (codes, badAt, signWith = privateKey) => {
      const licenses = codes.map((text, index) => {
        const reading = readActivationCode(text);
        if (!reading.ok) throw new Error('no code');
        const product = { name: 'Магазин 15', level: 'Базовая', configuration: null, sku: null };
        const rest = { deviceCode: null, databaseGuid: null, demo: false, updates: null } as const;
        const code = index + 1 === badAt ? (mistyped(reading.code) as ActivationCode) : reading.code;
        return { code, kind: 'MAIN', product, term: { perpetual: true }, ...rest } as const;
      });
      let xml = '';
      const issuedAt = parseInstant(START) ?? START;
      for await (const part of writeLicenseFile(licenses, { issuedAt, sign: { name: 'test', privateKey: signWith } }))
        xml += part;
      return xml;
    },
    close: async () => {
      await server.shutdown.stop('the test is over');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @throws where nobody has built it: `npm test` does, before. */
function builtPage(): string {
  const folder = fileURLToPath(new URL('../../web/dist', import.meta.url));
  if (!existsSync(join(folder, 'index.html'))) throw new Error('the web page is not built: npm run build:web');
  return folder;
}

/** The last letter is another one. */
const mistyped = (code: string): string => code.slice(0, -1) + (code.endsWith('0') ? '1' : '0');
