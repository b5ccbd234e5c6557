/**
 * A log of any size, fast: three years of an estate of so many licenses, about ten events each, in the order of time, through the store's own
 * `append`. `kabinet simulate` plays every call through the cabinet's service and writes some 3,000 events a second; this writes what comes
 * of such calls.
 */
import { instantOf } from '../../src/domain/ids.js';
import type { EventStore, ExpectedRevision } from '../../src/event-store/port.js';
import type { Keys } from '../../src/keys/keys.js';
import { DAY_MS, MINUTE_MS } from '../../src/simulation/random.js';
import { baseAppends } from './base-events.js';
import { Estate } from './estate.js';
import { Writer, type ToAppend } from './events.js';
import { MINUTES, planned, stepOf, type Step } from './plan.js';

/** Below what the store lets wait. */
const ON_THE_WAY = 5_000;
/** Of a minute, so that steps of one minute have times of their own as long as there are not too many. */
const APART_MS = 7;

export interface LargeLogOptions {
  readonly store: EventStore;
  readonly keys: Keys;
  readonly licenses: number;
  /** What nothing of it is to be written of. */
  readonly without?: readonly Step['step'][];
  /** Left out: accounts of all sizes. */
  readonly estate?: Estate;
  /** Milliseconds since 1970: where the log's three years end. */
  readonly end: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Answers the estate and the number of events. The log must be empty. */
export async function writeLargeLog(options: LargeLogOptions): Promise<{ readonly estate: Estate; readonly events: number }> {
  const { store, keys, licenses, end, estate = new Estate(licenses, keys), without = [], onProgress } = options;
  const start = Math.floor(end / DAY_MS) * DAY_MS - MINUTES * MINUTE_MS;
  const steps = new Steps(estate, start);
  const plan = planned(estate);
  let onTheWay: Promise<unknown>[] = [];
  let [events, minute, withinMinute] = [0, -1, 0];
  for (const [done, key] of plan.entries()) {
    const step = stepOf(estate, key);
    if (without.includes(step.step)) continue;
    withinMinute = step.minute === minute ? withinMinute + 1 : 0;
    minute = step.minute;
    const recordedAt = instantOf(start + minute * MINUTE_MS + Math.min(withinMinute * APART_MS, MINUTE_MS - 1));
    for (const { stream, events: toAppend, expected } of steps.appends(step)) {
      events += toAppend.length;
      onTheWay.push(accepted(store, stream, expected, toAppend, recordedAt));
    }
    if (onTheWay.length < ON_THE_WAY) continue;
    await Promise.all(onTheWay);
    onTheWay = [];
    onProgress?.(done, plan.length);
  }
  await Promise.all(onTheWay);
  return { estate, events };
}

async function accepted(
  store: EventStore,
  stream: ToAppend['stream'],
  expected: ExpectedRevision,
  events: ToAppend['events'],
  recordedAt: ReturnType<typeof instantOf>,
): Promise<void> {
  const result = await store.append(stream, expected, events, { recordedAt });
  if (!result.ok) throw new Error(`${stream} stands elsewhere than the plan has it: the log was not empty`);
}

/** What a step appends, with what has to be remembered for it from step to step. */
class Steps {
  readonly #writer: Writer;
  readonly #revisions = new Map<string, number>();
  readonly #renewals: Uint8Array;
  readonly #withdrawn: Uint8Array;

  constructor(
    readonly estate: Estate,
    start: number,
  ) {
    this.#writer = new Writer(estate, start);
    this.#renewals = new Uint8Array(estate.pairs);
    this.#withdrawn = new Uint8Array(estate.pairs);
  }

  appends(step: Step): readonly (ToAppend & { readonly expected: ExpectedRevision })[] {
    return this.#events(step).map((append) => {
      const last = this.#revisions.get(append.stream) ?? -1;
      this.#revisions.set(append.stream, last + append.events.length);
      return { ...append, expected: last < 0 ? 'none' : last };
    });
  }

  #events(step: Step): readonly ToAppend[] {
    if (step.of === 'BASE') {
      const mayUpload = (pair: number): boolean => this.#withdrawn[pair] !== 1;
      return baseAppends(this.#writer, step.base, step.step, step.minute, mayUpload);
    }
    const { pair } = step;
    const appends = this.#writer.pair(pair, step.step, step.minute, { renewals: this.#renewals[pair] ?? 0 });
    if (step.step === 'RENEW') this.#renewals[pair] = (this.#renewals[pair] ?? 0) + 1;
    if (step.step === 'WITHDRAW') this.#withdrawn[pair] = 1;
    return appends;
  }
}
