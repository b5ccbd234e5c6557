/** How many subscriptions a viewer has open, over all connections of this process. */
export class ViewerCount {
  readonly #most: number;
  readonly #open = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Undefined where the viewer has too many; else the function that ends this one, idempotent. */
  begin(viewerId: string): (() => void) | undefined {
    const open = this.#open.get(viewerId) ?? 0;
    if (open >= this.#most) return undefined;
    this.#open.set(viewerId, open + 1);
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      const left = (this.#open.get(viewerId) ?? 1) - 1;
      if (left === 0) this.#open.delete(viewerId);
      else this.#open.set(viewerId, left);
    };
  }
}
