/** What `supportCaseChanged` follows: one case, as it is now and whenever its row has changed. Nothing is queued: the newest row is read. */
import { isDeepStrictEqual } from 'node:util';
import { reaches } from '../../auth/viewer.js';
import { parseCaseId, type CaseId } from '../../domain/ids.js';
import type { SupportCaseRow } from '../../../projections/queries.js';
import type { GraphqlContext } from '../context.js';
import { apiError } from '../errors.js';
import { presentMoment } from '../read/moments.js';
import { ReadView } from '../read/read-view.js';
import { Signal } from '../subscriptions/signal.js';
import { SupportCase } from './support-case.js';

/** @throws NOT_FOUND for a case of an account that the viewer does not reach, as for one that does not exist. */
export function supportCaseChanges(context: GraphqlContext, caseId: string): AsyncIterableIterator<SupportCase> {
  const id = parseCaseId(caseId);
  const row = id && context.queries.supportCaseById(id);
  if (!id || !row || !reaches(context.viewer, row.accountId)) throw apiError('notFound', context.language, ['caseId']);
  return new SupportCaseChanges(context, id);
}

class SupportCaseChanges implements AsyncIterableIterator<SupportCase> {
  readonly #context: GraphqlContext;
  readonly #id: CaseId;
  readonly #signal = new Signal();
  readonly #stopListening: () => void;
  readonly #changes: AsyncGenerator<SupportCase, void>;
  #closed = false;

  constructor(context: GraphqlContext, id: CaseId) {
    this.#context = context;
    this.#id = id;
    this.#stopListening = context.queries.onCaseChange(id, () => {
      this.#signal.raise();
    });
    this.#changes = this.#run();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<SupportCase, void>> {
    return this.#changes.next();
  }

  /** Wakes a waiting `next` first: a generator that waits would not hear of its end. */
  return(): Promise<IteratorResult<SupportCase, void>> {
    this.#closed = true;
    this.#stopListening();
    this.#signal.raise();
    return this.#changes.return();
  }

  async *#run(): AsyncGenerator<SupportCase, void> {
    let given: SupportCaseRow | undefined;
    try {
      while (!this.#closed) {
        const row = this.#context.queries.supportCaseById(this.#id);
        if (row && !isDeepStrictEqual(row, given)) {
          given = row;
          yield new SupportCase(row, new ReadView(this.#context, presentMoment(this.#context)));
        } else {
          await this.#signal.wait(null);
        }
      }
    } finally {
      this.#stopListening();
    }
  }
}
