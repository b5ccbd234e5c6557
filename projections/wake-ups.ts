/** Who waits for which of many things: what happens to one costs nothing for those who wait for others. */
export class WakeUps<Key> {
  readonly #waiting = new Map<Key, Set<() => void>>();

  /** Answers the function that ends it. */
  on(key: Key, wake: () => void): () => void {
    const own = (): void => {
      wake();
    };
    const ofKey = this.#waiting.get(key) ?? new Set();
    ofKey.add(own);
    this.#waiting.set(key, ofKey);
    return () => {
      ofKey.delete(own);
      if (ofKey.size === 0 && this.#waiting.get(key) === ofKey) this.#waiting.delete(key);
    };
  }

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  *of(keys: Iterable<Key>): Generator<() => void> {
    for (const key of keys) yield* this.#waiting.get(key) ?? [];
  }

  *all(): Generator<() => void> {
    for (const ofKey of this.#waiting.values()) yield* ofKey;
  }
}
