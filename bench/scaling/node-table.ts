/** What the simulated node makes of the load of each estate. */
import {
  LICENSES_A_SUBSCRIPTION,
  LIMITS,
  SUBSCRIPTIONS_AN_ACCOUNT,
  UPLOAD_EVENTS,
  UPLOAD_EVENTS_A_SECOND,
} from './assumptions.js';
import type { Extrapolated } from './extrapolate.js';
import { count, duration, markdownTable } from './markdown.js';
import type { FollowingFigures } from './measure-following.js';
import type { SizeFigures } from './measure-size.js';
import { MOST_SUBSCRIPTIONS, mostSubscriptions, simulateNode, type NodeCosts, type NodeLoad } from './simulate-node.js';

const SECONDS = 3_600;
/** Eight uploads at once come from eight nodes. */
const CASES = [
  { uploads: 0, wakes: 'all' },
  { uploads: 0, wakes: 'touched' },
  { uploads: 1, wakes: 'touched' },
  { uploads: 8, wakes: 'touched' },
] as const;

export interface Measured {
  readonly sizes: readonly SizeFigures[];
  readonly following: FollowingFigures;
  readonly wakeSeconds: number;
}

export function nodeTable({ sizes, following, wakeSeconds }: Measured, estates: readonly Extrapolated[]): string {
  const largest = sizes.at(-1);
  if (!largest) throw new Error('nothing was measured');
  const { eventSeconds, mostEventsABatch } = following;
  const costs: NodeCosts = {
    batchSeconds: Math.max(0, largest.singleSeconds - eventSeconds),
    eventSeconds,
    wakeSeconds,
    mostEventsABatch,
  };
  return markdownTable(
    [
      'licenses',
      'events/s',
      'uploads',
      'wakes',
      'subscriptions',
      'busy',
      'visible p50',
      'p99',
      'delivered p99',
      'most subscriptions',
    ],
    estates.flatMap((estate) => CASES.map((one) => nodeRow(costs, estate, one))),
  );
}

function nodeRow(
  costs: NodeCosts,
  { licenses, peakEventsASecond }: Extrapolated,
  { uploads, wakes }: (typeof CASES)[number],
): readonly string[] {
  const load: Omit<NodeLoad, 'subscriptions'> = {
    eventsASecond: peakEventsASecond,
    wakes,
    subscriptionsAnAccount: SUBSCRIPTIONS_AN_ACCOUNT,
    uploads,
    uploadEvents: UPLOAD_EVENTS,
    uploadEventsASecond: UPLOAD_EVENTS_A_SECOND,
    seconds: SECONDS,
    seed: `estate ${String(licenses)}`,
  };
  const subscriptions = licenses / LICENSES_A_SUBSCRIPTION;
  const { busy, visible, delivered, backlog } = simulateNode(costs, { ...load, subscriptions });
  const late = backlog > 1_000 ? `, ${count(backlog)} events left` : '';
  return [
    licenses.toLocaleString('en-US'),
    count(peakEventsASecond),
    String(uploads),
    wakes,
    subscriptions.toLocaleString('en-US'),
    `${(busy * 100).toFixed(busy < 0.1 ? 1 : 0)} %`,
    duration(visible.p50),
    duration(visible.p99),
    `${duration(delivered.p99)}${late}`,
    uploads === 0 ? most(costs, load) : '',
  ];
}

function most(costs: NodeCosts, load: Omit<NodeLoad, 'subscriptions'>): string {
  const found = mostSubscriptions(costs, load, LIMITS);
  return found === MOST_SUBSCRIPTIONS ? 'over 1,000,000' : count(found);
}
