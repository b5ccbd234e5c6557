/** Next actions that are accepted as they stand: where the command would refuse, what mends the refusal's reason is offered in its place. */
import { renewLicense, unlinkLicense } from '../domain/license-decisions.js';
import type { LicenseClock, LicenseKind } from '../domain/license-terms.js';
import type { OrderedLicenses } from '../domain/order.js';
import type { Product } from '../domain/product.js';
import type { RefusalCode } from '../domain/refusal.js';
import { A_YEAR_IN_MONTHS } from './a-year.js';
import type { NextAction } from './cause.js';
import type { DatabaseThing, Facts, LicenseThing, OrderThing } from './facts.js';
import { doThis, send } from './finding.js';
import type { WantedActivation } from './gather/activation.js';

const lookAtOrder = ({ id, state }: OrderThing): NextAction => ({
  action: state.status === 'UNPAID' ? 'PAY' : 'WAIT',
  mutation: null,
  variables: { orderId: id },
});

/** Those of them that can be renewed and are not in an open order yet; where there is none, what to do with the first. */
export function renewalOffer(facts: Facts, licenses: readonly LicenseThing[], clock: LicenseClock): NextAction {
  const action = clock === 'TERM' ? 'RENEW_TERM' : 'RENEW_UPDATES';
  const { account, now, question, pendingOrders } = facts;
  const refusalOf = ({ state }: LicenseThing): RefusalCode | null => {
    if (state.holder !== question.account) return 'NOT_FOUND';
    const renewal = { clock, months: A_YEAR_IN_MONTHS, now, timeZone: account.timeZone };
    const decision = renewLicense(state, renewal);
    return decision.ok ? null : decision.refusal.code;
  };
  const orderOf = ({ id }: LicenseThing): OrderThing | undefined =>
    pendingOrders.find(({ order, renews }) => renews.includes(id) && renewsClock(order, clock))?.order;
  const renewable = licenses.filter((license) => refusalOf(license) === null);
  const notOrdered = renewable.filter((license) => !orderOf(license));
  if (notOrdered.length > 0) {
    return send(action, 'orderRenewal', { licenseIds: notOrdered.map(({ id }) => id), clock, months: A_YEAR_IN_MONTHS });
  }
  const [ordered] = renewable.flatMap((license) => orderOf(license) ?? []);
  if (ordered) return lookAtOrder(ordered);
  const [first] = licenses;
  return first?.state.replacedBy
    ? { action: 'SEE_REPLACEMENT', mutation: null, variables: { licenseId: first.state.replacedBy } }
    : doThis(first && refusalOf(first) === 'NOT_FOUND' ? 'ADD_BY_CODE' : 'CONTACT_SUPPORT');
}

const renewsClock = ({ state: { ordered } }: OrderThing, clock: LicenseClock): boolean =>
  ordered.kind === 'RENEWAL' && ordered.clock === clock;

/** A new license; where an open order may bring it, that order. `item`: null where it is not known what to order. */
export function orderOffer({ pendingOrders, question }: Facts, item: OrderedItem | null): NextAction {
  const pending = pendingOrders.find(({ renews }) => renews.length === 0);
  if (pending) return lookAtOrder(pending.order);
  if (!item) return doThis('ORDER_LICENSE');
  const items = [{ ...item, quantity: 1, months: A_YEAR_IN_MONTHS }];
  return send('ORDER_LICENSE', 'orderLicenses', { accountId: question.account, items });
}

interface OrderedItem {
  readonly product: Readonly<Record<string, string>>;
  readonly kind: LicenseKind;
}

const stated = (facts: Readonly<Record<string, string | null>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(facts).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));

const productAsTyped = ({ name, level, configuration, sku }: Product) => stated({ name, level, configuration, sku });

export const itemLike = ({ state: { product, kind } }: LicenseThing): OrderedItem => ({ product: productAsTyped(product), kind });

/** As it was ordered before. */
export const itemAgain = ({ product, ...item }: OrderedLicenses) => ({ ...item, product: productAsTyped(product) });

/** What fits the base; null where the base has not told its product. */
export function itemFor(base: DatabaseThing | null): OrderedItem | null {
  if (!base?.state.productName) return null;
  const { productName: name, level, configuration, kind } = base.state;
  return { product: stated({ name, level, configuration }), kind: kind === 'CLOUD' ? 'CLOUD' : 'MAIN' };
}

/** The activation that is wanted; without a device it cannot be sent as it stands. */
export function activationOffer(facts: Facts): NextAction {
  const { activation } = facts;
  if (!activation) return doThis('ACTIVATE');
  const { license, device, refused } = activation;
  return refused
    ? mending(facts, activation, refused.code)
    : send('ACTIVATE', 'activateLicense', { licenseId: license.id, deviceId: device.id });
}

function mending(facts: Facts, { license, base }: WantedActivation, code: RefusalCode): NextAction {
  switch (code) {
    case 'DEVICE_NOT_CONNECTED':
      return doThis('CONNECT_DEVICE');
    case 'DATABASE_STOPPED':
      return base ? send('START_BASE', 'startDatabase', { databaseId: base.id }) : doThis('START_BASE');
    case 'DATABASE_DELETED':
    case 'KIND_MISMATCH':
    case 'DEVICE_ON_OTHER_BASE':
      return doThis('RECONNECT_DEVICE');
    case 'PRODUCT_MISMATCH':
      return doThis('ORDER_TRANSITION');
    case 'LICENSE_EXPIRED':
      return renewalOffer(facts, [license], 'TERM');
    case 'UPDATES_ENDED':
      return renewalOffer(facts, [license], 'UPDATES');
    case 'DEVICE_ALREADY_LICENSED':
      return doThis('ACTIVATE_ELSEWHERE');
    default:
      return doThis('ACTIVATE');
  }
}

/** Off the device that it is on, so that it can be activated on another. */
export function unlinkOffer(facts: Facts, license: LicenseThing): NextAction {
  const decision = unlinkLicense(license.state, { confirmWorkFinished: true, now: facts.now });
  if (decision.ok) return send('UNLINK', 'unlinkLicense', { licenseId: license.id, confirmWorkFinished: true });
  switch (decision.refusal.code) {
    case 'LICENSE_EXPIRED':
      return renewalOffer(facts, [license], 'TERM');
    case 'UPDATES_ENDED':
      return renewalOffer(facts, [license], 'UPDATES');
    default:
      return doThis('CONTACT_SUPPORT');
  }
}
