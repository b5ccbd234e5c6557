/** Ordered, and not here yet. */
import type { Facts, OrderThing } from '../facts.js';
import { doThis, excluded, holds, lastOf, send, type Finding } from '../finding.js';
import { itemAgain } from '../offers.js';
import type { CauseDetails, NextAction } from '../cause.js';

interface Waiting {
  readonly orders: readonly OrderThing[];
  /** One that may bring the license is only likely to be meant. */
  readonly certain: boolean;
}

/** Of that status: the order that was asked for, else those that renew the license, else those that may bring it. */
function waiting({ askedOrder, pendingOrders }: Facts, status: 'UNPAID' | 'PAID'): Waiting {
  const inStatus = (order: OrderThing): boolean => order.state.status === status;
  if (askedOrder) return { orders: [askedOrder].filter(inStatus), certain: true };
  const pending = pendingOrders.filter(({ order }) => inStatus(order));
  const renewals = pending.filter(({ renews }) => renews.length > 0);
  const certain = renewals.length > 0;
  return { orders: (certain ? renewals : pending).map(({ order }) => order), certain };
}

const placed = (orders: readonly OrderThing[]) => orders.map(({ events }) => events[0]);

const consulted = ({ askedOrder, pendingOrders }: Facts): readonly OrderThing[] =>
  askedOrder ? [askedOrder] : pendingOrders.map(({ order }) => order);

function detailsOf(orders: readonly OrderThing[]): CauseDetails {
  return orders.every(({ state }) => state.ordered.kind === 'RENEWAL') ? { variant: 'RENEWAL' } : {};
}

const doubt = (certain: boolean) =>
  certain ? ({ certainty: 'PROVEN' } as const) : ({ certainty: 'LIKELY', missingFacts: ['ORDER'] } as const);

const about = (action: 'PAY', [order]: readonly OrderThing[]): NextAction =>
  order ? { action, mutation: null, variables: { orderId: order.id } } : doThis(action);

/** Only an order that was not paid is ever cancelled: what it was for is to be ordered again. */
function cancelled({ question }: Facts, { events, state: { ordered } }: OrderThing): Finding {
  const again =
    ordered.kind === 'LICENSES'
      ? send('ORDER_LICENSE', 'orderLicenses', { accountId: question.account, items: ordered.items.map(itemAgain) })
      : doThis('ORDER_AGAIN');
  const evidence = [events[0], lastOf(events, 'OrderCancelled')];
  return holds('ORDER_UNPAID', { evidence, details: { variant: 'CANCELLED' }, nextAction: again });
}

export function orderUnpaid(facts: Facts): Finding | undefined {
  const asked = consulted(facts);
  if (asked.length === 0) return undefined;
  if (facts.askedOrder?.state.status === 'CANCELLED') return cancelled(facts, facts.askedOrder);
  const { orders, certain } = waiting(facts, 'UNPAID');
  if (orders.length === 0) return excluded('ORDER_UNPAID', placed(asked));
  const found = { evidence: placed(orders), details: detailsOf(orders), nextAction: about('PAY', orders) };
  return holds('ORDER_UNPAID', { ...found, ...doubt(certain) });
}

export function orderNotFulfilled(facts: Facts): Finding | undefined {
  const asked = consulted(facts);
  if (asked.length === 0) return undefined;
  const { orders, certain } = waiting(facts, 'PAID');
  if (orders.length === 0) return excluded('ORDER_NOT_FULFILLED', placed(asked));
  const evidence = orders.flatMap(({ events }) => [events[0], lastOf(events, 'OrderPaid')]);
  const found = { evidence, details: detailsOf(orders), nextAction: doThis('CONTACT_SUPPORT') };
  return holds('ORDER_NOT_FULFILLED', { ...found, ...doubt(certain) });
}
