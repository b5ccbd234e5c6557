import { startDoubleProcess, type DoubleProcess } from '../support/kurrentdb/double-process.js';
import { eventStoreContract } from './contract.js';
import { kurrentHarness } from './kurrentdb-harness.js';

let double: DoubleProcess;
beforeAll(async () => {
  double = await startDoubleProcess();
});
afterAll(() => double.stop());

eventStoreContract('KurrentDB, as a double of ours', () => kurrentHarness(double.url));
