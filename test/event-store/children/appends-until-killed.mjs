/** Arguments: compiled sources, data folder. Appends from 16 writers for ever and prints every acknowledged append as a line of JSON. */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , sources, folder] = process.argv;
const { openSqliteEventStore } = await import(pathToFileURL(join(sources, 'src/event-store/sqlite/sqlite-event-store.js')).href);
const store = openSqliteEventStore({ folder, clock: Date.now });

async function writer() {
  const stream = `license-${randomUUID()}`;
  for (let revision = 0; ; revision += 1) {
    const event = { id: randomUUID(), type: 'LicenseRenewed', version: 1, body: Buffer.from('{}'), metadata: Buffer.from('{}') };
    const result = await store.append(stream, revision === 0 ? 'none' : revision - 1, [event]);
    if (!result.ok) throw new Error(`a conflict on ${stream}`);
    writeSync(1, `${JSON.stringify({ stream, revision, id: event.id, position: result.firstPosition })}\n`);
  }
}

await Promise.all(Array.from({ length: 16 }, writer));
