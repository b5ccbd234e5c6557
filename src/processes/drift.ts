/** Each step of the drift detector that repaired rows leaves an event that says so (domain.md, section 3, ReadModelRepaired). */
import { change } from '../commands/change.js';
import type { CommandDeps } from '../commands/deps.js';
import { idText } from '../commands/identity.js';
import type { CommandRequest } from '../commands/request.js';
import { operationOf } from '../commands/streams.js';
import type { OperationId } from '../domain/ids.js';
import { accept } from '../domain/refusal.js';

export interface Repaired {
  readonly view: string;
  readonly subject: string;
}

export async function recordRepair(deps: CommandDeps, repaired: readonly Repaired[]): Promise<void> {
  const id = idText(deps.randomBytes());
  const request: CommandRequest = {
    id: `req_${id}`,
    instant: deps.now(),
    actor: { role: null, id: 'drift-detector', name: null },
    correlationId: `req_${id}`,
    causationId: null,
  };
  await change(deps, request, operationOf(`op_${id}` as OperationId), { account: null, step: 'repair' }, () =>
    accept({ type: 'ReadModelRepaired', data: { rows: repaired } }),
  );
}
