/** What the extrapolation and the queue of `npm run bench -- scaling` stand on, against what is known by formula. */
import { extrapolated } from '../../bench/scaling/extrapolate.js';
import { lineThrough, powerLaw } from '../../bench/scaling/fit.js';
import { mostSubscriptions, simulateNode, type NodeLoad } from '../../bench/scaling/simulate-node.js';

const LOAD: NodeLoad = {
  eventsASecond: 50,
  subscriptions: 0,
  wakes: 'all',
  subscriptionsAnAccount: 1,
  uploads: 0,
  uploadEvents: 0,
  uploadEventsASecond: 1,
  seconds: 4_000,
  seed: 'test',
};
const ONE_BY_ONE = { batchSeconds: 0, eventSeconds: 0.01, wakeSeconds: 0, mostEventsABatch: 1 };

describe('the fit', () => {
  it('finds the line and the power law that points lie on', () => {
    const line = lineThrough([1, 2, 5].map((x) => [x, 3 + 2 * x]));
    expect(line.intercept).toBeCloseTo(3);
    expect(line.slope).toBeCloseTo(2);
    const law = powerLaw([10, 100, 5_000].map((x) => [x, 0.5 * x ** 1.2]));
    expect(law.factor).toBeCloseTo(0.5);
    expect(law.exponent).toBeCloseTo(1.2);
  });

  it('parts an estate into so many groups that each is built in a night', () => {
    const build = { factor: 1e-4, exponent: 1.1 };
    const fit = { eventsALicense: 11, logBytesAnEvent: 600, keyBytesALicense: 100, modelBytesAnEvent: 1_000, build };
    const whole = extrapolated(fit, 1e8);
    expect(whole.groups).toBeGreaterThan(1);
    expect(extrapolated(fit, 1e8 / whole.groups).buildHours).toBeLessThanOrEqual(8);
    expect(extrapolated(fit, 1e8 / (whole.groups - 1)).buildHours).toBeGreaterThan(8);
  });
});

describe('the simulated node', () => {
  it('waits as long as Pollaczek and Khinchine say, where events are served one by one', () => {
    const { busy, visible } = simulateNode(ONE_BY_ONE, LOAD);
    const load = LOAD.eventsASecond * ONE_BY_ONE.eventSeconds;
    const expected = ONE_BY_ONE.eventSeconds * (1 + load / (2 * (1 - load)));
    expect(busy).toBeCloseTo(load, 1);
    expect(visible.mean / expected).toBeGreaterThan(0.95);
    expect(visible.mean / expected).toBeLessThan(1.05);
  });

  it('keeps up by batches where a commit by itself would not', () => {
    const costs = { batchSeconds: 0.03, eventSeconds: 0.001, wakeSeconds: 0, mostEventsABatch: 500 };
    expect(simulateNode({ ...costs, mostEventsABatch: 1 }, LOAD).backlog).toBeGreaterThan(1_000);
    expect(simulateNode(costs, LOAD).backlog).toBeLessThan(10);
  });

  it('bears fewer subscriptions where each batch wakes all of them', () => {
    const costs = { ...ONE_BY_ONE, eventSeconds: 0.001, wakeSeconds: 0.000_05, mostEventsABatch: 500 };
    const limits = { mostBusy: 0.5, deliveredSeconds: 1 };
    const load = { ...LOAD, seconds: 600 };
    const all = mostSubscriptions(costs, load, limits);
    expect(all).toBeGreaterThan(0);
    expect(simulateNode(costs, { ...load, subscriptions: all }).busy).toBeLessThanOrEqual(0.5);
    expect(mostSubscriptions(costs, { ...load, wakes: 'touched' }, limits)).toBeGreaterThan(10 * all);
  });
});
