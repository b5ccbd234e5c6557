/** Arguments: compiled sources. Serves the double of KurrentDB until it is killed, and prints its connection string. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , sources] = process.argv;
const { startKurrentDouble } = await import(pathToFileURL(join(sources, 'test/support/kurrentdb/kurrentdb-double.js')).href);
const { url } = await startKurrentDouble();
console.log(url);
