/** An order: what an account wants, licenses or renewals; paid, then fulfilled by the vendor (issue 3, point 1). */
import type { AccountId, LicenseId } from './ids.js';
import type { LicenseClock, LicenseKind } from './license-terms.js';
import type { PersonalText } from './personal.js';
import type { Product } from './product.js';
import { accept, refuse, type Decision, type RefusalCode } from './refusal.js';

export interface OrderedLicenses {
  readonly product: Product;
  readonly kind: LicenseKind;
  readonly quantity: number;
  /** Of the term (CLOUD) or of the update subscription (MAIN); both start at the first activation. */
  readonly months: number;
}

/** A license that could not be renewed when it was ordered stands in the order with the reason, and fulfilment passes it over. */
export interface OrderedRenewal {
  readonly licenseId: LicenseId;
  readonly refused: RefusalCode | null;
}

/** What an item came to: the licenses that were issued or renewed for it, or why there are none. */
export interface FulfilledItem {
  readonly licenseIds: readonly LicenseId[];
  readonly refused: RefusalCode | null;
}

export type OrderEvent =
  | {
      readonly type: 'LicensesOrdered';
      readonly data: { readonly accountId: AccountId; readonly items: readonly OrderedLicenses[] };
    }
  | {
      readonly type: 'RenewalOrdered';
      readonly data: {
        readonly accountId: AccountId;
        readonly clock: LicenseClock;
        readonly months: number;
        readonly items: readonly OrderedRenewal[];
      };
    }
  | { readonly type: 'OrderPaid'; readonly data: Readonly<Record<string, never>> }
  /** The intent of a fulfilment: from now on it is finished, by whoever finds it unfinished, and no longer cancelled. */
  | { readonly type: 'OrderFulfilmentStarted'; readonly data: Readonly<Record<string, never>> }
  | {
      readonly type: 'OrderFulfilled';
      /** One an item of the order, in its order. */
      readonly data: { readonly items: readonly FulfilledItem[] };
    }
  | { readonly type: 'OrderCancelled'; readonly data: { readonly reason: PersonalText | null } };

export type OrderedItems =
  | { readonly kind: 'LICENSES'; readonly items: readonly OrderedLicenses[] }
  | {
      readonly kind: 'RENEWAL';
      readonly clock: LicenseClock;
      readonly months: number;
      readonly items: readonly OrderedRenewal[];
    };
export type OrderKind = OrderedItems['kind'];

/** Same names as the API's `OrderStatus`. An order whose fulfilment has started is still PAID. */
export type OrderStatus = 'UNPAID' | 'PAID' | 'FULFILLED' | 'CANCELLED';

export interface OrderState {
  readonly accountId: AccountId;
  readonly ordered: OrderedItems;
  readonly status: OrderStatus;
  readonly fulfilmentStarted: boolean;
  /** Empty until it is fulfilled. */
  readonly fulfilled: readonly FulfilledItem[];
}

export function evolveOrder(state: OrderState | undefined, event: OrderEvent): OrderState {
  if (event.type === 'LicensesOrdered' || event.type === 'RenewalOrdered') {
    if (state) throw new Error('an order is placed once');
    return {
      accountId: event.data.accountId,
      ordered: orderedItems(event),
      status: 'UNPAID',
      fulfilmentStarted: false,
      fulfilled: [],
    };
  }
  if (!state) throw new Error(`${event.type} before an order was placed`);
  switch (event.type) {
    case 'OrderPaid':
      return { ...state, status: 'PAID' };
    case 'OrderFulfilmentStarted':
      return { ...state, fulfilmentStarted: true };
    case 'OrderFulfilled':
      return { ...state, status: 'FULFILLED', fulfilled: event.data.items };
    case 'OrderCancelled':
      return { ...state, status: 'CANCELLED' };
  }
}

function orderedItems(event: Extract<OrderEvent, { type: 'LicensesOrdered' | 'RenewalOrdered' }>): OrderedItems {
  if (event.type === 'LicensesOrdered') return { kind: 'LICENSES', items: event.data.items };
  const { clock, months, items } = event.data;
  return { kind: 'RENEWAL', clock, months, items };
}

const closed = (state: OrderState): boolean => state.status === 'FULFILLED' || state.status === 'CANCELLED';

export function payOrder(state: OrderState): Decision<OrderEvent> {
  if (closed(state)) return refuse('ORDER_CLOSED', ['orderId']);
  return state.status === 'PAID' ? refuse('ALREADY_DONE', ['orderId']) : accept({ type: 'OrderPaid', data: {} });
}

/** Money that was paid is given back by people: a paid order is the vendor's to fulfil, and nobody cancels it here. */
export function cancelOrder(state: OrderState, reason: PersonalText | null): Decision<OrderEvent> {
  if (state.status === 'CANCELLED') return refuse('ALREADY_DONE', ['orderId']);
  if (state.status === 'FULFILLED') return refuse('ORDER_CLOSED', ['orderId']);
  if (state.status === 'PAID') return refuse('NOT_PERMITTED', ['orderId'], { rule: 'orderPaid' });
  return accept({ type: 'OrderCancelled', data: { reason } });
}

export function startFulfilment(state: OrderState): Decision<OrderEvent> {
  if (state.status === 'FULFILLED') return refuse('ALREADY_DONE', ['orderId']);
  if (state.status === 'CANCELLED') return refuse('ORDER_CLOSED', ['orderId']);
  if (state.status === 'UNPAID') return refuse('ORDER_NOT_PAID', ['orderId']);
  return state.fulfilmentStarted ? accept() : accept({ type: 'OrderFulfilmentStarted', data: {} });
}

export const finishFulfilment = (state: OrderState, items: readonly FulfilledItem[]): Decision<OrderEvent> =>
  state.status === 'FULFILLED' ? accept() : accept({ type: 'OrderFulfilled', data: { items } });
