/**
 * Appends `LicenseExpired` once to the stream of a license whose term is over, so that its history says so. No status waits for it: they
 * are judged by the clock. Two tickers do no harm: the ids of the event follow from the license and the end.
 */
import { change } from '../commands/change.js';
import type { CommandDeps } from '../commands/deps.js';
import { idText } from '../commands/identity.js';
import type { CommandRequest } from '../commands/request.js';
import { licenseOf, load, type Loaded } from '../commands/streams.js';
import type { Instant, LicenseId } from '../domain/ids.js';
import { expireLicense } from '../domain/license-decisions.js';
import type { LicenseEvent, LicenseState } from '../domain/license.js';
import { termEnd } from '../domain/license-terms.js';
import { accept } from '../domain/refusal.js';
import { unlessUnreadable } from './unreadable.js';

export interface Expiries {
  unrecordedExpiries(now: Instant, limit: number): readonly LicenseId[];
  waitFor(position: number, timeoutMs: number): Promise<unknown>;
}

const AT_ONCE = 200;
const WAIT_MS = 10_000;

/** Answers how many were recorded. Ends when nothing is left, or when the read model does not follow. */
export async function recordExpiries(deps: CommandDeps, readModel: Expiries): Promise<number> {
  let recorded = 0;
  for (let before = ''; ;) {
    const licenses = readModel.unrecordedExpiries(deps.now(), AT_ONCE);
    const names = licenses.join();
    if (licenses.length === 0 || names === before) return recorded;
    before = names;
    const tried = await Promise.all(licenses.map((id) => unlessUnreadable(expire(deps, id))));
    const positions = tried.filter((position) => position !== undefined);
    recorded += positions.length;
    await readModel.waitFor(Math.max(0, ...positions), WAIT_MS);
  }
}

/** Answers the position of the event, or of the last one of a license that has not ended. */
async function expire(deps: CommandDeps, id: LicenseId): Promise<number> {
  const { state, position, events } = await load(deps.store, licenseOf(id));
  const until = state && termEnd(state.term);
  if (!until) return position ?? 0;
  const request = expiryRequest(deps, id, until, termSetBy(id, events));
  const context = { account: state.holder, step: 'expire' };
  const changed = await change(deps, request, licenseOf(id), context, (now) => (now ? expireLicense(now, deps.now()) : accept()));
  return changed.ok ? (changed.position ?? 0) : 0;
}

/** The event that gave the license the end that has come. */
function termSetBy(id: LicenseId, events: Loaded<LicenseEvent, LicenseState>['events']): string | null {
  const { evolve } = licenseOf(id);
  let state: LicenseState | undefined;
  let cause: string | null = null;
  for (const event of events) {
    const before: Instant | null = state ? termEnd(state.term) : null;
    state = evolve(state, event);
    if (termEnd(state.term) !== before) cause = event.id;
  }
  return cause;
}

/** The same for every ticker that finds the same end. */
const expiryRequest = ({ keys }: CommandDeps, id: LicenseId, until: Instant, cause: string | null): CommandRequest => {
  const requestId = `req_${idText(keys.lookUp.hash('expiry', id, until))}`;
  return {
    id: requestId,
    instant: until,
    actor: { role: null, id: 'ticker', name: null },
    correlationId: requestId,
    causationId: cause,
  };
};
