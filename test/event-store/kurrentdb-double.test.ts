import { binaryEvent, EventStoreDBClient } from '@eventstore/db-client';
import type { BinaryEventData, RecordedEvent } from '@eventstore/db-client';
import { startKurrentDouble, type KurrentDouble } from '../support/kurrentdb/kurrentdb-double.js';

const newId = (): string => crypto.randomUUID();
const newEvent = (id = newId(), body = 'body'): BinaryEventData =>
  binaryEvent({ id, type: 'Happened', data: Buffer.from(body), metadata: Buffer.from('meta') });

/** Each way the client has to append. */
describe.each([true, false])('the double of KurrentDB, batch append %p, to the plain client', (batchAppend) => {
  let double: KurrentDouble;
  let client: EventStoreDBClient;

  beforeEach(async () => {
    double = await startKurrentDouble({ batchAppend });
    client = EventStoreDBClient.connectionString(double.url);
  });
  afterEach(async () => {
    await client.dispose();
    await double.stop();
  });

  const read = async (stream: string): Promise<RecordedEvent[]> => {
    const events: RecordedEvent[] = [];
    for await (const { event } of client.readStream(stream)) if (event) events.push(event);
    return events;
  };

  it('appends and reads', async () => {
    const events = [newEvent(), newEvent()];
    const result = await client.appendToStream('account-1', events, { expectedRevision: 'no_stream' });
    const stored = await read('account-1');
    expect(result).toMatchObject({ success: true, nextExpectedRevision: 1n, position: stored[1]?.position });
    expect(stored.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  });
});
