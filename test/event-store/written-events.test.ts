/** What is written is what the schemas say: every event of a simulated chain, of the demo, and of made-up pasts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Instant } from '../../src/domain/ids.js';
import type { EventStore } from '../../src/event-store/port.js';
import { openSqliteEventStore } from '../../src/event-store/sqlite/sqlite-event-store.js';
import { openKeys } from '../../src/keys/keys.js';
import { simulateDemo } from '../../src/simulation/demo.js';
import { simulateFleet } from '../../src/simulation/simulate-fleet.js';
import { eventMisfits } from '../support/event-schemas.js';
import { fleetSteps, randomFleet } from '../support/random-fleet.js';

const NOW = '2026-03-01T09:00:00.000Z' as Instant;
const root = mkdtempSync(join(tmpdir(), 'kabinet-schemas-'));
const keys = openKeys(join(root, 'keys'), { mayCreate: true });
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Each kind of misfit once, and how many events were looked at. */
async function lookedAt(store: EventStore): Promise<{ readonly events: number; readonly misfits: readonly string[] }> {
  const misfits = new Set<string>();
  let events = 0;
  for await (const page of store.readAll({ after: 0 })) {
    events += page.length;
    for (const event of page) for (const misfit of eventMisfits(event)) misfits.add(misfit);
  }
  return { events, misfits: [...misfits] };
}

describe('every event fits its schema', () => {
  it('of a simulated chain of 300 devices, and of the demo beside it', async () => {
    const store = openSqliteEventStore({ folder: join(root, 'log'), clock: () => Date.parse(NOW) });
    await simulateFleet({ store, keys, devices: 300, now: NOW });
    await simulateDemo({ store, keys, now: NOW });
    const { events, misfits } = await lookedAt(store);
    expect(misfits).toEqual([]);
    expect(events).toBeGreaterThan(5_000);
    await store.close();
  }, 120_000);

  it('of made-up pasts, with orders, transition licenses and changes of the holder', () => {
    fc.assert(
      fc.property(fleetSteps(60), (steps) => {
        expect(randomFleet(steps).events.flatMap(({ toAppend }) => eventMisfits(toAppend))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
