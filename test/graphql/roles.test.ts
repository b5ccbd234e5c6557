import { bearerOf, openApi, openShop, OWNER, VENDOR, type Api } from './support.js';

describe('who sees what', () => {
  let api: Api;
  let shop: Awaited<ReturnType<typeof openShop>>;
  let gateway: string;
  let otherBase: string;
  let ownDevice: string;
  let otherDevice: string;

  beforeAll(async () => {
    api = await openApi();
    shop = await openShop(api, 2);
    gateway = bearerOf('GATEWAY', { accounts: ['acc_shop'], database: shop.databaseId });
    const base = await api.mutate<{ database: { id: string } }>(
      OWNER,
      'registerDatabase',
      { name: 'Аптека', kind: 'LOCAL' },
      'database { id }',
    );
    otherBase = base.database.id;
    const report = { databaseId: otherBase, deviceCode: 'E1', name: 'На другой базе' };
    otherDevice = (await api.mutate<{ device: { id: string } }>(OWNER, 'reportDevice', report, 'device { id }')).device.id;
    const { devices } = await api.data<{ devices: { nodes: { id: string }[] } }>(
      OWNER,
      '{ devices(where: { search: "D000" }) { nodes { id } } }',
    );
    ownDevice = devices.nodes[0]?.id ?? '';
  });
  afterAll(() => api.close());

  it('a gateway sees its own base and the devices on it, and no licenses', async () => {
    const answer = await api.data(
      gateway,
      `query ($own: ID!, $other: ID!, $ownDevice: ID!, $otherDevice: ID!, $license: ID!) {
        databases { totalCount nodes { name licenses { totalCount nodes { id } } devices { totalCount } } }
        filtered: databases(where: { kind: { eq: LOCAL } }) { totalCount nodes { name } }
        devices { totalCount nodes { code mode license { id } } }
        narrowed: devices(where: { search: "На другой" }) { totalCount }
        own: database(id: $own) { name } other: database(id: $other) { name }
        ownDevice: device(id: $ownDevice) { code } otherDevice: device(id: $otherDevice) { code }
        nodes(ids: [$own, $other, $ownDevice, $otherDevice, $license, "acc_shop"]) { __typename }
      }`,
      { own: shop.databaseId, other: otherBase, ownDevice, otherDevice, license: shop.issued[0]?.licenseId },
    );
    expect(answer).toEqual({
      databases: {
        totalCount: 1,
        nodes: [{ name: 'Облако', licenses: { totalCount: 0, nodes: [] }, devices: { totalCount: 2 } }],
      },
      filtered: { totalCount: 0, nodes: [] },
      devices: {
        totalCount: 2,
        nodes: [
          { code: 'D000', mode: 'FULL', license: null },
          { code: 'D001', mode: 'FULL', license: null },
        ],
      },
      narrowed: { totalCount: 0 },
      own: { name: 'Облако' },
      other: null,
      ownDevice: { code: 'D000' },
      otherDevice: null,
      nodes: [{ __typename: 'Database' }, null, { __typename: 'Device' }, null, null, null],
    });
  });

  it('a gateway reports on its own base and on no other', async () => {
    const report = (databaseId: string) =>
      api.mutate(gateway, 'reportDevice', { databaseId, deviceCode: 'G1', name: 'ТСД' }, 'device { code }');
    expect(await report(shop.databaseId)).toEqual({ device: { code: 'G1' }, errors: [] });
    expect(await report(otherBase)).toMatchObject({ device: null, errors: [{ code: 'NOT_FOUND' }] });
  });

  it('an operator sees accounts by their ids, not by their names', async () => {
    const operator = bearerOf('OPERATOR', { accounts: ['*'] });
    expect(await api.data(operator, '{ accounts { totalCount nodes { id name } } }')).toEqual({
      accounts: { totalCount: 1, nodes: [{ id: 'acc_shop', name: '(скрыто)' }] },
    });
    expect((await api.ask(operator, '{ accounts(search: "Магазин") { totalCount } }')).errors[0]?.extensions.code).toBe(
      'FORBIDDEN',
    );
    expect((await api.ask(operator, '{ licenses(accountId: "acc_shop") { totalCount } }')).errors[0]?.extensions.code).toBe(
      'FORBIDDEN',
    );
  });

  it('the vendor sees a license that nobody holds, support does not', async () => {
    const items = [{ kind: 'MAIN', perpetual: true, months: 12, product: { name: 'Магазин 15' } }];
    const { issued } = await api.mutate<{ issued: { licenseId: string }[] }>(
      VENDOR,
      'issueLicenses',
      { items },
      'issued { licenseId }',
    );
    const id = issued[0]?.licenseId;
    const see = (bearer: string) =>
      api.data(bearer, 'query ($id: ID!) { license(id: $id) { status updatesActive updatesUntil } }', { id });
    expect(await see(VENDOR)).toEqual({ license: { status: 'FREE', updatesActive: true, updatesUntil: null } });
    expect(await see(bearerOf('SUPPORT', { accounts: ['*'] }))).toEqual({ license: null });
    expect(await see(OWNER)).toEqual({ license: null });
  });

  it('support and an auditor may do nothing with a license', async () => {
    for (const role of ['SUPPORT', 'AUDITOR']) {
      const { licenses } = await api.data<{ licenses: { nodes: object[] } }>(
        bearerOf(role, { accounts: ['*'] }),
        '{ licenses(accountId: "acc_shop", first: 1) { nodes { viewerCan { unlink { allowed refusal } remove { allowed } reveal { allowed } } } } }',
      );
      expect(licenses.nodes).toEqual([
        {
          viewerCan: {
            unlink: { allowed: false, refusal: 'NOT_PERMITTED' },
            remove: { allowed: false },
            reveal: { allowed: false },
          },
        },
      ]);
    }
  });

  it('a viewer reads who it is, and the accounts that it reaches', async () => {
    expect(
      await api.data(
        OWNER,
        '{ viewer { id name role locale accounts { nodes { id name timeZone } } } account(id: "acc_shop") { name } }',
      ),
    ).toEqual({
      viewer: {
        id: 'usr_owner',
        name: 'Анна',
        role: 'OWNER',
        locale: 'ru',
        accounts: { nodes: [{ id: 'acc_shop', name: 'Магазин', timeZone: 'Europe/Moscow' }] },
      },
      account: { name: 'Магазин' },
    });
    expect((await api.ask(gateway, '{ viewer { role accounts { totalCount } } }')).errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect(await api.data(gateway, '{ viewer { role } }')).toEqual({ viewer: { role: 'GATEWAY' } });
  });
});
