/** The fleet of the demo account: small enough to be there in seconds, large enough to show every status and device mode. */
import type { AccountId, DatabaseId, Instant } from '../domain/ids.js';
import type { EventStore } from '../event-store/port.js';
import type { Keys } from '../keys/keys.js';
import { firstDatabaseOf, simulateFleet, type SimulateFleetResult, type SimulationProgress } from './simulate-fleet.js';

export const DEMO_ACCOUNT = 'acc_demo' as AccountId;

export interface SimulateDemoOptions {
  readonly store: EventStore;
  readonly keys: Keys;
  readonly now: Instant;
  readonly onProgress?: (progress: SimulationProgress) => void;
}

const FLEET = { accountId: DEMO_ACCOUNT, devices: 30, years: 3, seed: 1 } as const;

/** Safe at every start: what is there already is not made again, and a run that was cut off goes on. */
export const simulateDemo = (options: SimulateDemoOptions): Promise<SimulateFleetResult> =>
  simulateFleet({ ...options, ...FLEET, accountName: 'ООО «Пример»' });

/** A cloud base of the demo account: for a token of its gateway. */
export const demoDatabase = (keys: Keys): DatabaseId => firstDatabaseOf({ ...FLEET, keys });
