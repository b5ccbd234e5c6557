/** From an outcome to what every payload holds: the view to read the changed thing in, the position, and the errors. */
import { soleAccount } from '../../auth/viewer.js';
import type { Outcome } from '../../commands/outcome.js';
import { refusal, type Refusal } from '../../domain/refusal.js';
import { callOf, type GraphqlContext } from '../context.js';
import { given, type Given } from '../filters/given.js';
import { presentMoment, WAIT_MS } from '../read/moments.js';
import { ReadView } from '../read/read-view.js';
import type { LogPosition } from '../scalars/position.js';
import { MutationError } from './mutation-error.js';

export interface Settled<Value> {
  /** Null where the mutation was refused. */
  readonly value: Value | null;
  /** Of the present, after the read model has reached the change, or after two seconds. */
  readonly view: ReadView;
  readonly position: LogPosition | null;
  readonly errors: readonly MutationError[];
}

type Call = ReturnType<typeof callOf>;

interface MutationInput {
  readonly idempotencyKey?: string | null;
}

/** Calls a command with the input as it was given. */
export async function perform<Input extends MutationInput, Value>(
  context: GraphqlContext,
  input: Input,
  command: (call: Call, input: Given<Omit<Input, 'idempotencyKey'>>) => Promise<Outcome<Value>>,
): Promise<Settled<Value>> {
  const { idempotencyKey, ...fields } = input;
  return settle(context, await command(callOf(context, idempotencyKey), given(fields)));
}

/** As `perform`, for an input whose account may be left out by whoever has exactly one. */
export async function performInAccount<Input extends MutationInput & { readonly accountId?: string | null }, Value>(
  context: GraphqlContext,
  input: Input,
  command: (call: Call, accountId: string, input: Given<Omit<Input, 'idempotencyKey'>>) => Promise<Outcome<Value>>,
): Promise<Settled<Value>> {
  const accountId = input.accountId ?? soleAccount(context.viewer);
  if (accountId === undefined) {
    return settle<Value>(context, { ok: false, refusals: [refusal('INVALID_INPUT', ['accountId'], { rule: 'accountNeeded' })] });
  }
  return perform(context, input, (call, fields) => command(call, accountId, fields));
}

async function settle<Value>(context: GraphqlContext, outcome: Outcome<Value>): Promise<Settled<Value>> {
  const errors = (refusals: readonly Refusal[]): readonly MutationError[] =>
    refusals.map((reason) => new MutationError(reason, context.language));
  if (!outcome.ok) {
    return { value: null, view: new ReadView(context, presentMoment(context)), position: null, errors: errors(outcome.refusals) };
  }
  if (outcome.position !== null) await context.queries.waitFor(outcome.position, WAIT_MS);
  const view = new ReadView(context, presentMoment(context));
  const position = outcome.position === null ? null : view.position(outcome.position);
  return { value: outcome.value, view, position, errors: errors(outcome.notes) };
}
