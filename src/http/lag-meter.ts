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
  /** Looks now. */
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

export function createLagMeter({ head, checkpoint, now = () => performance.now() }: LagSources): LagMeter {
  /** Oldest first; only those that are not reached yet. */
  let seen: { readonly position: number; readonly at: number }[] = [];

  const measure = async (): Promise<Lag> => {
    const { position } = await head();
    const reached = checkpoint().position;
    const last = seen.at(-1);
    if (position > (last?.position ?? reached) && seen.length < SEEN_HEADS) seen.push({ position, at: now() });
    seen = seen.filter((entry) => entry.position > reached);
    const [oldest] = seen;
    return { positions: Math.max(0, position - reached), seconds: oldest ? (now() - oldest.at) / 1_000 : 0 };
  };

  return {
    measure,
    start() {
      const timer = setInterval(() => {
        // A log that cannot be read is told by readiness, not by its lag.
        measure().catch(() => undefined);
      }, LOOK_EVERY_MS);
      timer.unref();
      return () => {
        clearInterval(timer);
      };
    },
  };
}
