/** Our own limits on every call: the client's are longer than anybody waits, and a subscription has none. */
export interface TimeLimits {
  /** Of an append, from its first byte to its answer; then its outcome is unknown. */
  readonly appendMs: number;
  /** Of one page of a read, or one look at the head. */
  readonly readMs: number;
  /** Between two tries to subscribe again, at least and at most. */
  readonly backOffMs: readonly [number, number];
  /** Between two looks at the end of the log where nothing tells of an event; left out: two seconds. */
  readonly lookMs?: number;
}

export const TIME_LIMITS: TimeLimits = { appendMs: 5_000, readMs: 5_000, backOffMs: [100, 5_000] };

export class TimeLimitExceeded extends Error {
  override readonly name = 'TimeLimitExceeded';
}

/** Rejects with TimeLimitExceeded where `work` has not settled in time; what it does later is not heard. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new TimeLimitExceeded(`no answer within ${String(ms)} ms`));
    }, ms);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits, unless it is told to stop first. */
export function pause(ms: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stopped.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      stopped.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    stopped.addEventListener('abort', done);
  });
}
