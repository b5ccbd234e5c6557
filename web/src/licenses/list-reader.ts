/** Reads a long list as it is scrolled through: one request at a time, and none for what was only passed by. */
import type { CombinedError } from '@urql/core';
import { PagedRows, type Page, type PageArguments } from './paged-rows.ts';

/** Rows before and behind those on the screen that are read too. */
const AHEAD = 150;
/** Rows between what is held and what is looked at up to which somebody scrolls on, and does not jump. */
const NEAR = 2_000;
/** How long somebody who jumps has to rest: a scroll bar that is dragged asks for nothing on its way. */
const REST_MS = 60;

export interface FirstPage<Row> {
  readonly total: number;
  readonly position: string;
  readonly page: Page<Row>;
}

export type Answer<Data> = { readonly data: Data; readonly error?: undefined } | { readonly error: CombinedError };

/** One list: what it is filtered by, in which order. An aborted signal takes the request back. */
export interface ListSource<Row> {
  first(signal: AbortSignal): Promise<Answer<FirstPage<Row>>>;
  beside(where: PageArguments, signal: AbortSignal): Promise<Answer<Page<Row>>>;
}

export interface ListState<Row extends { readonly id: string }> {
  /** Null: not known yet. */
  readonly rows: PagedRows<Row> | null;
  /** The place in the log that the rows were read at. */
  readonly position: string | null;
  /** A list is on its way that will take the place of the rows. */
  readonly loading: boolean;
  readonly error: CombinedError | null;
  /** Where the screen has to go, so that who reads stays at the row that was read: by so many rows, or to the top of another list. */
  readonly move: { readonly by: number | 'top' };
}

export class ListReader<Row extends { readonly id: string }> {
  state: ListState<Row> = { rows: null, position: null, loading: true, error: null, move: { by: 0 } };
  readonly #changed: () => void;
  #source: ListSource<Row> | null = null;
  #shown = { first: 0, last: 0 };
  #request: { readonly page: number | null; readonly abort: AbortController } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The list that was asked for last could not be read: the rows, if any, are of the one before. */
  #isOld = false;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Another list, from its top. */
  open(source: ListSource<Row>): void {
    const isFirst = this.#source === null;
    this.#source = source;
    if (!isFirst) this.#shown = { first: 0, last: this.#shown.last - this.#shown.first };
    void this.#read(source, isFirst ? 0 : 'top');
  }

  /** The same list, asked for in another language: no row of it is another one. */
  translate(source: ListSource<Row>): void {
    this.#source = source;
  }

  /** The same list as it is now, at the row that is looked at. */
  reload(): void {
    if (this.#source) void this.#read(this.#source, 0);
  }

  /** What failed, once more. */
  retry(): void {
    if (this.state.error === null) return;
    if (this.#isOld) {
      this.reload();
      return;
    }
    this.#set({ error: null });
    this.#fill();
  }

  /** These rows are on the screen. */
  show(first: number, last: number): void {
    this.#shown = { first, last };
    if (this.#request?.page !== null && this.state.error === null) this.#fill();
  }

  replace(row: Row): void {
    if (this.state.rows?.replace(row) === true) this.#changed();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#request?.abort.abort();
  }

  /** What is shown stays until the rows of the place that is looked at are there. */
  async #read(source: ListSource<Row>, by: 'top' | 0): Promise<void> {
    const { signal } = this.#begin(null);
    this.#set({ loading: true });
    const first = await source.first(signal);
    if (signal.aborted) return;
    if (first.error) {
      this.#isOld = true;
      this.#fail(first.error);
      return;
    }
    const { total, position, page } = first.data;
    const rows = new PagedRows(total, page);
    for (const number of rows.missing(this.#shown.first, this.#shown.last)) {
      const where = rows.argumentsOf(number);
      const beside = where && (await source.beside(where, signal));
      if (beside && !beside.error) rows.add(number, beside.data);
    }
    if (this.#request?.abort.signal !== signal) return;
    this.#request = null;
    this.#isOld = false;
    const move = { by: by === 'top' ? by : this.#moved(rows) };
    this.#set({ rows, position, loading: false, error: null, move });
    this.#fill();
  }

  /** Who looks at the top sees what came there. */
  #moved(rows: PagedRows<Row>): number {
    const { first } = this.#shown;
    const looked = first === 0 ? undefined : this.state.rows?.row(first);
    const index = looked && rows.indexOf(looked.id);
    return index === undefined ? 0 : index - first;
  }

  #fill(): void {
    clearTimeout(this.#timer);
    const { rows } = this.state;
    if (!rows) return;
    const { first, last } = this.#shown;
    const wanted = [...rows.missing(first, last), ...rows.missing(first - AHEAD, last + AHEAD)];
    const running = this.#request?.page;
    if (running !== undefined && running !== null && wanted.includes(running)) return;
    this.#request?.abort.abort();
    this.#request = null;
    const [next] = wanted;
    const where = next === undefined ? undefined : rows.argumentsOf(next);
    if (next === undefined || !where) return;
    if (where.offset <= NEAR) void this.#load(rows, next, where);
    else this.#timer = setTimeout(() => void this.#load(rows, next, where), REST_MS);
  }

  async #load(rows: PagedRows<Row>, number: number, where: PageArguments): Promise<void> {
    if (!this.#source) return;
    const { signal } = this.#begin(number);
    const answer = await this.#source.beside(where, signal);
    if (signal.aborted) return;
    this.#request = null;
    if (answer.error) {
      // The read model was built anew: what was held is of a log that this one does not continue.
      if (codeOf(answer.error) === 'POSITION_UNKNOWN') this.reload();
      else this.#fail(answer.error);
      return;
    }
    rows.add(number, answer.data);
    this.#changed();
    this.#fill();
  }

  #begin(page: number | null): AbortController {
    clearTimeout(this.#timer);
    this.#request?.abort.abort();
    const abort = new AbortController();
    this.#request = { page, abort };
    return abort;
  }

  #fail(error: CombinedError): void {
    this.#request = null;
    this.#set({ error, loading: false });
  }

  #set(changes: Partial<ListState<Row>>): void {
    this.state = { ...this.state, ...changes };
    this.#changed();
  }
}

const codeOf = ({ graphQLErrors }: CombinedError): unknown => graphQLErrors[0]?.extensions['code'];
