/** Orders that are open and concern what is asked about: nobody waits for an order of something else. */
import { load, orderOf } from '../../commands/streams.js';
import type { Instant, LicenseId } from '../../domain/ids.js';
import { kindFits } from '../../domain/license-rules.js';
import { termOver } from '../../domain/license-terms.js';
import type { OrderedLicenses, OrderState } from '../../domain/order.js';
import { productFits } from '../../domain/product.js';
import type { EventStore } from '../../event-store/port.js';
import type { ReadModelQueries } from '../../../projections/queries.js';
import type { LapsedLicense } from '../lapsed-on-base.js';
import type { Question } from '../question.js';
import { thing, type DatabaseThing, type DeviceThing, type LicenseThing, type OrderThing } from '../things.js';

export interface PendingOrder {
  readonly order: OrderThing;
  /** Licenses that are asked about and that it renews; empty where it may bring a new one. */
  readonly renews: readonly LicenseId[];
}

/** What an order may be for. */
interface Wanted {
  readonly license: LicenseThing | null;
  readonly lapsed: readonly LapsedLicense[];
  /** The device that was asked for itself. */
  readonly device: DeviceThing | null;
  readonly deviceBase: DatabaseThing | null;
  readonly now: Instant;
}

/** Of the newest orders. */
const MOST_ORDERS = 50;

export async function askedOrder(store: EventStore, { account, orderId }: Question): Promise<OrderThing | null> {
  if (!orderId) return null;
  const order = thing(orderId, await load(store, orderOf(orderId)));
  return order?.state.accountId === account ? order : null;
}

export async function findPendingOrders(
  store: EventStore,
  queries: ReadModelQueries,
  question: Question,
  wanted: Wanted,
): Promise<readonly PendingOrder[]> {
  const { rows } = queries.orders(question.account, { limit: MOST_ORDERS, direction: 'forwards' });
  const may = rows.filter((row) => concerns(row, question, wanted));
  const orders = await Promise.all(may.map(async ({ id }) => thing(id, await load(store, orderOf(id)))));
  return orders.flatMap((order) => {
    if (order?.state.accountId !== question.account || !concerns(order.state, question, wanted)) return [];
    return [{ order, renews: renewed(order.state, wanted) }];
  });
}

type Order = Pick<OrderState, 'status' | 'ordered'>;

function concerns(order: Order, question: Question, wanted: Wanted): boolean {
  if (order.status !== 'UNPAID' && order.status !== 'PAID') return false;
  const { ordered } = order;
  return ordered.kind === 'LICENSES'
    ? ordered.items.some((item) => mayServe(item, question, wanted))
    : renewed(order, wanted).length > 0;
}

function renewed({ ordered }: Pick<Order, 'ordered'>, { license, lapsed }: Wanted): readonly LicenseId[] {
  if (ordered.kind === 'LICENSES') return [];
  const meant = new Set([...(license ? [license.id] : []), ...lapsed.map((each) => each.license.id)]);
  return ordered.items.flatMap((item) => (item.refused === null && meant.has(item.licenseId) ? [item.licenseId] : []));
}

/** In the place of a demo license that is over, or on a device that has none. */
function mayServe(item: OrderedLicenses, { expectedKind, ...asked }: Question, wanted: Wanted): boolean {
  const { license, device, deviceBase, now } = wanted;
  if (expectedKind !== null && item.kind !== expectedKind) return false;
  if (license) {
    const { demo, term, kind, product } = license.state;
    const { name: productName, level, configuration } = product;
    return demo && termOver(term, now) && item.kind === kind && productFits(item.product, { productName, level, configuration });
  }
  const anotherLicense = asked.code !== null || asked.licenseId !== null || asked.fileName !== null;
  if (anotherLicense || !device || !deviceBase || device.state.slot || device.state.reportedLicense) return false;
  return kindFits(item.kind, deviceBase.state.kind) && productFits(item.product, deviceBase.state);
}
