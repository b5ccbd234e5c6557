import { bearerOf, openApi, openShop, OWNER, STRANGER, VENDOR, type Api } from './support.js';

interface Diff {
  readonly kind: 'CAME' | 'WENT' | 'CHANGED';
  readonly before: { readonly id: string; readonly status: string } | null;
  readonly after: { readonly id: string; readonly status: string } | null;
  readonly changedFields: readonly string[];
  readonly events: readonly { readonly type: string }[];
}
interface Diffs {
  readonly totalCount: number;
  readonly nodes: readonly Diff[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

const COMPARE = `query ($from: AsOf!, $to: AsOf!, $first: Int, $after: String, $accountId: ID) {
  compareLists(accountId: $accountId, from: $from, to: $to, first: $first, after: $after) {
    totalCount pageInfo { endCursor hasNextPage }
    nodes { kind before { id status } after { id status } changedFields events { type } }
  }
}`;
const at = (time: string): object => ({ time });

describe('compareLists', () => {
  let api: Api;
  let shop: Awaited<ReturnType<typeof openShop>>;
  const licenseId = (index: number): string => shop.issued[index]?.licenseId ?? '';
  const compare = async (from: object, to: object, more: object = {}, bearer = OWNER): Promise<Diffs> =>
    (await api.data<{ compareLists: Diffs }>(bearer, COMPARE, { from, to, ...more })).compareLists;
  const of = (diffs: Diffs, index: number): Diff | undefined =>
    diffs.nodes.find(({ before, after }) => (before ?? after)?.id === licenseId(index));

  beforeAll(async () => {
    api = await openApi();
    shop = await openShop(api, 4);
    api.cabinet.at('2026-03-05T09:00:00Z');
    await api.mutate(OWNER, 'unlinkLicense', { licenseId: licenseId(0), confirmWorkFinished: true }, 'position');
    await api.mutate(OWNER, 'removeLicenseFromList', { licenseId: licenseId(1) }, 'position');
    api.cabinet.at('2026-03-06T09:00:00Z');
    // Removed and restored: as it was.
    await api.mutate(OWNER, 'restoreLicenseToList', { licenseId: licenseId(1) }, 'position');
    await api.mutate(OWNER, 'unlinkDeviceFromDatabase', { deviceId: await deviceOf(2), databaseId: shop.databaseId }, 'position');
    api.cabinet.at('2026-05-01T09:00:00Z');
  });
  afterAll(() => api.close());

  const deviceOf = async (index: number): Promise<string> => {
    const query = 'query ($id: ID!) { license(id: $id) { device { id } } }';
    return (await api.data<{ license: { device: { id: string } } }>(OWNER, query, { id: licenseId(index) })).license.device.id;
  };

  it('tells what came, with the events that brought it', async () => {
    const diffs = await compare(at('2026-02-01T00:00:00Z'), at('2026-03-02T00:00:00Z'));
    expect(diffs.totalCount).toBe(4);
    for (const { kind, before, after, events } of diffs.nodes) {
      expect([kind, before, after?.status]).toEqual(['CAME', null, 'ACTIVATED']);
      expect(events.map(({ type }) => type)).toEqual([
        'LicenseIssued',
        'DeviceConnected',
        'LicenseSlotTaken',
        'LicenseActivated',
      ]);
    }
  });

  it('tells what changed and what went, and leaves out what is as it was', async () => {
    const diffs = await compare(at('2026-03-02T00:00:00Z'), at('2026-03-05T12:00:00Z'));
    expect(diffs.totalCount).toBe(2);
    expect(of(diffs, 0)).toMatchObject({
      kind: 'CHANGED',
      before: { status: 'ACTIVATED' },
      after: { status: 'FREE' },
      changedFields: ['status', 'activatedAt', 'device', 'database'],
      events: [{ type: 'LicenseUnlinked' }, { type: 'LicenseSlotFreed' }],
    });
    expect(of(diffs, 1)).toMatchObject({ kind: 'WENT', after: null, events: [{ type: 'LicenseRemovedFromList' }] });
  });

  it('tells of a license whose device left its base', async () => {
    const diffs = await compare(at('2026-03-05T12:00:00Z'), at('2026-03-07T00:00:00Z'));
    expect(of(diffs, 2)).toMatchObject({ kind: 'CHANGED', changedFields: ['database'] });
    expect(of(diffs, 1)).toMatchObject({ kind: 'CAME' });
    expect(of(diffs, 3)).toBeUndefined();
  });

  it('tells of terms that ended by the clock alone', async () => {
    const diffs = await compare(at('2026-03-20T00:00:00Z'), at('2026-04-20T00:00:00Z'));
    expect(diffs.totalCount).toBe(4);
    for (const { changedFields, after } of diffs.nodes) {
      expect(changedFields).toEqual(['status']);
      expect(after?.status).toBe('EXPIRED');
    }
  });

  it('pages, each difference once', async () => {
    const range = [at('2026-02-01T00:00:00Z'), at('2026-03-02T00:00:00Z')] as const;
    const ids: (string | undefined)[] = [];
    let after: string | null = null;
    for (let more = true; more;) {
      const page: Diffs = await compare(...range, { first: 3, after });
      ids.push(...page.nodes.map((node) => node.after?.id));
      ({ endCursor: after, hasNextPage: more } = page.pageInfo);
    }
    expect(ids.toSorted()).toEqual([0, 1, 2, 3].map(licenseId).toSorted());
  });

  it('refuses moments in the wrong order', async () => {
    const variables = { from: at('2026-03-06T00:00:00Z'), to: at('2026-03-05T00:00:00Z') };
    const { errors } = await api.ask(OWNER, COMPARE, variables);
    expect(errors[0]).toMatchObject({ extensions: { code: 'INVALID_INPUT', fields: ['from', 'to'] } });
  });

  it('tells a stranger nothing, and is not for the vendor', async () => {
    const range = [at('2026-02-01T00:00:00Z'), at('2026-03-02T00:00:00Z')] as const;
    expect((await compare(...range, { accountId: 'acc_shop' }, STRANGER)).totalCount).toBe(0);
    expect((await compare(...range, {}, bearerOf('AUDITOR', { accounts: ['acc_shop'] }))).totalCount).toBe(4);
    const { errors } = await api.ask(VENDOR, COMPARE, { accountId: 'acc_shop', from: range[0], to: range[1] });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
  });
});
