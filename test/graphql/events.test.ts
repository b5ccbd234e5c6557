import { eventsOfAccount } from '../../src/cli/account-events.js';
import type { AccountId } from '../../src/domain/ids.js';
import type { StoredEvent } from '../../src/event-store/port.js';
import { collect } from '../event-store/events.js';
import { bearerOf, openApi, openShop, OWNER, STRANGER, VENDOR, type Api } from './support.js';

interface EventNode {
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly position: string;
  readonly recordedAt: string;
  readonly data: unknown;
  readonly correlationId: string;
  readonly actor: { readonly id: string; readonly role: string };
  readonly subject: { readonly id: string } | null;
}
interface Events {
  readonly nodes: readonly EventNode[];
  readonly totalCount: number;
  readonly pageInfo: { readonly endCursor: string | null; readonly startCursor: string | null };
}

const FIELDS = `totalCount nodes { id type stream position recordedAt data correlationId actor { id role } subject { id } }
  pageInfo { startCursor endCursor }`;
const EVENTS = `query ($accountId: ID, $where: EventWhere, $first: Int, $after: String, $last: Int, $before: String) {
  events(accountId: $accountId, where: $where, first: $first, after: $after, last: $last, before: $before) { ${FIELDS} }
}`;
const AUDITOR = bearerOf('AUDITOR', { accounts: ['acc_shop'] });

describe('the events of an account', () => {
  let api: Api;
  let shop: Awaited<ReturnType<typeof openShop>>;
  let free: string | undefined;
  beforeAll(async () => {
    api = await openApi();
    shop = await openShop(api, 2);
    api.cabinet.at('2026-03-02T09:00:00Z');
    await api.mutate(OWNER, 'renameDatabase', { databaseId: shop.databaseId, name: 'Облако 2' }, 'position');
    await openShop(api, 1, 'acc_other', STRANGER);
  });
  afterAll(() => api.close());

  const events = async (variables: object = {}, bearer = AUDITOR): Promise<Events> =>
    (await api.data<{ events: Events }>(bearer, EVENTS, variables)).events;
  const types = async (where: object): Promise<readonly string[]> => (await events({ where })).nodes.map(({ type }) => type);
  const licenseId = (index: number): string => shop.issued[index]?.licenseId ?? '';

  it('stand in the order of the log, with who did them and in which request, and no code in them', async () => {
    const { nodes, totalCount } = await events({ first: 200 });
    expect(nodes).toHaveLength(totalCount);
    expect(nodes[0]).toMatchObject({ type: 'AccountOpened', actor: { role: 'VENDOR' }, subject: { id: 'acc_shop' } });
    const places = nodes.map(({ position }) => Number(position.split('.')[1]));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    const issued = nodes.filter(({ type }) => type === 'LicenseIssued');
    expect(new Set(issued.map(({ correlationId }) => correlationId)).size).toBe(1);
    const text = JSON.stringify(nodes);
    for (const { code } of shop.issued) expect(text).not.toContain(code.slice(0, 11));
  });

  it('page both ways, each event once', async () => {
    const all = (await events({ first: 200 })).nodes.map(({ id }) => id);
    const forwards: string[] = [];
    for (let after: string | null = null; forwards.length < all.length;) {
      const page: Events = await events({ first: 3, after });
      forwards.push(...page.nodes.map(({ id }) => id));
      after = page.pageInfo.endCursor;
    }
    const backwards: string[] = [];
    for (let before: string | null = null; backwards.length < all.length;) {
      const page: Events = await events({ last: 3, before });
      backwards.unshift(...page.nodes.map(({ id }) => id));
      before = page.pageInfo.startCursor;
    }
    expect(forwards).toEqual(all);
    expect(backwards).toEqual(all);
  });

  it('of a license are found through its device and its base, and those of others are not', async () => {
    const [device] = (await events({ where: { type: { eq: 'LicenseSlotTaken' }, subjectId: licenseId(0) } })).nodes;
    const deviceId = device?.subject?.id;
    expect(await types({ subjectId: licenseId(0) })).toEqual([
      'LicenseIssued',
      'DeviceConnected',
      'LicenseSlotTaken',
      'LicenseActivated',
    ]);
    expect(await types({ subjectId: deviceId, type: { startsWith: 'license' } })).toEqual([
      'LicenseSlotTaken',
      'LicenseActivated',
    ]);
    expect(await types({ subjectId: shop.databaseId, type: { eq: 'licenseactivated' } })).toEqual([
      'LicenseActivated',
      'LicenseActivated',
    ]);
  });

  it.each([
    ['a stream', () => ({ stream: { eq: `database-${shop.databaseId.slice(3)}` } }), ['DatabaseRegistered', 'DatabaseRenamed']],
    ['the beginning of a stream', () => ({ stream: { startsWith: 'account-' } }), ['AccountOpened']],
    ['a time', () => ({ recordedAt: { gte: '2026-03-02T09:00:00Z' } }), ['DatabaseRenamed']],
    ['a time it happened', () => ({ occurredAt: { gt: '2026-03-01T10:00:00Z' } }), ['DatabaseRenamed']],
    ['who did it', () => ({ actorId: 'usr_vendor', type: { ne: 'LicenseIssued' } }), ['AccountOpened']],
    ['nothing that there is', () => ({ recordedAt: { lt: '2020-01-01T00:00:00Z' } }), []],
  ] as const)('are chosen by %s', async (_by, where, expected) => {
    expect(await types(where())).toEqual(expected);
  });

  it('are chosen by their place, and one of another history is refused', async () => {
    const { nodes } = await events({ first: 3 });
    const [, second, third] = nodes;
    const where = { position: { gt: nodes[0]?.position, lte: third?.position } };
    expect((await events({ where })).nodes.map(({ id }) => id)).toEqual([second?.id, third?.id]);
    const { errors } = await api.ask(AUDITOR, EVENTS, { where: { position: { gt: '00000000.1' } } });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['POSITION_UNKNOWN']);
  });

  it('are another account’s own: neither by its id nor by the id of its things', async () => {
    expect((await events({ accountId: 'acc_shop' }, STRANGER)).totalCount).toBe(0);
    expect((await events({ where: { subjectId: licenseId(0) } }, STRANGER)).nodes).toEqual([]);
    expect((await events({ where: { subjectId: licenseId(2) } }, STRANGER)).nodes).toEqual([]);
  });

  const HISTORY = `query ($license: ID!, $database: ID!, $asOf: AsOf) {
    license(id: $license, asOf: $asOf) { history(first: 20) { totalCount nodes { type } } }
    database(id: $database, asOf: $asOf) { history(last: 1) { nodes { type } } }
  }`;

  it('of a thing stand below it, up to the moment that it is read at', async () => {
    const ask = (asOf?: object): Promise<unknown> =>
      api.data(AUDITOR, HISTORY, { license: licenseId(0), database: shop.databaseId, ...(asOf && { asOf }) });
    expect(await ask()).toEqual({
      license: {
        history: {
          totalCount: 4,
          nodes: [
            { type: 'LicenseIssued' },
            { type: 'DeviceConnected' },
            { type: 'LicenseSlotTaken' },
            { type: 'LicenseActivated' },
          ],
        },
      },
      database: { history: { nodes: [{ type: 'DatabaseRenamed' }] } },
    });
    const before = await ask({ time: '2026-03-01T23:00:00Z' });
    expect(before).toMatchObject({ database: { history: { nodes: [{ type: 'LicenseActivated' }] } } });
  });

  it.each(['PARTNER', 'VENDOR'])('below a thing are refused to a %s as the list of them is', async (role) => {
    const bearer = role === 'VENDOR' ? VENDOR : bearerOf(role, { accounts: ['acc_shop'] });
    const { errors } = await api.ask(bearer, HISTORY, { license: licenseId(0), database: shop.databaseId });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  });

  it('below a thing are chosen as those of the account are, and page both ways', async () => {
    const ask = async (page: string): Promise<readonly string[]> => {
      const query = `query ($id: ID!, $where: HistoryWhere) {
        license(id: $id) { history(where: $where, ${page}) { totalCount nodes { type } } }
      }`;
      const variables = { id: licenseId(0), where: { type: { in: ['LicenseIssued', 'LicenseActivated'] } } };
      const { license } = await api.data<{ license: { history: Events } }>(AUDITOR, query, variables);
      expect(license.history.totalCount).toBe(2);
      return license.history.nodes.map(({ type }) => type);
    };
    expect(await ask('first: 1')).toEqual(['LicenseIssued']);
    expect(await ask('last: 1')).toEqual(['LicenseActivated']);
  });

  it('of a license before anybody held it are shown to the account that holds it, and no longer when it is released', async () => {
    const { issued } = await api.mutate<{ issued: { licenseId: string; code: string }[] }>(
      VENDOR,
      'issueLicenses',
      { items: [{ kind: 'MAIN', perpetual: true, months: 12, product: { name: 'Магазин 15' } }] },
      'issued { licenseId code }',
    );
    free = issued[0]?.licenseId;
    const where = { subjectId: free };
    expect((await events({ where })).nodes).toEqual([]);
    await api.mutate(OWNER, 'addLicensesByCode', { codes: [issued[0]?.code] }, 'position');
    expect(await types(where)).toEqual(['LicenseIssued', 'LicenseUploaded', 'UploadItemAccepted']);
    await api.mutate(VENDOR, 'releaseLicense', { licenseId: free, toAccountId: 'acc_other', reason: 'x' }, 'position');
    const other = (await events({ where }, STRANGER)).nodes;
    expect(JSON.stringify(other)).not.toContain('acc_shop');
    expect(other.map(({ type }) => type)).toContain('LicenseIssued');
    expect(other.map(({ type }) => type)).not.toContain('LicenseUploaded');
  });

  it.each([
    ['acc_shop', AUDITOR],
    ['acc_other', STRANGER],
  ])('are those that an export of %s has', async (account, bearer) => {
    const store = api.cabinet.store;
    const isSeen = await eventsOfAccount(store, account as AccountId);
    const exported = (await collect(store.readAll({ after: 0 }))).flat().filter(isSeen);
    const id = ({ stream, revision }: StoredEvent): string => `evt_${stream}.${String(revision)}`;
    const listed = (await events({ first: 200 }, bearer)).nodes;
    // A list leaves out what happened before anybody held the license, and the license's own history has it.
    const unowned = (await events({ where: { subjectId: free } }, bearer)).nodes;
    const seen = new Set([...listed, ...unowned].map((event) => event.id));
    expect(exported.length).toBeGreaterThan(5);
    expect(new Set(exported.map(id))).toEqual(seen);
  });
});
