import { performance } from 'node:perf_hooks';

export interface Lag {
  readonly positions: number;
  /**
   * Since the oldest moment at which a head was seen that is not reached yet; 0 where every head that was seen is reached. Told by this
   * process's own time: `recordedAt` would call an import of old events, or a test clock, a lag of years.
   */
  readonly seconds: number;
}

export interface LagMeter {
  /** Looks now; where the log does not say in time where it ends, the lag behind all that was seen of it before. */
  measure(): Promise<Lag>;
  /** Looks once a second as well, so that a lag's beginning is known when somebody asks. Answers the function that ends it. */
  start(): () => void;
}

export interface LagSources {
  readonly head: () => Promise<{ readonly position: number }>;
  readonly checkpoint: () => { readonly position: number };
  /** Milliseconds that never go back. */
  readonly now?: () => number;
}

const LOOK_EVERY_MS = 1_000;
const SEEN_HEADS = 7_200;
/** A log that stands still is told by readiness, not by a lag that nobody can measure. */
const HEAD_WITHIN_MS = 500;

export function createLagMeter({ head, checkpoint, now = () => performance.now() }: LagSources): LagMeter {
  /** Oldest first; only those that are not reached yet. */
  let seen: { readonly position: number; readonly at: number }[] = [];

  /** One at a time: looks at a log that does not answer do not pile up. */
  let looking: Promise<void> | undefined;

  const look = async (): Promise<void> => {
    const { position } = await head();
    const last = seen.at(-1);
    if (position > (last?.position ?? checkpoint().position) && seen.length < SEEN_HEADS) seen.push({ position, at: now() });
  };

  const measure = async (): Promise<Lag> => {
    looking ??= look()
      .catch(() => undefined)
      .finally(() => {
        looking = undefined;
      });
    await inTime(looking);
    const reached = checkpoint().position;
    seen = seen.filter((entry) => entry.position > reached);
    const [oldest, newest] = [seen[0], seen.at(-1)];
    return { positions: newest ? newest.position - reached : 0, seconds: oldest ? (now() - oldest.at) / 1_000 : 0 };
  };

  return {
    measure,
    start() {
      const timer = setInterval(() => {
        void measure();
      }, LOOK_EVERY_MS);
      timer.unref();
      return () => {
        clearInterval(timer);
      };
    },
  };
}

async function inTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, HEAD_WITHIN_MS);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
