/** Stops the process without losing anything: no new work, what is under way is finished, then the files are closed. */
import type { FastifyInstance } from 'fastify';

export interface ShutdownStep {
  readonly name: string;
  readonly stop: () => Promise<void>;
}

export interface ShutdownLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** `failed`: a step threw or took too long; the others were still done. */
export type ShutdownResult = 'clean' | 'failed';

export interface Shutdown {
  /** Runs the steps once, in order; a second call waits for the same run. */
  stop(reason: string): Promise<ShutdownResult>;
}

export interface ShutdownOptions {
  readonly steps: readonly ShutdownStep[];
  readonly log: ShutdownLog;
  /** For one step. */
  readonly stepTimeoutMs?: number;
}

const STEP_TIMEOUT_MS = 20_000;

export function createShutdown({ steps, log, stepTimeoutMs = STEP_TIMEOUT_MS }: ShutdownOptions): Shutdown {
  let running: Promise<ShutdownResult> | undefined;

  const runSteps = async (reason: string): Promise<ShutdownResult> => {
    log.info({ reason }, 'stopping');
    let result: ShutdownResult = 'clean';
    for (const { name, stop } of steps) {
      try {
        await inTime(stop(), stepTimeoutMs);
      } catch (error) {
        result = 'failed';
        log.error({ step: name, err: error }, 'a step of the stop failed');
      }
    }
    log.info({ result }, 'stopped');
    return result;
  };

  return { stop: (reason) => (running ??= runSteps(reason)) };
}

async function inTime(work: Promise<void>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`not done within ${String(timeoutMs / 1_000)} s`));
    }, timeoutMs);
  });
  try {
    await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

const DRAIN_MS = 8_000;
const HANG_UP_EVERY_MS = 50;

/**
 * Stops listening and waits for the answers under way; routes that hold connections open (subscriptions) end them in a `preClose` hook.
 * What has not ended after the time is cut, so that the log is closed in order before a container's 10 seconds are over.
 */
export const stopHttp = (app: FastifyInstance, drainMs: number = DRAIN_MS): ShutdownStep => ({
  name: 'http',
  async stop() {
    const cut = setTimeout(() => {
      app.log.info({}, 'requests that did not end in time are cut');
      app.server.closeAllConnections();
    }, drainMs);
    // A connection that is kept alive after its last answer would otherwise hold the stop up.
    const hangUp = setInterval(() => {
      app.server.closeIdleConnections();
    }, HANG_UP_EVERY_MS);
    try {
      await app.close();
    } finally {
      clearTimeout(cut);
      clearInterval(hangUp);
    }
  },
});

/** What of `process` is needed. */
export interface SignalSource {
  on(signal: 'SIGTERM' | 'SIGINT', listener: (signal: string) => void): unknown;
  exit(code: number): void;
}

/** SIGTERM and SIGINT stop in order: exit code 0, or 1 where a step failed. A second signal does not wait: 130. */
export function stopOnSignals(source: SignalSource, shutdown: Shutdown): void {
  let asked = false;
  const onSignal = (signal: string): void => {
    if (asked) {
      source.exit(130);
      return;
    }
    asked = true;
    void shutdown.stop(signal).then((result) => {
      source.exit(result === 'clean' ? 0 : 1);
    });
  };
  source.on('SIGTERM', onSignal);
  source.on('SIGINT', onSignal);
}
