/** Which moment a field is read at: the present, `asOf`, or that of a cursor; after waiting where `minPosition` asks for it. */
import { instantOf, type Instant } from '../../domain/ids.js';
import { EventStoreUnavailable } from '../../event-store/errors.js';
import type { GraphqlContext } from '../context.js';
import { apiError } from '../errors.js';
import type { LogPosition } from '../scalars/position.js';
import type { ReadMoment } from './read-view.js';

/** How long a question waits for the read model, and a mutation for its own change. */
export const WAIT_MS = 2_000;

export interface AsOfArgument {
  readonly time?: Instant | null;
  readonly position?: LogPosition | null;
}

export interface MomentArguments {
  readonly asOf?: AsOfArgument | null;
  readonly minPosition?: LogPosition | null;
}

export function presentMoment(context: GraphqlContext): ReadMoment {
  const { position, epoch } = context.queries.checkpoint();
  return { moment: { position, at: context.now() }, epoch, past: context.readOnly === true };
}

/** Waits until the read model stands at the position; READ_MODEL_BEHIND after two seconds, POSITION_UNKNOWN for one that the log does not have. */
export async function reach(context: GraphqlContext, position: LogPosition, field: string): Promise<void> {
  const { epoch, position: stands } = context.queries.checkpoint();
  if (position.epoch !== epoch) throw apiError('positionUnknown', context.language, [field]);
  if (position.number <= stands) return;
  // Whoever was given a position was given it after its event was in the log: no repeat of the question makes one of what lies beyond.
  if (position.number > (await headOf(context))) throw apiError('positionUnknown', context.language, [field]);
  if ((await context.queries.waitFor(position.number, WAIT_MS)) === 'behind')
    throw apiError('readModelBehind', context.language, [field]);
}

export async function momentFor(context: GraphqlContext, { asOf, minPosition }: MomentArguments): Promise<ReadMoment> {
  if (minPosition) await reach(context, minPosition, 'minPosition');
  return asOf ? pastMoment(context, asOf) : presentMoment(context);
}

/** Of the log itself, which another node may have appended to. Where it cannot be asked just now, nothing is known to lie beyond its end. */
async function headOf({ readModel }: GraphqlContext): Promise<number> {
  try {
    return (await readModel.status()).headPosition;
  } catch (error) {
    if (error instanceof EventStoreUnavailable) return Number.POSITIVE_INFINITY;
    throw error;
  }
}

/** When nothing had happened yet. */
const BEFORE_ALL = instantOf(0);

async function pastMoment(context: GraphqlContext, asOf: AsOfArgument): Promise<ReadMoment> {
  const time = asOf.time ?? null;
  const position = asOf.position ?? null;
  if ((time === null) === (position === null)) throw apiError('asOfExactlyOne', context.language, ['asOf']);
  const { queries } = context;
  const { epoch } = queries.checkpoint();
  if (time !== null) {
    if (time > context.now()) throw apiError('asOfFuture', context.language, ['asOf.time']);
    return { moment: { position: queries.positionAt(time), at: time }, epoch, past: true };
  }
  if (position === null) return presentMoment(context);
  await reach(context, position, 'asOf.position');
  return { moment: { position: position.number, at: queries.recordedAtOf(position.number) ?? BEFORE_ALL }, epoch, past: true };
}
