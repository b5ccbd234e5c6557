/** A subject's personal texts are erased by destroying the key that seals them; the log keeps that it was done (domain.md, section 3). */
import { change } from '../commands/change.js';
import type { CommandDeps } from '../commands/deps.js';
import { idText } from '../commands/identity.js';
import type { CommandRequest } from '../commands/request.js';
import { operationOf } from '../commands/streams.js';
import type { OperationId } from '../domain/ids.js';
import { accept } from '../domain/refusal.js';

export interface SubjectKeyRing {
  /** How many keys the subject ever had. */
  generations(subject: string): number;
  destroy(subject: string): void;
}

/**
 * The event first: a crash behind it is finished by the same call again, which appends no second one. Answers false, and does nothing, where
 * nothing was ever sealed for that subject.
 */
export async function eraseSubject(deps: CommandDeps, keys: SubjectKeyRing, subject: string): Promise<boolean> {
  const generations = keys.generations(subject);
  if (generations === 0) return false;
  const id = idText(deps.keys.lookUp.hash('erasure', subject, String(generations)));
  const request: CommandRequest = {
    id: `req_${id}`,
    instant: deps.now(),
    actor: { role: null, id: 'erasure', name: null },
    correlationId: `req_${id}`,
    causationId: null,
  };
  await change(deps, request, operationOf(`op_${id}` as OperationId), { account: null, step: 'erase' }, () =>
    accept({ type: 'SubjectErased', data: { subject } }),
  );
  keys.destroy(subject);
  return true;
}
