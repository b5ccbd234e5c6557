/**
 * The same log for whoever folds it anew: no event is answered that is not the one whose leaf hash the transparency log holds. What is built from a
 * forged event would stand in the place of what is right.
 */
import { EventLogDamaged } from '../event-store/errors.js';
import type { EventStore, StoredEvent } from '../event-store/port.js';
import { eventsProblem } from './comparisons.js';
import { LogDisagrees } from './errors.js';
import type { TreeHashes } from './tiles.js';

/** `onDisagreement` is told before the reader gets LogDisagrees, or what it throws itself. */
export function verifiedStore(
  store: EventStore,
  tree: TreeHashes,
  onDisagreement: (problem: string) => void = () => undefined,
): EventStore {
  const assert = (problem: string | undefined): void => {
    if (problem === undefined) return;
    onDisagreement(problem);
    throw new LogDisagrees(problem);
  };
  /** Undefined where that cannot be told: positions of some stores have gaps. */
  const indexAfter = (position: number): number | undefined => {
    if (position === 0) return 0;
    const index = tree.indexOf(position);
    return index === undefined ? undefined : index + 1;
  };
  /** Of the next page, which may begin where `expected` says alone. Answers where the one after it begins. */
  const checkPage = (events: readonly StoredEvent[], expected: number | undefined): number | undefined => {
    const [first] = events;
    if (first === undefined) return expected;
    const index = tree.indexOf(first.position);
    if (index === undefined || index + events.length > tree.size()) assert(withoutLeaf(first));
    else assert(missing(expected, index) ?? compared(tree, index, events));
    return index === undefined ? undefined : index + events.length;
  };
  /** A node may read from a stream what its own tree holds a moment later: by then `head` has waited for it. */
  const indexOf = async (event: StoredEvent): Promise<number> => {
    await store.head();
    const index = tree.indexOf(event.position);
    if (index === undefined) assert(withoutLeaf(event));
    return index ?? 0;
  };
  return {
    append: (...request) => store.append(...request),
    async *readStream(stream, options = {}) {
      const { direction = 'forwards' } = options;
      let expected = direction === 'forwards' ? (options.from ?? 0) : undefined;
      for await (const event of store.readStream(stream, options)) {
        assert(compared(tree, tree.indexOf(event.position) ?? (await indexOf(event)), [event]));
        if (expected !== undefined && event.revision !== expected) assert(gapIn(stream, expected));
        expected = event.revision + (direction === 'forwards' ? 1 : -1);
        yield event;
      }
    },
    async *readAll(options) {
      let next = indexAfter(options.after);
      for await (const page of store.readAll(options)) {
        next = checkPage(page, next);
        yield page;
      }
      const end = options.upTo === undefined ? undefined : indexAfter(options.upTo);
      if (end !== undefined && next !== undefined && next < end) assert(missing(next, end));
    },
    subscribe({ after }) {
      const subscription = store.subscribe({ after });
      return {
        [Symbol.asyncIterator]: () => checked(subscription, indexAfter(after), checkPage),
        close: () => subscription.close(),
      };
    },
    head: () => store.head(),
    close: () => store.close(),
  };
}

async function* checked(
  pages: AsyncIterable<readonly StoredEvent[]>,
  first: number | undefined,
  check: (page: readonly StoredEvent[], expected: number | undefined) => number | undefined,
): AsyncGenerator<readonly StoredEvent[], void, undefined> {
  let next = first;
  for await (const page of pages) {
    next = check(page, next);
    yield page;
  }
}

/** Hashes that are no longer there are as bad as wrong ones. */
function compared(tree: TreeHashes, index: number, events: readonly StoredEvent[]): string | undefined {
  try {
    return eventsProblem(tree, index, events);
  } catch (error) {
    if (error instanceof EventLogDamaged) return error.message;
    throw error;
  }
}

const withoutLeaf = ({ position }: StoredEvent): string => `the event at position ${String(position)} has no leaf hash`;

const missing = (expected: number | undefined, index: number): string | undefined =>
  expected === undefined || expected === index
    ? undefined
    : `where the event of log index ${String(expected)} was appended, the one of ${String(index)} stands`;

const gapIn = (stream: string, revision: number): string =>
  `revision ${String(revision)} of ${JSON.stringify(stream)} is no longer there`;
