/** Work that is done again and again, never twice at once; what goes wrong is told, and tried again the next time. */
export interface Repeated {
  /** Waits for the work in hand. */
  stop(): Promise<void>;
}

export function repeat(work: () => Promise<unknown>, everyMs: number, onError: (error: unknown) => void): Repeated {
  let running: Promise<unknown> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = work()
      .catch(onError)
      .finally(() => {
        busy = false;
      });
  }, everyMs);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
