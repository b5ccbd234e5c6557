import type { TokenVerifier } from '../../auth/tokens.js';

/** A connection outlives its token by no more than this. */
const EVERY_MS = 60_000;

/** Resolves when a token that was good is refused; never, once the signal is aborted. That its keys cannot be fetched proves nothing. */
export const tokenWatch =
  (verifier: TokenVerifier) =>
  (authorization: string | undefined, stop: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const timer = setInterval(() => {
        void verifier.verifyHeader(authorization).then((result) => {
          if (result.ok || result.reason === 'KEYS_UNAVAILABLE' || stop.aborted) return;
          clearInterval(timer);
          resolve();
        });
      }, EVERY_MS);
      timer.unref();
      stop.addEventListener('abort', () => {
        clearInterval(timer);
      });
    });
