import { eventStoreContract } from './contract.js';
import { kurrentHarness } from './kurrentdb-harness.js';

const server = process.env['KABINET_TEST_KURRENTDB'];

if (server !== undefined) eventStoreContract('KurrentDB', () => kurrentHarness(server));
else test.todo('KurrentDB');
