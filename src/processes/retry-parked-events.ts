/** `retryParkedEvents`: streams that a view could not take once more, and an event that says who did it and what came of it. */
import type { Call } from '../commands/asker.js';
import { change } from '../commands/change.js';
import type { CommandDeps } from '../commands/deps.js';
import { plainMemory, withRequest } from '../commands/idempotency.js';
import { idText } from '../commands/identity.js';
import { done, refused, type Outcome } from '../commands/outcome.js';
import { derivedBytes } from '../commands/request.js';
import { operationOf } from '../commands/streams.js';
import { streamKind, type OperationId, type StreamName } from '../domain/ids.js';
import { accept, refusal } from '../domain/refusal.js';

export interface Retried {
  readonly applied: number;
  readonly stillParked: number;
}

export function retryParkedEvents(
  deps: CommandDeps,
  retry: (stream: StreamName | undefined) => Promise<Retried>,
  call: Call,
  input: { readonly stream?: string },
): Promise<Outcome<Retried>> {
  return withRequest(deps, call, 'retryParkedEvents', input, plainMemory<Retried>(), async (request) => {
    const { stream } = input;
    if (stream !== undefined && !streamKind(stream)) return refused(refusal('NOT_FOUND', ['stream']));
    const { applied, stillParked } = await retry(stream as StreamName | undefined);
    const id = `op_${idText(derivedBytes(deps.keys, request, 'operation'))}` as OperationId;
    const data = { stream: (stream ?? null) as StreamName | null, applied, stillParked };
    const kept = await change(deps, request, operationOf(id), { account: null, step: 'retry' }, () =>
      accept({ type: 'ParkedEventsRetried', data }),
    );
    return done({ applied, stillParked }, kept.ok ? kept.position : null);
  });
}
