/** Does one thing to many licenses, a few at a time, and tells of each what came of it. */

export interface Item {
  readonly id: string;
  /** What a person knows it by. */
  readonly name: string;
  readonly kind: 'CLOUD' | 'MAIN';
}

export interface ItemResult {
  readonly item: Item;
  /** Why not, in the words of the API; null: it is done. */
  readonly refusal: string | null;
}

export interface BulkRun {
  /** How many are done in one request; these are of one kind. */
  readonly together: number;
  /** Undefined: it was stopped before there was an answer. */
  readonly act: (items: readonly Item[]) => Promise<readonly ItemResult[] | undefined>;
  readonly onResults: (results: readonly ItemResult[]) => void;
  readonly signal: AbortSignal;
}

const AT_A_TIME = 4;

/** Ends when everything has its result, or what is on its way has, after it was stopped. */
export async function runBulk(pages: AsyncIterable<readonly Item[]>, run: BulkRun): Promise<void> {
  const batches = batchesOf(pages, run.together);
  const worker = async (): Promise<void> => {
    for (;;) {
      const { value: batch, done } = await batches.next();
      if (done === true || run.signal.aborted) return;
      const results = await run.act(batch);
      if (results) run.onResults(results);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
}

async function* batchesOf(pages: AsyncIterable<readonly Item[]>, together: number): AsyncGenerator<readonly Item[], void> {
  const waiting = new Map<Item['kind'], Item[]>();
  for await (const page of pages) {
    for (const item of page) {
      const batch = waiting.get(item.kind) ?? [];
      batch.push(item);
      if (batch.length < together) {
        waiting.set(item.kind, batch);
        continue;
      }
      waiting.delete(item.kind);
      yield batch;
    }
  }
  yield* waiting.values();
}
