import {
  cancelOrder,
  evolveOrder,
  finishFulfilment,
  payOrder,
  startFulfilment,
  type OrderEvent,
} from '../../src/domain/order.js';
import { givenStream } from './given.js';
import { L1, L2, OURS } from './things.js';

const given = givenStream(evolveOrder);
const product = { name: 'Магазин 15', level: 'Базовая', configuration: null, sku: null };
const ordered: OrderEvent = {
  type: 'LicensesOrdered',
  data: { accountId: OURS, items: [{ product, kind: 'CLOUD', quantity: 1, months: 12 }] },
};
const renewal: OrderEvent = {
  type: 'RenewalOrdered',
  data: {
    accountId: OURS,
    clock: 'TERM',
    months: 12,
    items: [
      { licenseId: L1, refused: null },
      { licenseId: L2, refused: 'LICENSE_WITHDRAWN' },
    ],
  },
};
const paid: OrderEvent = { type: 'OrderPaid', data: {} };
const started: OrderEvent = { type: 'OrderFulfilmentStarted', data: {} };
const items = [{ licenseIds: [L1], refused: null }];
const fulfilled: OrderEvent = { type: 'OrderFulfilled', data: { items } };
const cancelled: OrderEvent = { type: 'OrderCancelled', data: { reason: null } };

describe('an order', () => {
  it('is unpaid when it is placed, and keeps what cannot be renewed beside what can', () => {
    given([renewal])
      .asked(({ status, ordered: { items: wanted } }) => ({ status, wanted }))
      .answers({ status: 'UNPAID', wanted: renewal.data.items });
  });

  it('is placed once', () => {
    expect(() => given([ordered, renewal])).toThrow('placed once');
  });

  it('is paid once', () => {
    given([ordered]).when(payOrder).then([paid]);
    given([ordered, paid]).when(payOrder).thenRefused('ALREADY_DONE', ['orderId']);
  });

  it('is paid no more once it is closed', () => {
    given([ordered, cancelled]).when(payOrder).thenRefused('ORDER_CLOSED');
    given([ordered, paid, started, fulfilled]).when(payOrder).thenRefused('ORDER_CLOSED');
  });

  it('is cancelled while it is unpaid', () => {
    given([ordered])
      .when((order) => cancelOrder(order, null))
      .then([cancelled]);
  });

  it('is not cancelled once it is paid, fulfilled or cancelled', () => {
    const cancel = (...events: readonly OrderEvent[]) => given(events).when((order) => cancelOrder(order, null));
    cancel(ordered, paid).thenRefused('NOT_PERMITTED');
    cancel(ordered, paid, started, fulfilled).thenRefused('ORDER_CLOSED');
    cancel(ordered, cancelled).thenRefused('ALREADY_DONE');
  });

  it('is fulfilled only when it is paid', () => {
    given([ordered]).when(startFulfilment).thenRefused('ORDER_NOT_PAID');
    given([ordered, paid]).when(startFulfilment).then([started]);
    given([ordered, cancelled]).when(startFulfilment).thenRefused('ORDER_CLOSED');
  });

  it('goes on with a fulfilment that was started, and fulfils nothing twice', () => {
    given([ordered, paid, started]).when(startFulfilment).thenNothing();
    given([ordered, paid, started])
      .when((order) => finishFulfilment(order, items))
      .then([fulfilled]);
    given([ordered, paid, started, fulfilled])
      .when((order) => finishFulfilment(order, items))
      .thenNothing();
    given([ordered, paid, started, fulfilled]).when(startFulfilment).thenRefused('ALREADY_DONE');
  });

  it('is still PAID while its fulfilment runs', () => {
    given([ordered, paid, started])
      .asked(({ status }) => status)
      .answers('PAID');
  });
});
