/** Wakes whoever sleeps, or keeps it from falling asleep the next time. */
export class Nudge {
  #isDue = false;
  #wake: (() => void) | undefined;

  now(): void {
    this.#isDue = true;
    this.#wake?.();
  }

  /** Answers whether it was woken before the time was over. */
  async within(milliseconds: number): Promise<boolean> {
    if (!this.#isDue) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = undefined;
    }
    const wasDue = this.#isDue;
    this.#isDue = false;
    return wasDue;
  }
}
