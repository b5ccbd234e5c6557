/** Arguments: compiled sources, data folder, target file. Backs the log up beside its owner, as the command line does. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , sources, folder, target] = process.argv;
const { openSqliteEventStore } = await import(pathToFileURL(join(sources, 'src/event-store/sqlite/sqlite-event-store.js')).href);
const store = openSqliteEventStore({ folder, clock: Date.now, readOnly: true });
await store.backupTo(target);
await store.close();
