/** What the adapter would be with one of its guarantees left out: against these the fault suite must fail. */
import { setTimeout as wait } from 'node:timers/promises';
import { EventStoreDBClient, START, type Position } from '@eventstore/db-client';
import { randomUUID } from 'node:crypto';
import { eventsOfOurs, positionOf } from '../../src/event-store/kurrentdb/our-events.js';
import { readStoredForm } from '../../src/event-store/kurrentdb/stored-form.js';
import type { EventStore, StoredEvent } from '../../src/event-store/port.js';
import { EventStoreUnavailable } from '../../src/event-store/errors.js';
import type { Append, AppendUnderFault } from './guarantees.js';

/** Appends wherever the stream ends, as the expected revision `any` does; `renamed` draws new ids for every try. */
export function appendsAnywhere(store: EventStore, { renamed }: { readonly renamed: boolean }): Append {
  return async (stream, _, events) => {
    let last: number | 'none' = 'none';
    for await (const { revision } of store.readStream(stream, { direction: 'backwards', limit: 1 })) last = revision;
    return store.append(stream, last, renamed ? events.map((event) => ({ ...event, id: randomUUID() })) : events);
  };
}

/** The next answer after `loseAnswers` does not come. */
export function losingAnAnswer(append: Append): Omit<AppendUnderFault, 'witness'> {
  let losing = false;
  return {
    append: async (...request) => {
      const result = await append(...request);
      if (!losing) return result;
      losing = false;
      throw new EventStoreUnavailable('the answer was lost');
    },
    loseAnswers: () => {
      losing = true;
    },
    mend: () => undefined,
  };
}

export type Resumption = 'after the last' | 'at the last' | 'from the end';

/** Follows a server by the plain client alone. `after the last` is the right way, so that the others fail for what they do otherwise. */
export async function* plainFollower(
  client: EventStoreDBClient,
  after: number,
  resumption: Resumption,
): AsyncGenerator<readonly StoredEvent[], void, undefined> {
  let [from, before]: [Position | typeof START | 'end', Position | typeof START] = [positionOf(after), positionOf(after)];
  for (;;) {
    const subscription = client.subscribeToAll({ fromPosition: from, filter: eventsOfOurs() });
    try {
      for await (const { event } of subscription) {
        if (!event) continue;
        const record = readStoredForm(event, undefined);
        [before, from] = [from === 'end' ? before : from, positionOf(record.position)];
        yield [record];
      }
    } catch {
      await wait(10);
    }
    subscription.on('error', () => undefined);
    if (resumption === 'from the end') from = 'end';
    if (resumption === 'at the last') from = before;
  }
}
