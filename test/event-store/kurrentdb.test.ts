import { startKurrentDouble, type KurrentDouble } from '../support/kurrentdb/kurrentdb-double.js';
import { eventStoreContract } from './contract.js';
import { kurrentHarness } from './kurrentdb-harness.js';

let double: KurrentDouble;
beforeAll(async () => {
  double = await startKurrentDouble();
});
afterAll(() => double.stop());

eventStoreContract('KurrentDB, as a double of ours', () => kurrentHarness(double.url));
