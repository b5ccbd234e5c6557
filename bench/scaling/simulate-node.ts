/**
 * A node that follows the log, as a queue: events come at random, one server takes all that wait as a batch (as `projections/runner.ts`
 * does), writes it, and wakes its open subscriptions before it takes the next. Adding nodes does not help it: every node projects every event.
 */
import { Random } from '../../src/simulation/random.js';
import { quantile } from '../report.js';

export interface NodeCosts {
  /** Seconds of a batch beside its events: the commit. */
  readonly batchSeconds: number;
  readonly eventSeconds: number;
  /** Of an open subscription that is woken and finds nothing. */
  readonly wakeSeconds: number;
  readonly mostEventsABatch: number;
}

export interface NodeLoad {
  readonly eventsASecond: number;
  /** Open on this node. */
  readonly subscriptions: number;
  /** `all`: each batch wakes every subscription; `touched`: only those of an account that it is about, which take each of its events. */
  readonly wakes: 'all' | 'touched';
  readonly subscriptionsAnAccount: number;
  /** Large uploads at once, in the middle of the time: so many events each, at the pace at which they are appended. */
  readonly uploads: number;
  readonly uploadEvents: number;
  readonly uploadEventsASecond: number;
  readonly seconds: number;
  readonly seed: string;
}

export interface NodeFigures {
  /** Part of the time in which the node's one thread is at work for this. Queries come on top. */
  readonly busy: number;
  /** Seconds from the append to the row in a query. */
  readonly visible: { readonly p50: number; readonly p99: number; readonly mean: number };
  /** Seconds from the append to the last subscription that was woken. */
  readonly delivered: { readonly p50: number; readonly p99: number };
  /** Events that still wait at the end of the time. */
  readonly backlog: number;
}

export function simulateNode(costs: NodeCosts, load: NodeLoad): NodeFigures {
  const arrivals = arrivalTimes(load);
  const [visible, delivered]: [number[], number[]] = [[], []];
  let [now, taken, work] = [0, 0, 0];
  for (;;) {
    const first = arrivals[taken];
    if (first === undefined || Math.max(now, first) >= load.seconds) break;
    now = Math.max(now, first);
    const before = taken;
    while (taken - before < costs.mostEventsABatch && (arrivals[taken] ?? Number.POSITIVE_INFINITY) <= now) taken++;
    const events = taken - before;
    const committed = now + costs.batchSeconds + events * costs.eventSeconds;
    const done = committed + looks(load, events) * costs.wakeSeconds;
    for (const arrived of arrivals.subarray(before, taken)) {
      visible.push(committed - arrived);
      delivered.push(done - arrived);
    }
    work += done - now;
    now = done;
  }
  const mean = visible.reduce((sum, one) => sum + one, 0) / visible.length;
  return {
    busy: work / Math.max(now, load.seconds),
    visible: { p50: quantile(visible, 0.5), p99: quantile(visible, 0.99), mean },
    delivered: { p50: quantile(delivered, 0.5), p99: quantile(delivered, 0.99) },
    backlog: arrivals.length - taken,
  };
}

/** What is given out counts as much as a look that finds nothing, which is the least that it costs. */
function looks({ wakes, subscriptions, subscriptionsAnAccount }: NodeLoad, events: number): number {
  const givenOut = events * Math.min(subscriptions, subscriptionsAnAccount);
  return wakes === 'all' ? subscriptions + givenOut : givenOut;
}

/** Exponential gaps, and the uploads; in the order of time. */
function arrivalTimes(load: NodeLoad): Float64Array {
  const { eventsASecond, uploads, uploadEvents, uploadEventsASecond, seconds, seed } = load;
  const random = new Random(seed);
  const times: number[] = [];
  for (let at = gap(random, eventsASecond); at < seconds; at += gap(random, eventsASecond)) times.push(at);
  for (let event = 0; event < uploads * uploadEvents; event++)
    times.push(seconds / 2 + Math.floor(event / uploads) / uploadEventsASecond);
  return Float64Array.from(times).sort();
}

const gap = (random: Random, rate: number): number => -Math.log(1 - random.next()) / rate;

export interface Limits {
  readonly mostBusy: number;
  readonly deliveredSeconds: number;
}

/** More is not looked for. */
export const MOST_SUBSCRIPTIONS = 2 ** 20;

/** Most open subscriptions of a node within the limits; 0 where it does not even keep up without any. */
export function mostSubscriptions(costs: NodeCosts, load: Omit<NodeLoad, 'subscriptions'>, limits: Limits): number {
  const fits = (subscriptions: number): boolean => {
    const { busy, delivered } = simulateNode(costs, { ...load, subscriptions });
    return busy <= limits.mostBusy && delivered.p99 <= limits.deliveredSeconds;
  };
  let [low, high] = [0, MOST_SUBSCRIPTIONS];
  if (!fits(low)) return 0;
  if (fits(high)) return high;
  while (high - low > Math.max(1, low * 0.02)) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}
