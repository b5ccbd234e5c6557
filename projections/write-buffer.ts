/**
 * What a batch changes is kept in memory and written at its end, so that a key touched ten times costs one row; what one event changes can
 * be taken back until it is kept, so that an event which throws half-way leaves nothing behind.
 */
export class WriteBuffer {
  readonly #undo: (() => void)[] = [];
  readonly #parts: Buffered[] = [];

  add(part: Buffered): void {
    this.#parts.push(part);
  }

  /** Called by a part that changes, with the way back. */
  note(undo: () => void): void {
    this.#undo.push(undo);
  }

  /** The event is done: what it changed stays. */
  keep(): void {
    this.#undo.length = 0;
  }

  /** Takes back everything since the last `keep`. */
  undo(): void {
    for (let change = this.#undo.pop(); change !== undefined; change = this.#undo.pop()) change();
  }

  /** Writes; the caller holds the transaction. */
  flush(): void {
    for (const part of this.#parts) part.flush();
  }

  /** The transaction is done. */
  committed(): void {
    for (const part of this.#parts) part.committed();
  }

  /** The transaction failed: nothing in memory can be trusted to be what the file holds. */
  forget(): void {
    this.#undo.length = 0;
    for (const part of this.#parts) part.forget();
  }
}

export interface Buffered {
  flush(): void;
  /** After the commit: a part that grew too large may forget what it can read again. */
  committed(): void;
  forget(): void;
}
