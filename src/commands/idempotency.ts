/**
 * Keyed mutations (architecture.md, Commands): the same key with the same input answers as the first time and appends nothing; with
 * other input it is a CONFLICT. What a crash cut off goes on with the same ids. A refusal is not remembered.
 */
import type { RecordedEvent } from '../domain/events.js';
import { requestStream, type StreamName } from '../domain/ids.js';
import { refusal } from '../domain/refusal.js';
import type { RequestEvent } from '../domain/request.js';
import { decodeEvent } from '../event-store/codec.js';
import type { Call } from './asker.js';
import type { CommandDeps } from './deps.js';
import { idText } from './identity.js';
import { done, refused, type Outcome } from './outcome.js';
import { eventOf, newRequest, requestOf, type CommandRequest } from './request.js';

const KEY_PATTERN = /^[\x21-\x7e]{1,200}$/;

/** How a command's answer is kept in the log, where it may hold no code, and given back to a retry. */
export interface Memory<Value> {
  readonly keep: (value: Value) => unknown;
  /** Undefined where the asker no longer reaches what it was about. */
  readonly recall: (kept: unknown) => Promise<Value | undefined>;
}

/** For answers that hold ids alone. */
export const plainMemory = <Value>(): Memory<Value> => ({
  keep: (value) => value,
  recall: (kept) => Promise.resolve(kept as Value),
});

/** JSON with keys in order: the same input has the same text. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === undefined) return 'null';
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}

export async function withRequest<Value>(
  deps: CommandDeps,
  call: Call,
  mutation: string,
  input: unknown,
  memory: Memory<Value>,
  run: (request: CommandRequest) => Promise<Outcome<Value>>,
): Promise<Outcome<Value>> {
  const key = call.idempotencyKey;
  if (key === null) return run(newRequest(deps, call));
  if (!KEY_PATTERN.test(key)) return refused(refusal('INVALID_INPUT', ['idempotencyKey'], { rule: 'idempotencyKey' }));
  const id = `req_${idText(deps.keys.lookUp.hash('request', call.asker.actor.id, mutation, key))}`;
  const stream = requestStream(id);
  const inputHash = idText(deps.keys.lookUp.hash('input', canonical(input)));
  const received = await receive(deps, { ...newRequest(deps, call), id }, stream, mutation, inputHash);
  if (received.inputHash !== inputHash) return refused(refusal('CONFLICT', ['idempotencyKey']));
  const { finished } = received;
  if (finished) {
    const value = await memory.recall(finished.value);
    return value === undefined ? refused(refusal('NOT_FOUND')) : done(value, finished.position, finished.notes);
  }
  const outcome = await run(received.request);
  if (outcome.ok) await finish(deps, received.request, stream, memory.keep(outcome.value), outcome.position, outcome.notes);
  return outcome;
}

type Finished = Extract<RequestEvent, { type: 'RequestFinished' }>['data'];

interface Received {
  readonly request: CommandRequest;
  readonly inputHash: string;
  readonly finished: Finished | undefined;
}

async function receive(
  deps: CommandDeps,
  request: CommandRequest,
  stream: StreamName,
  mutation: string,
  inputHash: string,
): Promise<Received> {
  const event: RequestEvent = { type: 'RequestReceived', data: { mutation, inputHash, requestedAt: request.instant } };
  const context = { account: null, step: 'receive' };
  const result = await deps.store.append(stream, 'none', [eventOf(deps.keys, request, context, event, 0)]);
  if (result.ok) return { request, inputHash, finished: undefined };
  let received: Received | undefined;
  for await (const stored of deps.store.readStream(stream)) {
    const before = decodeEvent(stored) as RecordedEvent<RequestEvent>;
    if (before.type === 'RequestReceived') {
      received = {
        request: { ...requestOf(before), actor: request.actor },
        inputHash: before.data.inputHash,
        finished: undefined,
      };
    } else if (received) {
      received = { ...received, finished: before.data };
    }
  }
  if (!received) throw new Error('a request stream begins with RequestReceived');
  return received;
}

/** Where another try of the same request finished first, its answer stands. */
async function finish(
  deps: CommandDeps,
  request: CommandRequest,
  stream: StreamName,
  value: unknown,
  position: number | null,
  notes: Finished['notes'],
): Promise<void> {
  const event: RequestEvent = { type: 'RequestFinished', data: { value, position, notes } };
  await deps.store.append(stream, 0, [eventOf(deps.keys, request, { account: null, step: 'finish' }, event, 0)]);
}
