/**
 * A long list of which only what is looked at is held: pages of rows by their number, all read at one moment. A page that lies apart from
 * those that are held is reached from the cursor nearest to it, by the number of rows between.
 */

export const PAGE = 100;
/** 3,000 rows: some screens in each direction from where one is. */
const MOST_PAGES = 30;

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** Arguments of a connection. */
export type PageArguments =
  | { readonly first: number; readonly after: string; readonly offset: number }
  | { readonly last: number; readonly before: string; readonly offset: number };

export class PagedRows<Row extends { readonly id: string }> {
  readonly total: number;
  /** The first row's: it holds the moment, whatever pages are let go. */
  readonly #start: string | null;
  readonly #pages = new Map<number, Page<Row>>();

  constructor(total: number, first: Page<Row>) {
    this.total = total;
    this.#start = first.startCursor;
    this.#pages.set(0, first);
  }

  row(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.rows[index % PAGE];
  }

  rows(): readonly Row[] {
    return [...this.#pages.entries()].sort(([one], [other]) => one - other).flatMap(([, { rows }]) => rows);
  }

  indexOf(id: string): number | undefined {
    for (const [number, { rows }] of this.#pages) {
      const within = rows.findIndex((row) => row.id === id);
      if (within >= 0) return number * PAGE + within;
    }
    return undefined;
  }

  /** Pages of these rows that are not held, those of the first ones first. */
  missing(first: number, last: number): readonly number[] {
    const missing: number[] = [];
    const end = Math.min(last, this.total - 1);
    for (let number = Math.floor(Math.max(first, 0) / PAGE); number * PAGE <= end; number++)
      if (!this.#pages.has(number)) missing.push(number);
    return missing;
  }

  /** How to ask for a page: from whichever side passes over the fewest rows. Undefined: there is nothing to go from. */
  argumentsOf(number: number): PageArguments | undefined {
    const from = number * PAGE;
    const size = Math.min(PAGE, this.total - from);
    const ways: PageArguments[] = [];
    if (this.#start !== null && from > 0) ways.push({ first: size, after: this.#start, offset: from - 1 });
    for (const [held, { rows, startCursor, endCursor }] of this.#pages) {
      const [start, end] = [held * PAGE, held * PAGE + rows.length];
      if (held < number && endCursor !== null) ways.push({ first: size, after: endCursor, offset: from - end });
      if (held > number && startCursor !== null) ways.push({ last: size, before: startCursor, offset: start - from - size });
    }
    return ways.sort((one, other) => one.offset - other.offset)[0];
  }

  /** Lets go what lies farthest from it. */
  add(number: number, page: Page<Row>): void {
    this.#pages.set(number, page);
    if (this.#pages.size <= MOST_PAGES) return;
    const farthest = [...this.#pages.keys()].reduce((one, other) =>
      Math.abs(one - number) >= Math.abs(other - number) ? one : other,
    );
    this.#pages.delete(farthest);
  }

  /** False: it is not among the rows that are held. */
  replace(row: Row): boolean {
    for (const [number, page] of this.#pages) {
      if (!page.rows.some(({ id }) => id === row.id)) continue;
      this.#pages.set(number, { ...page, rows: page.rows.map((old) => (old.id === row.id ? row : old)) });
      return true;
    }
    return false;
  }
}
