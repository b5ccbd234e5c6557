/** For what takes many requests one after the other: what a moment of a bad network stopped goes on by itself. */
import type { CombinedError, OperationResult } from '@urql/core';

const WAIT_MS = 3_000;

/** Asks until there is an answer. Undefined: it was stopped. A refusal is an answer. */
export async function persistently<Data>(
  ask: () => Promise<OperationResult<Data>>,
  signal: AbortSignal,
): Promise<OperationResult<Data> | undefined> {
  const isStopped = (): boolean => signal.aborted;
  while (!isStopped()) {
    const answer = await ask();
    if (isStopped()) return undefined;
    if (!answer.error || !passes(answer.error)) return answer;
    await rest(signal);
  }
  return undefined;
}

/** No server was reached, or one that said to come later. */
const passes = ({ networkError, graphQLErrors }: CombinedError): boolean =>
  networkError !== undefined || graphQLErrors.some(({ extensions }) => LATER.has(extensions['code']));

const LATER: ReadonlySet<unknown> = new Set(['RATE_LIMITED', 'STORE_UNAVAILABLE', 'READ_MODEL_BEHIND', 'UNAVAILABLE']);

function rest(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, WAIT_MS);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
