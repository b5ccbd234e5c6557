/** The founding document's story (domain.md, section 1), over HTTP: what a shop sees of its cloud and of its main license. */
import { readFileSync } from 'node:fs';
import { startTestServer, type TestServer } from '../support/server.js';

const LICENSE = `
  id status kind source updatesActive deviceMode product { name } device { id name code } database { id name kind }
`;
const LIST = `query ($asOf: AsOf) { licenses(asOf: $asOf) { totalCount nodes { ${LICENSE} } } }`;

interface LicenseAnswer {
  readonly id: string;
  readonly status: string;
  readonly kind: string;
  readonly source: string;
  readonly updatesActive: boolean | null;
  readonly deviceMode: string | null;
  readonly device: { readonly id: string; readonly name: string } | null;
}
interface List {
  readonly licenses: { readonly totalCount: number; readonly nodes: readonly LicenseAnswer[] };
}
interface Payload {
  readonly errors: readonly { readonly code: string; readonly message: string }[];
  readonly position: string | null;
}

let server: TestServer;
let owner: string;
let vendor: string;
let stranger: string;
/** Every moment of a story with the list it showed: `asOf` each must show it again. */
let moments: { asOf: AsOf; shown: string }[];

type AsOf = { readonly position: string } | { readonly time: string };

const list = async (asOf?: AsOf): Promise<readonly LicenseAnswer[]> =>
  (await server.query<List>(owner, LIST, { asOf })).licenses.nodes;

/** What the list shows now, kept to be asked for again as of the position that the answer names. */
async function look(): Promise<readonly LicenseAnswer[]> {
  const answer = await server.query<{ licenses: List['licenses'] & { position: string } }>(
    owner,
    `{ licenses { totalCount position nodes { ${LICENSE} } } }`,
  );
  const { position, nodes } = answer.licenses;
  moments.push({ asOf: { position }, shown: JSON.stringify(nodes) });
  return nodes;
}

/** The same at an instant at which a clock alone changed the list: kept to be asked for again as of that time. */
async function lookAt(time: string): Promise<readonly LicenseAnswer[]> {
  server.at(time);
  const nodes = await list();
  moments.push({ asOf: { time }, shown: JSON.stringify(nodes) });
  return nodes;
}

const mutate = <Name extends string>(token: string, name: Name, input: object, selection = ''): Promise<Payload> =>
  server.mutate<Payload>(token, name, input, selection);
const errorsOf = async (payload: Promise<Payload>): Promise<readonly string[]> => (await payload).errors.map(({ code }) => code);

async function register(kind: string, token = owner, name = 'Магазин на Ленина'): Promise<string> {
  const payload = await server.mutate<{ database: { id: string } }>(token, 'registerDatabase', { name, kind }, 'database { id }');
  return payload.database.id;
}
async function issue(item: object): Promise<{ licenseId: string; code: string }> {
  const input = { accountId: 'acc_shop', items: [{ product: { name: 'Магазин 15', level: 'Базовая' }, ...item }] };
  const payload = await server.mutate<{ issued: { licenseId: string; code: string }[] }>(
    vendor,
    'issueLicenses',
    input,
    'issued { licenseId code }',
  );
  const [license] = payload.issued;
  if (!license) throw new Error('nothing was issued');
  return license;
}
const report = (databaseId: string, deviceCode: string, activationCode?: string, token = owner): Promise<Payload> =>
  mutate(token, 'reportDevice', { databaseId, deviceCode, name: `ТСД ${deviceCode}`, activationCode });

beforeEach(async () => {
  server = await startTestServer();
  vendor = await server.token('VENDOR');
  for (const [accountId, name] of [
    ['acc_shop', 'ООО «Ромашка»'],
    ['acc_stranger', 'ООО «Чужие»'],
  ]) {
    await mutate(vendor, 'openAccount', { accountId, name });
  }
  owner = await server.token('OWNER', 'acc_shop');
  stranger = await server.token('OWNER', 'acc_stranger');
  moments = [];
});
afterEach(async () => {
  await server.close();
});

/** Shows each past state again, whatever happened since. */
async function expectEveryMomentAgain(): Promise<void> {
  server.at('2028-01-01T00:00:00Z');
  expect(new Set(moments.map(({ shown }) => shown)).size).toBe(5);
  for (const { asOf, shown } of moments) expect(JSON.stringify(await list(asOf))).toBe(shown);
}

describe('a cloud license', () => {
  it('comes into the list by itself, survives its unlink, moves to a second device, and ends', async () => {
    const base = await register('CLOUD');
    const { code, licenseId } = await issue({ kind: 'CLOUD', perpetual: false, months: 12 });
    expect(await look()).toEqual([]);

    await report(base, 'A1', code);
    expect(await look()).toMatchObject([
      { id: licenseId, status: 'ACTIVATED', kind: 'CLOUD', source: 'AUTOMATIC', deviceMode: 'FULL', device: { name: 'ТСД A1' } },
    ]);

    server.at('2026-04-01T09:00:00Z');
    expect(await errorsOf(mutate(owner, 'unlinkLicense', { licenseId, confirmWorkFinished: false }))).toEqual([
      'WORK_NOT_CONFIRMED',
    ]);
    expect(await errorsOf(mutate(owner, 'unlinkLicense', { licenseId, confirmWorkFinished: true }))).toEqual([]);
    expect(await look()).toMatchObject([{ id: licenseId, status: 'FREE', device: null }]);

    server.at('2026-04-02T09:00:00Z');
    await report(base, 'A2', code);
    expect(await look()).toMatchObject([{ status: 'ACTIVATED', device: { name: 'ТСД A2' } }]);

    expect(await lookAt('2027-03-02T09:00:00Z')).toMatchObject([
      { status: 'EXPIRED', deviceMode: 'DEMO', device: { name: 'ТСД A2' } },
    ]);
    expect(await errorsOf(mutate(owner, 'unlinkLicense', { licenseId, confirmWorkFinished: true }))).toEqual(['LICENSE_EXPIRED']);
    await expectEveryMomentAgain();
  });
});

describe('a main license', () => {
  const issueMain = () => issue({ kind: 'MAIN', perpetual: true, months: 12 });

  it('is not in the list until its code is typed, however it is typed', async () => {
    const base = await register('LOCAL');
    const { code, licenseId } = await issueMain();
    await report(base, 'B1', code);
    expect(await look()).toEqual([]);

    const typed = code.replaceAll('0', 'О').toLowerCase();
    const added = await server.mutate<{ results: { outcome: string; license: { id: string } }[] }>(
      owner,
      'addLicensesByCode',
      { codes: [typed] },
      'results { outcome license { id } }',
    );
    expect(added.results).toEqual([{ outcome: 'ADDED', license: { id: licenseId } }]);
    expect(await look()).toMatchObject([
      { id: licenseId, kind: 'MAIN', status: 'ACTIVATED', source: 'CODE', updatesActive: true, deviceMode: 'FULL' },
    ]);

    server.at('2026-05-01T09:00:00Z');
    expect(await errorsOf(mutate(owner, 'unlinkLicense', { licenseId, confirmWorkFinished: false }))).toEqual([
      'WORK_NOT_CONFIRMED',
    ]);
    expect(await errorsOf(mutate(owner, 'unlinkLicense', { licenseId, confirmWorkFinished: true }))).toEqual([]);
    expect(await look()).toMatchObject([{ status: 'FREE', device: null, deviceMode: null }]);

    await report(base, 'B2', code);
    expect(await look()).toMatchObject([{ status: 'ACTIVATED', device: { name: 'ТСД B2' } }]);

    expect(await lookAt('2027-06-01T09:00:00Z')).toMatchObject([
      { status: 'ACTIVATED', updatesActive: false, deviceMode: 'FULL_WITH_NOTICE' },
    ]);
    expect(await errorsOf(mutate(owner, 'unlinkLicense', { licenseId, confirmWorkFinished: true }))).toEqual(['UPDATES_ENDED']);
    await expectEveryMomentAgain();
  });

  it('comes into the list by its XML file instead', async () => {
    const base = await register('LOCAL');
    const { code, licenseId } = await issueMain();
    await report(base, 'B1', code);
    const file = { name: 'license.xml', xml: await server.licenseFile([code]) };
    const selection = 'results { outcome item license { id source status } }';
    const added = await server.mutate<{ results: object[] }>(owner, 'uploadLicenseFiles', { files: [file] }, selection);
    expect(added.results).toEqual([
      { outcome: 'ADDED', item: 'license.xml', license: { id: licenseId, source: 'FILE', status: 'ACTIVATED' } },
    ]);
    expect(await list()).toMatchObject([{ id: licenseId, kind: 'MAIN', status: 'ACTIVATED', source: 'FILE' }]);
    const again = await server.mutate<{ results: object[] }>(
      owner,
      'uploadLicenseFiles',
      { files: [file] },
      'results { outcome }',
    );
    expect(again.results).toEqual([{ outcome: 'ALREADY_IN_LIST' }]);
  });
});

it('shows a stranger nothing, who registers a cloud base and reports the same device code', async () => {
  const base = await register('CLOUD');
  const { code } = await issue({ kind: 'CLOUD', perpetual: false, months: 12 });
  await report(base, 'A1', code);
  const theirs = await register('CLOUD', stranger, 'Чужая база');
  expect(await errorsOf(report(theirs, 'A1', undefined, stranger))).toEqual([]);
  expect(await errorsOf(report(theirs, 'A1', code, stranger))).toEqual(['CLAIMED_ELSEWHERE']);
  const answer = await server.query<List & { devices: { nodes: { license: unknown }[] } }>(
    stranger,
    `{ licenses { totalCount nodes { id } } devices { nodes { license { id } } } }`,
  );
  expect(answer).toEqual({ licenses: { totalCount: 0, nodes: [] }, devices: { nodes: [{ license: null }] } });
});

it('names no whole code in any log line', async () => {
  const base = await register('CLOUD');
  const { code } = await issue({ kind: 'CLOUD', perpetual: false, months: 12 });
  await report(base, 'A1', code);
  const logged = readFileSync(server.logFile, 'utf8');
  expect(logged).toContain('/graphql');
  expect(logged).not.toContain(code);
  expect(logged).not.toContain(code.replaceAll('-', ''));
});
