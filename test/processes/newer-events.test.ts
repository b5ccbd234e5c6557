/** What a node does by itself goes on where a newer program has written events that this one cannot read. */
import { load, licenseOf, orderOf } from '../../src/commands/streams.js';
import { EVENT_VERSIONS, type EventType } from '../../src/domain/events.js';
import { licenseStream, orderStream, type Instant, type LicenseId, type StreamName } from '../../src/domain/ids.js';
import { EventNotStorable } from '../../src/event-store/errors.js';
import { finishWhatWasCutOff } from '../../src/processes/recovery.js';
import { recordExpiries } from '../../src/processes/ticker.js';
import { openCabinet, valueOf, type Cabinet } from '../support/cabinet.js';
import { crashAfter } from '../support/crash-after.js';

const ACCOUNT = 'acc_shop';
const PRODUCT = { name: 'Магазин 15' };

let cabinet: Cabinet;
let crash: ReturnType<typeof crashAfter>;
beforeEach(async () => {
  crash = crashAfter('OrderFulfilmentStarted');
  cabinet = await openCabinet({ wrap: crash.wrap });
  await valueOf(cabinet.service.openAccount(vendor(), { accountId: ACCOUNT, name: 'Магазин' }));
});
afterEach(() => cabinet.close());

const vendor = () => cabinet.call({ role: 'VENDOR' });

/** An event of the next version of its type, at the end of a stream. */
async function appendNewer(stream: StreamName, type: EventType): Promise<void> {
  let last = -1;
  for await (const { revision } of cabinet.store.readStream(stream)) last = revision;
  const id = '00000000-0000-8000-8000-000000000001';
  const newer = { id, type, version: EVENT_VERSIONS[type] + 1, body: Buffer.from('{}'), metadata: Buffer.from('{}') };
  await cabinet.store.append(stream, last, [newer]);
}

it('the ends of all other terms are recorded', async () => {
  const [validFrom, validUntil] = ['2026-01-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z'] as Instant[];
  const item = { kind: 'CLOUD', product: PRODUCT, perpetual: false, validFrom, validUntil } as const;
  const { issued } = await valueOf(cabinet.service.issueLicenses(vendor(), { accountId: ACCOUNT, items: [item, item] as never }));
  const [newer, ours] = issued.map(({ licenseId }) => licenseId) as [LicenseId, LicenseId];
  await appendNewer(licenseStream(newer), 'LicenseRenewed');
  cabinet.at('2026-04-02T00:00:00.000Z');
  const ended = { unrecordedExpiries: () => [newer, ours], waitFor: () => Promise.resolve() };
  expect(await recordExpiries(cabinet.deps, ended)).toBe(1);
  expect((await load(cabinet.store, licenseOf(ours))).state?.expiredUntil).toBe(validUntil);
  await expect(load(cabinet.store, licenseOf(newer))).rejects.toThrow(EventNotStorable);
});

it('all other work that was cut off is finished at start', async () => {
  const paid = async () => {
    const items = [{ product: PRODUCT, kind: 'CLOUD', quantity: 1, months: 12 }] as const;
    const { orderId } = await valueOf(cabinet.service.orderLicenses(cabinet.call(), { accountId: ACCOUNT, items }));
    await valueOf(cabinet.service.markOrderPaid(vendor(), { orderId }));
    return orderId;
  };
  const [newer, ours] = [await paid(), await paid()];
  await expect(cabinet.service.fulfilOrder(vendor(), { orderId: ours })).rejects.toThrow();
  crash.repair();
  await appendNewer(orderStream(newer), 'OrderFulfilmentStarted');
  const unfinished = {
    unfinishedActivations: () => [],
    unfinishedFulfilments: () => [newer, ours],
    unfinishedReplacements: () => [],
  };
  expect(await finishWhatWasCutOff(cabinet.deps, unfinished)).toBe(1);
  expect((await load(cabinet.store, orderOf(ours))).state?.status).toBe('FULFILLED');
});
