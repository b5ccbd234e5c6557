/**
 * `fulfilOrder`: the intent in the order's stream, then each license in its own, then the result in the order's (architecture.md,
 * Commands). Every id follows from the intent, so that whoever finds it unfinished goes on with the same licenses.
 */
import type { Call } from '../commands/asker.js';
import { change } from '../commands/change.js';
import type { CommandDeps } from '../commands/deps.js';
import { withRequest } from '../commands/idempotency.js';
import { licenseIdOf } from '../commands/identity.js';
import { wholeCodes } from '../commands/license-commands.js';
import { done, refused, type Outcome } from '../commands/outcome.js';
import { reachOrder } from '../commands/reach.js';
import { requestOf, type CommandRequest } from '../commands/request.js';
import { accountOf, licenseOf, load, orderOf } from '../commands/streams.js';
import type { LicenseId, OrderId } from '../domain/ids.js';
import { issueLicense, renewLicense } from '../domain/license-decisions.js';
import { finishFulfilment, startFulfilment, type FulfilledItem, type OrderState, type OrderedLicenses } from '../domain/order.js';
import { refusal, refuse, type Refusal } from '../domain/refusal.js';
import type { IssuedLicense } from './cabinet-service.js';
import { newCode, sealedCode } from './new-license.js';

interface Fulfilled {
  readonly orderId: OrderId;
  readonly issued: readonly IssuedLicense[];
}

export function fulfilOrder(deps: CommandDeps, call: Call, input: { readonly orderId: string }): Promise<Outcome<Fulfilled>> {
  interface Kept {
    readonly orderId: OrderId;
    readonly licenseIds: readonly LicenseId[];
  }
  const memory = {
    keep: ({ orderId, issued }: Fulfilled): Kept => ({ orderId, licenseIds: issued.map(({ licenseId }) => licenseId) }),
    recall: async (kept: unknown): Promise<Fulfilled> => {
      const { orderId, licenseIds } = kept as Kept;
      return { orderId, issued: await wholeCodes(deps, licenseIds) };
    },
  };
  return withRequest(deps, call, 'fulfilOrder', input, memory, async (request) => {
    const order = await reachOrder(deps.store, call.asker, input.orderId);
    if (!order.ok) return refused(order.refusal);
    const { id: orderId } = order;
    const { accountId: account } = order.state;
    const started = await change(deps, request, orderOf(orderId), { account, step: 'start-fulfilment' }, (state) =>
      state ? startFulfilment(state) : refuse('NOT_FOUND', ['orderId']),
    );
    if (!started.ok) return refused(started.refusal);
    const finished = await finishOrder(deps, orderId);
    if (!finished) return refused(refusal('NOT_FOUND', ['orderId']));
    const { ordered, fulfilled } = finished.state;
    const issued =
      ordered.kind === 'LICENSES'
        ? await wholeCodes(
            deps,
            fulfilled.flatMap(({ licenseIds }) => licenseIds),
          )
        : [];
    return done({ orderId, issued }, finished.position, notesOf(finished.state));
  });
}

/** What nothing came of at fulfilment; what was refused when it was ordered was said then. */
function notesOf({ ordered, fulfilled }: OrderState): readonly Refusal[] {
  if (ordered.kind === 'LICENSES') return [];
  return fulfilled.flatMap(({ refused: reason }, index) =>
    reason && ordered.items[index]?.refused === null ? [refusal(reason, ['items', String(index)])] : [],
  );
}

/** From the intent on, at start too. Undefined where there is no intent. */
export async function finishOrder(
  deps: CommandDeps,
  orderId: OrderId,
): Promise<{ readonly state: OrderState; readonly position: number | null } | undefined> {
  const order = await load(deps.store, orderOf(orderId));
  const intent = order.events.find(({ type }) => type === 'OrderFulfilmentStarted');
  if (!intent || !order.state) return undefined;
  if (order.state.status === 'FULFILLED') return { state: order.state, position: order.position };
  const request: CommandRequest = { ...requestOf(intent), causationId: intent.id };
  const items = await fulfilItems(deps, request, order.state);
  const { accountId: account } = order.state;
  const finished = await change(deps, request, orderOf(orderId), { account, step: 'fulfil' }, (state) =>
    state ? finishFulfilment(state, items) : refuse('NOT_FOUND'),
  );
  if (!finished.ok || !finished.state) throw new Error('an order whose fulfilment has started can be finished');
  return { state: finished.state, position: finished.position };
}

async function fulfilItems(deps: CommandDeps, request: CommandRequest, order: OrderState): Promise<readonly FulfilledItem[]> {
  const { ordered } = order;
  if (ordered.kind === 'LICENSES') {
    return Promise.all(ordered.items.map((item, index) => issueItem(deps, request, order, item, index)));
  }
  const { state: account } = await load(deps.store, accountOf(order.accountId));
  if (!account) throw new Error('an order is placed in an account');
  const { clock, months } = ordered;
  const how = { clock, months, now: request.instant, timeZone: account.timeZone };
  return Promise.all(
    ordered.items.map(async ({ licenseId, refused: reason }): Promise<FulfilledItem> => {
      if (reason) return { licenseIds: [], refused: reason };
      const renewed = await change(deps, request, licenseOf(licenseId), { account: null, step: 'fulfil' }, (state) =>
        state?.holder === order.accountId ? renewLicense(state, how) : refuse('NOT_FOUND'),
      );
      return renewed.ok ? { licenseIds: [licenseId], refused: null } : { licenseIds: [], refused: renewed.refusal.code };
    }),
  );
}

/** Both clocks start at the first activation. */
async function issueItem(
  deps: CommandDeps,
  request: CommandRequest,
  order: OrderState,
  { product, kind, quantity, months }: OrderedLicenses,
  index: number,
): Promise<FulfilledItem> {
  const { accountId } = order;
  const term = kind === 'CLOUD' ? ({ perpetual: false, months } as const) : ({ perpetual: true } as const);
  const updates = kind === 'CLOUD' ? null : { months };
  const licenseIds = await Promise.all(
    Array.from({ length: quantity }, async (_, number) => {
      const code = newCode(deps, request, `code:${String(index)}:${String(number)}`);
      const licenseId = licenseIdOf(deps.keys, code);
      const data = { by: 'ORDER', accountId, code: sealedCode(deps, code), kind, product, demo: false, term, updates } as const;
      const issued = await change(deps, request, licenseOf(licenseId), { account: null, step: 'fulfil' }, (state) =>
        issueLicense(state, { ...data, replaces: null }),
      );
      if (!issued.ok) throw new Error('a code of 100 random bits was issued before');
      return licenseId;
    }),
  );
  return { licenseIds, refused: null };
}
