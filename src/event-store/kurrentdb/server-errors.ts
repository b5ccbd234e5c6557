import { EventStoreUnavailable, type UnavailableReason } from '../errors.js';

/** `type` of the client's errors; read from the value and not by class: a call that the client did not wrap throws a plain Error with a code. */
function typeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'type' in error && typeof error.type === 'string'
    ? error.type
    : undefined;
}

function codeOf(error: unknown): number | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'number'
    ? error.code
    : undefined;
}

export const isWrongExpectedRevision = (error: unknown): boolean => typeOf(error) === 'wrong-expected-version';

export const isStreamNotFound = (error: unknown): boolean => ['stream-not-found', 'no-stream'].includes(typeOf(error) ?? '');

/** gRPC's status codes (https://grpc.io/docs/guides/status-codes). */
const GRPC = {
  cancelled: 1,
  invalidArgument: 3,
  deadlineExceeded: 4,
  resourceExhausted: 8,
  aborted: 10,
  unavailable: 14,
} as const;

/** A position at which no event of the log begins. */
export const isInvalidPosition = (error: unknown): boolean => codeOf(error) === GRPC.invalidArgument;

/** What a server says where its status says nothing: a batch of appends fails with no status of its own. */
const SAYS_BUSY = /server is (too )?busy/i;
const SAYS_NOT_READY = /server is not ready|no leader/i;

/** A server without a leader says that it cannot take the request; one that is overloaded says nothing in time, or that it has timed out. */
function reasonOf(error: unknown): UnavailableReason {
  const [type, code] = [typeOf(error), codeOf(error)];
  const name = typeof error === 'object' && error !== null && 'name' in error ? error.name : undefined;
  const message = messageOf(error);
  if (type === 'not-leader' || SAYS_NOT_READY.test(message)) return 'no-leader';
  if (SAYS_BUSY.test(message)) return 'overloaded';
  if (type === 'access-denied') return 'access-denied';
  if (type === 'timeout' || type === 'deadline-exceeded' || name === 'TimeLimitExceeded') return 'overloaded';
  if (code === GRPC.deadlineExceeded || code === GRPC.resourceExhausted || code === GRPC.aborted) return 'overloaded';
  return 'unreachable';
}

/** The server has said itself what is wrong; else a call was not answered, or no server was found to call. */
export const isSaid = (error: unknown): boolean =>
  typeOf(error) === 'not-leader' ||
  typeOf(error) === 'access-denied' ||
  SAYS_NOT_READY.test(messageOf(error)) ||
  SAYS_BUSY.test(messageOf(error));

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The one place where the client's errors become ours. */
export function ourError(error: unknown): Error {
  if (error instanceof Error && ['EventStoreUnavailable', 'EventLogDamaged', 'TypeError', 'RangeError'].includes(error.name)) {
    return error;
  }
  // The same append again would be refused again: whoever asks has to ask for less at once.
  if (typeOf(error) === 'maximum-append-size-exceeded')
    return new RangeError(`the append is larger than the event log takes at once: ${messageOf(error)}`, { cause: error });
  const reason = reasonOf(error);
  return new EventStoreUnavailable(`the event log cannot be used (${reason}): ${messageOf(error)}`, { cause: error, reason });
}
