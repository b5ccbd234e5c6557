import type { AppendResult, EventStore, StoredEvent } from '../../src/event-store/port.js';
import { MemoryEventStore } from './memory-event-store.js';

/** Apart as bytes of a file are. */
export const GAP = 1_000;

/** A log in memory whose positions have gaps, as those of a store that counts bytes: GAP, 2 · GAP, … */
export class GappedEventStore extends MemoryEventStore {
  override async append(...request: Parameters<EventStore['append']>): Promise<AppendResult> {
    const result = await super.append(...request);
    if (!result.ok) return result;
    return { ...result, firstPosition: result.firstPosition * GAP, lastPosition: result.lastPosition * GAP };
  }

  override async *readStream(...request: Parameters<EventStore['readStream']>): AsyncGenerator<StoredEvent> {
    for await (const event of super.readStream(...request)) yield spread(event);
  }

  override async *readAll({ after, upTo }: Parameters<EventStore['readAll']>[0]): AsyncGenerator<readonly StoredEvent[]> {
    const range = { after: Math.floor(after / GAP), ...(upTo !== undefined && { upTo: Math.floor(upTo / GAP) }) };
    for await (const page of super.readAll(range)) yield page.map(spread);
  }

  override subscribe({ after }: { readonly after: number }): ReturnType<EventStore['subscribe']> {
    const pages = super.subscribe({ after: Math.floor(after / GAP) });
    return {
      async *[Symbol.asyncIterator]() {
        for await (const page of pages) yield page.map(spread);
      },
      close: () => {
        pages.close();
      },
    };
  }

  override async head(): ReturnType<EventStore['head']> {
    const head = await super.head();
    return { ...head, position: head.position * GAP };
  }
}

const spread = (event: StoredEvent): StoredEvent => ({ ...event, position: event.position * GAP });
