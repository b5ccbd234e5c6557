import { evolveLicense, type LicenseEvent, type LicenseState } from '../../src/domain/license.js';
import { licenseStream, orderStream, type LicenseId, type OrderId } from '../../src/domain/ids.js';
import { finishWhatWasCutOff } from '../../src/processes/recovery.js';
import { codesOf, openCabinet, valueOf, type Cabinet } from '../support/cabinet.js';
import { crashAfter } from '../support/crash-after.js';

const ACCOUNT = 'acc_shop';
const PRODUCT = { name: 'Магазин 15', level: 'Базовая' };
const ITEMS = [
  { product: PRODUCT, kind: 'CLOUD', quantity: 2, months: 12 },
  { sku: 'MS-15-B', kind: 'MAIN', quantity: 1 },
] as const;
const NOTHING_UNFINISHED = {
  unfinishedActivations: () => [],
  unfinishedFulfilments: () => [],
  unfinishedReplacements: () => [],
};

const open = async (options: Parameters<typeof openCabinet>[0] = {}): Promise<Cabinet> => {
  const cabinet = await openCabinet(options);
  const { service, call } = cabinet;
  for (const accountId of [ACCOUNT, 'acc_other'])
    await valueOf(service.openAccount(call({ role: 'VENDOR' }), { accountId, name: accountId }));
  return cabinet;
};

const order = async ({ service, call }: Cabinet): Promise<OrderId> =>
  (await valueOf(service.orderLicenses(call(), { accountId: ACCOUNT, items: ITEMS }))).orderId;

const paidOrder = async (cabinet: Cabinet): Promise<OrderId> => {
  const orderId = await order(cabinet);
  await valueOf(cabinet.service.markOrderPaid(vendor(cabinet), { orderId }));
  return orderId;
};

const vendor = ({ call }: Cabinet, key?: string) => call({ role: 'VENDOR', ...(key !== undefined && { key }) });

const issueCloud = async (cabinet: Cabinet, validUntil: string, accountId = ACCOUNT): Promise<LicenseId> => {
  const items = [{ kind: 'CLOUD', product: PRODUCT, perpetual: false, validFrom: '2026-01-01T00:00:00.000Z', validUntil }];
  const { issued } = await valueOf(cabinet.service.issueLicenses(vendor(cabinet), { accountId, items: items as never }));
  return issued[0]?.licenseId ?? ('' as LicenseId);
};

const license = async (cabinet: Cabinet, id: LicenseId): Promise<LicenseState | undefined> =>
  (await cabinet.events())
    .filter(({ stream }) => stream === licenseStream(id))
    .reduce<LicenseState | undefined>(
      (state, event) => evolveLicense(state, event as unknown as LicenseEvent, event.revision),
      undefined,
    );

describe('an order of licenses', () => {
  let cabinet: Cabinet;
  beforeEach(async () => {
    cabinet = await open();
  });
  afterEach(() => cabinet.close());

  it('is fulfilled with licenses that the account holds and lists, and their codes for the vendor', async () => {
    const orderId = await paidOrder(cabinet);
    const { issued } = await valueOf(cabinet.service.fulfilOrder(vendor(cabinet), { orderId }));
    expect(issued).toHaveLength(3);
    const licenses = await Promise.all(issued.map(({ licenseId }) => license(cabinet, licenseId)));
    expect(licenses.map((state) => [state?.holder, state?.kind, state?.product.name])).toEqual([
      [ACCOUNT, 'CLOUD', 'Магазин 15'],
      [ACCOUNT, 'CLOUD', 'Магазин 15'],
      [ACCOUNT, 'MAIN', 'MS-15-B'],
    ]);
    expect(licenses.map((state) => state?.listingReasons.get(ACCOUNT as never)?.[0]?.source)).toEqual([
      'ORDER',
      'ORDER',
      'ORDER',
    ]);
    expect(issued.map(({ code, licenseId }) => cabinet.service.licenseIdOfCode(code) === licenseId)).toEqual([true, true, true]);
    expect(await cabinet.typesOf(orderStream(orderId))).toEqual([
      'LicensesOrdered',
      'OrderPaid',
      'OrderFulfilmentStarted',
      'OrderFulfilled',
    ]);
  });

  it('is fulfilled once: the same key shows the same codes again, another call says that it is done', async () => {
    const orderId = await paidOrder(cabinet);
    const first = await valueOf(cabinet.service.fulfilOrder(vendor(cabinet, 'k1'), { orderId }));
    expect(await valueOf(cabinet.service.fulfilOrder(vendor(cabinet, 'k1'), { orderId }))).toEqual(first);
    expect(await codesOf(cabinet.service.fulfilOrder(vendor(cabinet), { orderId }))).toEqual(['ALREADY_DONE']);
    expect((await cabinet.events()).filter(({ type }) => type === 'LicenseIssued')).toHaveLength(3);
  });

  it('holds no code in the log', async () => {
    const orderId = await paidOrder(cabinet);
    const { issued } = await valueOf(cabinet.service.fulfilOrder(vendor(cabinet, 'k1'), { orderId }));
    const log = JSON.stringify(await cabinet.events());
    expect(issued.filter(({ code }) => log.includes(code) || log.includes(code.replaceAll('-', '')))).toEqual([]);
  });

  it('goes nowhere unpaid', async () => {
    const orderId = await order(cabinet);
    expect(await codesOf(cabinet.service.fulfilOrder(vendor(cabinet), { orderId }))).toEqual(['ORDER_NOT_PAID']);
  });

  it.each([
    [{ kind: 'CLOUD', quantity: 1, months: 12 }, 'items.0.product'],
    [{ product: PRODUCT, kind: 'CLOUD', quantity: 1 }, 'items.0.months'],
    [{ product: PRODUCT, kind: 'MAIN', quantity: 0 }, 'items.0.quantity'],
    [{ product: PRODUCT, kind: 'MAIN', quantity: 1_001 }, 'items.0.quantity'],
    [{ product: PRODUCT, kind: 'MAIN', quantity: 1, months: 121 }, 'items.0.months'],
    [{ product: { name: ' ' }, kind: 'MAIN', quantity: 1 }, 'items.0.product.name'],
  ])('of %j names the field that is wrong', async (item, path) => {
    const outcome = await cabinet.service.orderLicenses(cabinet.call(), { accountId: ACCOUNT, items: [item as never] });
    expect(outcome.ok ? [] : outcome.refusals.map((refused) => refused.path.join('.'))).toEqual([path]);
  });

  it('of another tenant is there neither to be paid nor to be cancelled', async () => {
    const orderId = await order(cabinet);
    const stranger = cabinet.call({ accounts: ['acc_other'] });
    expect(await codesOf(cabinet.service.cancelOrder(stranger, { orderId }))).toEqual(['NOT_FOUND']);
    expect(await codesOf(cabinet.service.cancelOrder(stranger, { orderId: 'ord_nothing' }))).toEqual(['NOT_FOUND']);
  });
});

describe('a fulfilment that was cut off', () => {
  it.each(['OrderFulfilmentStarted', 'LicenseIssued'])('after %s is finished at start, with the same licenses', async (type) => {
    const crash = crashAfter(type);
    const cabinet = await open({ wrap: crash.wrap });
    const orderId = await paidOrder(cabinet);
    await expect(cabinet.service.fulfilOrder(vendor(cabinet, 'k1'), { orderId })).rejects.toThrow();
    crash.repair();
    expect(await finishWhatWasCutOff(cabinet.deps, { ...NOTHING_UNFINISHED, unfinishedFulfilments: () => [orderId] })).toBe(1);
    expect((await cabinet.events()).filter(({ type: each }) => each === 'LicenseIssued')).toHaveLength(3);
    expect((await cabinet.typesOf(orderStream(orderId))).at(-1)).toBe('OrderFulfilled');
    await cabinet.close();
  });

  it('is finished by the retry of the vendor, who sees the codes', async () => {
    const crash = crashAfter('LicenseIssued');
    const cabinet = await open({ wrap: crash.wrap });
    const orderId = await paidOrder(cabinet);
    await expect(cabinet.service.fulfilOrder(vendor(cabinet, 'k1'), { orderId })).rejects.toThrow();
    crash.repair();
    const { issued } = await valueOf(cabinet.service.fulfilOrder(vendor(cabinet, 'k1'), { orderId }));
    expect(issued).toHaveLength(3);
    expect((await cabinet.events()).filter(({ type }) => type === 'LicenseIssued')).toHaveLength(3);
    await cabinet.close();
  });
});

describe('an order of renewals', () => {
  let cabinet: Cabinet;
  beforeEach(async () => {
    cabinet = await open();
  });
  afterEach(() => cabinet.close());

  const renew = async (licenseIds: readonly LicenseId[], clock: 'TERM' | 'UPDATES' = 'TERM') =>
    cabinet.service.orderRenewal(cabinet.call(), { licenseIds, clock, months: 12 });

  it('extends a running term from its end, and an ended one from the fulfilment', async () => {
    const [running, ended] = [
      await issueCloud(cabinet, '2026-06-01T00:00:00.000Z'),
      await issueCloud(cabinet, '2026-02-01T00:00:00.000Z'),
    ];
    const { orderId } = await valueOf(renew([running, ended]));
    await valueOf(cabinet.service.markOrderPaid(vendor(cabinet), { orderId }));
    cabinet.at('2026-03-10T10:00:00.000Z');
    const { issued } = await valueOf(cabinet.service.fulfilOrder(vendor(cabinet), { orderId }));
    expect(issued).toEqual([]);
    expect((await license(cabinet, running))?.term).toMatchObject({ until: '2027-06-01T00:00:00.000Z' });
    expect((await license(cabinet, ended))?.term).toMatchObject({ until: '2027-03-10T10:00:00.000Z' });
  });

  it('says of each license that cannot be renewed why, and renews the others', async () => {
    const [good, withdrawn] = [
      await issueCloud(cabinet, '2026-06-01T00:00:00.000Z'),
      await issueCloud(cabinet, '2026-06-01T00:00:00.000Z'),
    ];
    await valueOf(cabinet.service.withdrawLicense(vendor(cabinet), { licenseId: withdrawn, reason: 'возврат' }));
    const outcome = await renew([withdrawn, good]);
    expect(outcome.ok && outcome.notes.map(({ code, path }) => [code, path.join('.')])).toEqual([
      ['LICENSE_WITHDRAWN', 'licenseIds.0'],
    ]);
  });

  it('renews the others where one is not there, or is of an account that the asker does not reach', async () => {
    const good = await issueCloud(cabinet, '2026-06-01T00:00:00.000Z');
    const elsewhere = await issueCloud(cabinet, '2026-06-01T00:00:00.000Z');
    const release = { licenseId: elsewhere, toAccountId: 'acc_other', reason: 'продана' };
    await valueOf(cabinet.service.releaseLicense(vendor(cabinet), release));
    const ours = cabinet.call({ accounts: ['acc_shop'] });
    const licenseIds = ['lic_nothing', good, elsewhere];
    const outcome = await cabinet.service.orderRenewal(ours, { licenseIds, clock: 'TERM', months: 12 });
    expect(outcome.ok && outcome.notes.map(({ code, path }) => [code, path.join('.')])).toEqual([
      ['NOT_FOUND', 'licenseIds.0'],
      ['NOT_FOUND', 'licenseIds.2'],
    ]);
    const { orderId } = await valueOf(Promise.resolve(outcome));
    await valueOf(cabinet.service.markOrderPaid(vendor(cabinet), { orderId }));
    await valueOf(cabinet.service.fulfilOrder(vendor(cabinet), { orderId }));
    expect((await license(cabinet, good))?.term).toMatchObject({ until: '2027-06-01T00:00:00.000Z' });
    expect((await license(cabinet, elsewhere))?.term).toMatchObject({ until: '2026-06-01T00:00:00.000Z' });
  });

  it('is refused where nothing of it can be renewed', async () => {
    const cloud = await issueCloud(cabinet, '2026-06-01T00:00:00.000Z');
    const outcome = await renew([cloud], 'UPDATES');
    expect(outcome.ok || outcome.refusals[0]).toMatchObject({ code: 'NOT_PERMITTED', detail: { rule: 'clockWithoutEnd' } });
  });

  it('renews nothing that left the account between order and fulfilment', async () => {
    const sold = await issueCloud(cabinet, '2026-06-01T00:00:00.000Z');
    const { orderId } = await valueOf(renew([sold]));
    await valueOf(cabinet.service.markOrderPaid(vendor(cabinet), { orderId }));
    const release = { licenseId: sold, toAccountId: 'acc_other', reason: 'продана' };
    await valueOf(cabinet.service.releaseLicense(vendor(cabinet), release));
    expect(await codesOf(cabinet.service.fulfilOrder(vendor(cabinet), { orderId }))).toEqual(['NOT_FOUND']);
    expect((await license(cabinet, sold))?.term).toMatchObject({ until: '2026-06-01T00:00:00.000Z' });
  });

  it('names a license twice, or of two accounts, only to be refused', async () => {
    const until = '2026-06-01T00:00:00.000Z';
    const [ours, theirs] = [await issueCloud(cabinet, until), await issueCloud(cabinet, until, 'acc_other')];
    const rules = async (ids: readonly LicenseId[]) => {
      const outcome = await renew(ids);
      return outcome.ok ? [] : outcome.refusals.map(({ detail }) => detail?.rule);
    };
    expect(await rules([ours, ours])).toEqual(['twice']);
    expect(await rules([ours, theirs])).toEqual(['oneAccount']);
  });
});

describe('replacing a license', () => {
  it('makes a transition license with the same holder and clocks, and each names the other', async () => {
    const cabinet = await open();
    const old = await issueCloud(cabinet, '2026-06-01T00:00:00.000Z');
    const replace = { licenseId: old, product: { name: 'Склад 15' } };
    const { issued } = await valueOf(cabinet.service.replaceLicense(vendor(cabinet, 'k1'), replace));
    const [successor] = issued;
    expect(await valueOf(cabinet.service.replaceLicense(vendor(cabinet, 'k1'), replace))).toEqual({ issued });
    const [before, after] = [await license(cabinet, old), successor && (await license(cabinet, successor.licenseId))];
    expect(before?.replacedBy).toBe(successor?.licenseId);
    expect(after).toMatchObject({ replaces: old, holder: ACCOUNT, product: { name: 'Склад 15' }, term: before?.term });
    expect(await codesOf(cabinet.service.replaceLicense(vendor(cabinet), replace))).toEqual(['LICENSE_REPLACED']);
    await cabinet.close();
  });

  it('is finished at start where it was cut off before the old license knew of it', async () => {
    const crash = crashAfter('LicenseIssued', 2);
    const cabinet = await open({ wrap: crash.wrap });
    const old = await issueCloud(cabinet, '2026-06-01T00:00:00.000Z');
    const replace = { licenseId: old, product: { name: 'Склад 15' } };
    await expect(cabinet.service.replaceLicense(vendor(cabinet), replace)).rejects.toThrow();
    crash.repair();
    const issued = (await cabinet.events()).filter(({ type }) => type === 'LicenseIssued').at(-1);
    const licenseId = `lic_${issued?.stream.slice('license-'.length) ?? ''}` as LicenseId;
    await finishWhatWasCutOff(cabinet.deps, { ...NOTHING_UNFINISHED, unfinishedReplacements: () => [{ licenseId }] });
    expect((await license(cabinet, old))?.replacedBy).toBe(licenseId);
    await cabinet.close();
  });

  it('is undone at start where the old license was withdrawn meanwhile', async () => {
    const crash = crashAfter('LicenseIssued', 2);
    const cabinet = await open({ wrap: crash.wrap });
    const old = await issueCloud(cabinet, '2026-06-01T00:00:00.000Z');
    await expect(
      cabinet.service.replaceLicense(vendor(cabinet), { licenseId: old, product: { name: 'Склад 15' } }),
    ).rejects.toThrow();
    crash.repair();
    await valueOf(cabinet.service.withdrawLicense(vendor(cabinet), { licenseId: old, reason: 'возврат' }));
    const issued = (await cabinet.events()).filter(({ type }) => type === 'LicenseIssued').at(-1);
    const licenseId = `lic_${issued?.stream.slice('license-'.length) ?? ''}` as LicenseId;
    await finishWhatWasCutOff(cabinet.deps, { ...NOTHING_UNFINISHED, unfinishedReplacements: () => [{ licenseId }] });
    expect((await license(cabinet, licenseId))?.withdrawn).toBe(true);
    await cabinet.close();
  });
});
