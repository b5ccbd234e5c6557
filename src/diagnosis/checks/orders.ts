/** Ordered, and not here yet. */
import type { Facts, OrderThing } from '../facts.js';
import { doThis, excluded, holds, lastOf, type Finding } from '../finding.js';

const asksForOrders = ({ question, orders }: Facts): boolean => question.orderId !== null || orders.length > 0;

const placed = (orders: readonly OrderThing[]) => orders.map(({ events }) => events[0]);

export function orderUnpaid(facts: Facts): Finding | undefined {
  if (!asksForOrders(facts)) return undefined;
  const unpaid = facts.orders.filter(({ state }) => state.status === 'UNPAID');
  if (unpaid.length === 0) return excluded('ORDER_UNPAID', placed(facts.orders));
  return holds('ORDER_UNPAID', { evidence: placed(unpaid), nextAction: doThis('PAY') });
}

export function orderNotFulfilled(facts: Facts): Finding | undefined {
  if (!asksForOrders(facts)) return undefined;
  const paid = facts.orders.filter(({ state }) => state.status === 'PAID');
  if (paid.length === 0) return excluded('ORDER_NOT_FULFILLED', placed(facts.orders));
  const evidence = paid.flatMap(({ events }) => [events[0], lastOf(events, 'OrderPaid')]);
  return holds('ORDER_NOT_FULFILLED', { evidence, nextAction: doThis('CONTACT_SUPPORT') });
}
