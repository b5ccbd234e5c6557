import { openReadModel, type ReadModel } from '../../projections/open-read-model.js';
import { licenseStream, type LicenseId } from '../../src/domain/ids.js';
import { recordExpiries } from '../../src/processes/ticker.js';
import { openCabinet, valueOf, type Cabinet } from '../support/cabinet.js';

const ACCOUNT = 'acc_shop';

let cabinet: Cabinet;
let model: ReadModel;
beforeEach(async () => {
  cabinet = await openCabinet();
  model = await openReadModel({ folder: `${cabinet.folder}/model`, store: cabinet.store, clock: Date.now });
  model.start();
  await valueOf(cabinet.service.openAccount(vendor(), { accountId: ACCOUNT, name: 'Магазин' }));
});
afterEach(async () => {
  await model.close();
  await cabinet.close();
});

const vendor = () => cabinet.call({ role: 'VENDOR' });

async function issue(validUntil: string): Promise<LicenseId> {
  const items = [
    {
      kind: 'CLOUD',
      product: { name: 'Магазин 15' },
      perpetual: false,
      validFrom: '2026-01-01T00:00:00.000Z' as never,
      validUntil: validUntil as never,
    },
  ] as const;
  const { issued } = await valueOf(cabinet.service.issueLicenses(vendor(), { accountId: ACCOUNT, items }));
  return issued[0]?.licenseId ?? ('' as LicenseId);
}

const tick = async (): Promise<number> => {
  await model.catchUp();
  return recordExpiries(cabinet.deps, model.queries);
};
const expiriesOf = async (id: LicenseId): Promise<readonly unknown[]> =>
  (await cabinet.events())
    .filter(({ stream, type }) => stream === licenseStream(id) && type === 'LicenseExpired')
    .map(({ data, metadata }) => ({ ...data, account: metadata.account, occurredAt: metadata.occurredAt }));

describe('the ticker', () => {
  it('says once that a term is over, in the account of the holder and at the time of the end', async () => {
    const id = await issue('2026-04-01T00:00:00.000Z');
    expect(await tick()).toBe(0);
    cabinet.at('2026-04-02T00:00:00.000Z');
    expect(await tick()).toBe(1);
    expect(await tick()).toBe(0);
    const end = '2026-04-01T00:00:00.000Z';
    expect(await expiriesOf(id)).toEqual([{ until: end, account: ACCOUNT, occurredAt: end }]);
  });

  it('says it again of a term that was renewed and is over again', async () => {
    const id = await issue('2026-04-01T00:00:00.000Z');
    cabinet.at('2026-04-02T00:00:00.000Z');
    await tick();
    const renewal = { licenseIds: [id], clock: 'TERM', months: 1 } as const;
    const { orderId } = await valueOf(cabinet.service.orderRenewal(cabinet.call(), renewal));
    await valueOf(cabinet.service.markOrderPaid(vendor(), { orderId }));
    await valueOf(cabinet.service.fulfilOrder(vendor(), { orderId }));
    expect(await tick()).toBe(0);
    cabinet.at('2026-06-01T00:00:00.000Z');
    expect(await tick()).toBe(1);
    expect(await expiriesOf(id)).toHaveLength(2);
  });

  it('says nothing of a license that was withdrawn', async () => {
    const id = await issue('2026-04-01T00:00:00.000Z');
    await valueOf(cabinet.service.withdrawLicense(vendor(), { licenseId: id, reason: 'возврат' }));
    cabinet.at('2026-04-02T00:00:00.000Z');
    expect(await tick()).toBe(0);
    expect(await expiriesOf(id)).toEqual([]);
  });

  it('does no harm twice at once', async () => {
    const ids = await Promise.all(Array.from({ length: 30 }, () => issue('2026-04-01T00:00:00.000Z')));
    cabinet.at('2026-04-02T00:00:00.000Z');
    await Promise.all([tick(), tick()]);
    expect((await Promise.all(ids.map(expiriesOf))).map(({ length }) => length)).toEqual(ids.map(() => 1));
  });

  it('ends where the read model does not follow', async () => {
    const id = await issue('2026-04-01T00:00:00.000Z');
    cabinet.at('2026-04-02T00:00:00.000Z');
    const stuck = { unrecordedExpiries: () => [id], waitFor: () => Promise.resolve() };
    expect(await recordExpiries(cabinet.deps, stuck)).toBe(1);
    expect(await expiriesOf(id)).toHaveLength(1);
  });
});
