/**
 * Rows that are loaded together: what was wanted by then is fetched in one call when the first of it is needed, so that a page costs one
 * call a kind of thing, whatever its length. Synchronous, as the read model is.
 */
export class LazyRows<Id extends string, Row> {
  readonly #load: (ids: readonly Id[]) => ReadonlyMap<Id, Row>;
  readonly #onRow: (row: Row) => void;
  readonly #rows = new Map<Id, Row | undefined>();
  readonly #wanted = new Set<Id>();

  /** `onRow` is told every row as it comes, to want what it refers to. */
  constructor(load: (ids: readonly Id[]) => ReadonlyMap<Id, Row>, onRow: (row: Row) => void = () => undefined) {
    this.#load = load;
    this.#onRow = onRow;
  }

  add(id: Id, row: Row): void {
    if (this.#rows.has(id)) return;
    this.#wanted.delete(id);
    this.#rows.set(id, row);
    this.#onRow(row);
  }

  want(id: Id | null): void {
    if (id !== null && !this.#rows.has(id)) this.#wanted.add(id);
  }

  get(id: Id): Row | undefined {
    if (!this.#rows.has(id)) this.#loadWanted(id);
    return this.#rows.get(id);
  }

  #loadWanted(needed: Id): void {
    const ids = [...this.#wanted.add(needed)];
    this.#wanted.clear();
    const found = this.#load(ids);
    for (const id of ids) this.#rows.set(id, found.get(id));
    for (const row of found.values()) this.#onRow(row);
  }
}
