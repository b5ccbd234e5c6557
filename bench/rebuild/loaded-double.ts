/** A process of its own: the double of KurrentDB, holding the events of the data folder that is its argument; tells its connection string. */
import { openSqliteEventStore } from '../../src/event-store/sqlite/sqlite-event-store.js';
import { storedForm } from '../../src/event-store/kurrentdb/stored-form.js';
import { startKurrentDouble } from '../../test/support/kurrentdb/kurrentdb-double.js';
import { RecordLog } from '../../test/support/kurrentdb/record-log.js';

const [, , folder = ''] = process.argv;

async function load(): Promise<RecordLog> {
  const log = new RecordLog();
  const store = openSqliteEventStore({ folder, clock: Date.now });
  for await (const page of store.readAll({ after: 0 })) {
    for (const event of page) {
      const { id, type, data, metadata } = storedForm(event, Date.parse(event.recordedAt));
      const expected = event.revision === 0 ? 'none' : event.revision - 1;
      const written = log.append(event.stream, expected, [
        { id, type, isJson: false, data, metadata: Buffer.from(metadata as Uint8Array) },
      ]);
      if (!written.ok) throw new Error(`the double does not take position ${String(event.position)}`);
    }
  }
  await store.close();
  return log;
}

const { url } = await startKurrentDouble({ log: await load() });
process.send?.(url);
process.once('disconnect', () => process.exit(0));
