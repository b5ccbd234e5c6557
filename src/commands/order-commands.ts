/** What touches an order's own stream alone: place, pay, cancel. Fulfilment is a process. */
import { parseLicenseId, type AccountId, type LicenseId, type OrderId } from '../domain/ids.js';
import { renewLicense } from '../domain/license-decisions.js';
import type { LicenseClock, LicenseKind } from '../domain/license-terms.js';
import {
  cancelOrder as decideCancelling,
  payOrder,
  type OrderEvent,
  type OrderState,
  type OrderedLicenses,
} from '../domain/order.js';
import { personal } from '../domain/personal.js';
import type { Product } from '../domain/product.js';
import { accept, refusal, refuse, type Decision, type Refusal } from '../domain/refusal.js';
import type { Call } from './asker.js';
import { change } from './change.js';
import type { CommandDeps } from './deps.js';
import { plainMemory, withRequest } from './idempotency.js';
import { idText } from './identity.js';
import { MOST_NOTE_LETTERS, optionalText, type Checked } from './input.js';
import { done, refused, type Outcome } from './outcome.js';
import { checkedProduct, type TypedProduct } from './product-input.js';
import { reachAccount, reachLicense, reachOrder } from './reach.js';
import { derivedBytes, type CommandRequest } from './request.js';
import { orderOf } from './streams.js';

/** Of one order, so that its fulfilment is one answer with all codes. */
export const MOST_ORDERED = 1_000;
const MOST_MONTHS = 120;
/** A main license comes with an update subscription of a year (domain.md, section 2, fact 1). */
const MONTHS_OF_MAIN = 12;

type OrderOutcome = Promise<Outcome<{ readonly orderId: OrderId }>>;

interface TypedItem {
  readonly sku?: string;
  readonly product?: TypedProduct;
  readonly kind: LicenseKind;
  readonly quantity: number;
  readonly months?: number;
}

const invalid = (field: string, rule: 'quantity' | 'months' | 'termNeeded' | 'productOrSku'): Refusal =>
  refusal('INVALID_INPUT', [field], { rule });

const monthsFit = (months: number): boolean => months >= 1 && months <= MOST_MONTHS;

export function orderLicenses(
  deps: CommandDeps,
  call: Call,
  input: { readonly accountId: string; readonly items: readonly TypedItem[] },
): OrderOutcome {
  return withRequest(deps, call, 'orderLicenses', input, plainMemory(), async (request) => {
    const account = await reachAccount(deps.store, call.asker, input.accountId);
    if (!account.ok) return refused(account.refusal);
    if (input.items.length === 0) return refused(refusal('INVALID_INPUT', ['items'], { rule: 'empty' }));
    const items: OrderedLicenses[] = [];
    const refusals: Refusal[] = [];
    for (const [index, typed] of input.items.entries()) {
      const item = checkedItem(typed);
      if (item.ok) items.push(item.value);
      else refusals.push({ ...item.refusal, path: ['items', String(index), ...item.refusal.path] });
    }
    if (refusals.length > 0) return refused(...refusals);
    if (items.reduce((sum, { quantity }) => sum + quantity, 0) > MOST_ORDERED) {
      return refused(refusal('INVALID_INPUT', ['items'], { rule: 'tooMany', limit: MOST_ORDERED }));
    }
    return place(deps, request, account.id, { type: 'LicensesOrdered', data: { accountId: account.id, items } });
  });
}

function checkedItem(typed: TypedItem): Checked<OrderedLicenses> {
  const { kind, quantity, months } = typed;
  const product = orderedProduct(typed);
  if (!product.ok) return product;
  if (quantity < 1 || quantity > MOST_ORDERED) return { ok: false, refusal: invalid('quantity', 'quantity') };
  if (months !== undefined && !monthsFit(months)) return { ok: false, refusal: invalid('months', 'months') };
  if (months === undefined && kind === 'CLOUD') return { ok: false, refusal: invalid('months', 'termNeeded') };
  return { ok: true, value: { product: product.value, kind, quantity, months: months ?? MONTHS_OF_MAIN } };
}

/** There is no price list to look an article number up in: alone, it also names the product. */
function orderedProduct({ sku, product }: TypedItem): Checked<Product> {
  const typedSku = optionalText(sku, ['sku']);
  if (!typedSku.ok) return typedSku;
  if (product === undefined) {
    if (typedSku.value === null) return { ok: false, refusal: invalid('product', 'productOrSku') };
    return { ok: true, value: { name: typedSku.value, level: null, configuration: null, sku: typedSku.value } };
  }
  const checked = checkedProduct(product);
  return checked.ok ? { ok: true, value: { ...checked.value, sku: typedSku.value ?? checked.value.sku } } : checked;
}

/**
 * Refused as a whole where nothing of it can be renewed, or where one stands twice or two are of two accounts. What is not there is a note, and
 * no part of the order; the order holds the reason of each other one.
 */
export function orderRenewal(
  deps: CommandDeps,
  call: Call,
  input: { readonly licenseIds: readonly string[]; readonly clock: LicenseClock; readonly months: number },
): OrderOutcome {
  return withRequest(deps, call, 'orderRenewal', input, plainMemory(), async (request) => {
    const { licenseIds, clock, months } = input;
    if (licenseIds.length === 0) return refused(refusal('INVALID_INPUT', ['licenseIds'], { rule: 'empty' }));
    if (licenseIds.length > MOST_ORDERED) {
      return refused(refusal('INVALID_INPUT', ['licenseIds'], { rule: 'tooMany', limit: MOST_ORDERED }));
    }
    if (!monthsFit(months)) return refused(invalid('months', 'months'));
    const { accountId, licenses, refusals } = await reachLicenses(deps, call, licenseIds);
    // Mistakes in the list itself, told from what is not there.
    if (accountId === null || refusals.some(({ code }) => code === 'INVALID_INPUT')) return refused(...refusals);
    const account = await reachAccount(deps.store, call.asker, accountId);
    if (!account.ok) return refused(account.refusal);
    const { timeZone } = account.state;
    const renewals = licenses.map(({ id, state, path }) => {
      const decision = renewLicense(state, { clock, months, now: request.instant, timeZone });
      const reason = decision.ok ? null : { ...decision.refusal, path };
      return { item: { licenseId: id, refused: reason?.code ?? null }, reason };
    });
    const notes = [...refusals, ...renewals.flatMap(({ reason }) => (reason ? [reason] : []))].sort(byItem);
    if (renewals.every(({ reason }) => reason)) return refused(...notes);
    const items = renewals.map(({ item }) => item);
    return place(deps, request, accountId, { type: 'RenewalOrdered', data: { accountId, clock, months, items } }, notes);
  });
}

const byItem = (one: Refusal, other: Refusal): number => Number(one.path[1]) - Number(other.path[1]);

type ReachedLicense = Extract<Awaited<ReturnType<typeof reachLicense>>, { readonly ok: true }> & {
  /** Where it stands in the input. */
  readonly path: readonly string[];
};

/** Those that are there; INVALID_INPUT for one that stands twice, or is of another account than the first one. */
async function reachLicenses(
  deps: CommandDeps,
  call: Call,
  typed: readonly string[],
): Promise<{
  /** Null where there are none. */
  readonly accountId: AccountId | null;
  readonly licenses: readonly ReachedLicense[];
  readonly refusals: readonly Refusal[];
}> {
  const licenses: ReachedLicense[] = [];
  const refusals: Refusal[] = [];
  const seen = new Set<LicenseId>();
  let accountId: AccountId | null = null;
  for (const [index, text] of typed.entries()) {
    const path = ['licenseIds', String(index)];
    const id = parseLicenseId(text);
    if (id && seen.has(id)) {
      refusals.push(refusal('INVALID_INPUT', path, { rule: 'twice' }));
      continue;
    }
    if (id) seen.add(id);
    const license = await reachLicense(deps.store, call.asker, text);
    if (!license.ok) {
      refusals.push({ ...license.refusal, path });
      continue;
    }
    accountId ??= license.state.holder;
    if (license.state.holder === accountId) licenses.push({ ...license, path });
    else refusals.push(refusal('INVALID_INPUT', path, { rule: 'oneAccount' }));
  }
  return { accountId, licenses, refusals };
}

async function place(
  deps: CommandDeps,
  request: CommandRequest,
  account: AccountId,
  event: OrderEvent,
  notes: readonly Refusal[] = [],
): OrderOutcome {
  const orderId = `ord_${idText(derivedBytes(deps.keys, request, 'order'))}` as OrderId;
  const placed = await change(deps, request, orderOf(orderId), { account, step: 'order' }, () => accept(event));
  return placed.ok ? done({ orderId }, placed.position, notes) : refused(placed.refusal);
}

function changeOrder(
  deps: CommandDeps,
  call: Call,
  mutation: string,
  input: { readonly orderId: string },
  decide: (state: OrderState, orderId: OrderId) => Decision<OrderEvent>,
): OrderOutcome {
  return withRequest(deps, call, mutation, input, plainMemory(), async (request) => {
    const order = await reachOrder(deps.store, call.asker, input.orderId);
    if (!order.ok) return refused(order.refusal);
    const { id: orderId } = order;
    const { accountId: account } = order.state;
    const changed = await change(deps, request, orderOf(orderId), { account, step: mutation }, (state) =>
      state ? decide(state, orderId) : refuse('NOT_FOUND', ['orderId']),
    );
    return changed.ok ? done({ orderId }, changed.position) : refused(changed.refusal);
  });
}

/** By the vendor. */
export const markOrderPaid = (deps: CommandDeps, call: Call, input: { readonly orderId: string }): OrderOutcome =>
  changeOrder(deps, call, 'markOrderPaid', input, payOrder);

export async function cancelOrder(
  deps: CommandDeps,
  call: Call,
  input: { readonly orderId: string; readonly reason?: string },
): OrderOutcome {
  const reason = optionalText(input.reason, ['reason'], MOST_NOTE_LETTERS);
  if (!reason.ok) return refused(reason.refusal);
  return changeOrder(deps, call, 'cancelOrder', input, (state, orderId) =>
    decideCancelling(state, reason.value === null ? null : personal(orderId, reason.value)),
  );
}
