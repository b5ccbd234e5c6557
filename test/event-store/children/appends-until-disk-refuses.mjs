/**
 * Arguments: compiled sources, data folder. Runs under a limit on the size of files, so that a commit fails in the middle of writing. Prints one
 * line of JSON: the ids that were acknowledged, the errors and ids of the batch that failed, and what the store still reads. Each event is the
 * first of the stream `license-<its id>`.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , sources, folder] = process.argv;
const { openSqliteEventStore } = await import(pathToFileURL(join(sources, 'src/event-store/sqlite/sqlite-event-store.js')).href);
const store = openSqliteEventStore({ folder, clock: Date.now });

const acknowledged = [];
let refused = [];
let failed = [];
while (refused.length === 0) {
  const batch = Array.from({ length: 8 }, () => ({
    id: randomUUID(),
    type: 'LicenseRenewed',
    version: 1,
    body: Buffer.alloc(2_000),
    metadata: Buffer.from('{}'),
  }));
  const results = await Promise.allSettled(batch.map((event) => store.append(`license-${event.id}`, 'none', [event])));
  results.forEach((result, index) => result.status === 'fulfilled' && acknowledged.push(batch[index].id));
  failed = batch.map(({ id }) => id);
  refused = results.filter(({ status }) => status === 'rejected').map(({ reason }) => `${reason.name}: ${reason.message}`);
}
let read = 0;
for await (const page of store.readAll({ after: 0 })) read += page.length;
console.log(JSON.stringify({ acknowledged, refused, failed, read, head: (await store.head()).position }));
process.kill(process.pid, 'SIGKILL');
