/** Load, decide, append to one stream with its exact revision, and again on a conflict (architecture.md, Commands). */
import type { DomainEvent, RecordedEvent } from '../domain/events.js';
import type { Decision, Refusal } from '../domain/refusal.js';
import { decodeEvent } from '../event-store/codec.js';
import { EventStoreUnavailable } from '../event-store/errors.js';
import type { CommandDeps } from './deps.js';
import { eventOf, type CommandRequest, type StepContext } from './request.js';
import { load, type Loaded, type StreamOf } from './streams.js';

const MOST_TRIES = 50;

export type Changed<Event extends DomainEvent, State> =
  | {
      readonly ok: true;
      /** After the change; undefined only where nothing was decided on a stream that does not exist. */
      readonly state: State | undefined;
      /** What this step appended, now or when it was first tried, with ids and revisions as far as they matter to a process. */
      readonly events: readonly { readonly id: string; readonly event: Event }[];
      /** Of the last event of this step, or of the stream where there was nothing to do. */
      readonly position: number | null;
    }
  | { readonly ok: false; readonly refusal: Refusal; readonly state: State | undefined };

const ownEvents = <Event extends DomainEvent>(
  events: readonly RecordedEvent<Event>[],
  request: CommandRequest,
  step: string,
): readonly RecordedEvent<Event>[] =>
  events.filter(({ metadata }) => metadata.requestId === request.id && metadata.step === step);

/** What a step of this request appended already, before a crash or an answer that was lost. */
export function alreadyDone<Event extends DomainEvent, State>(
  loaded: Loaded<Event, State>,
  request: CommandRequest,
  step: string,
): Changed<Event, State> | undefined {
  const own = ownEvents(loaded.events, request, step);
  const last = own.at(-1);
  if (!last) return undefined;
  return { ok: true, state: loaded.state, events: own.map((event) => ({ id: event.id, event })), position: last.position };
}

/** One try: undefined where another append came between. */
export async function appendDecided<Event extends DomainEvent, State>(
  deps: CommandDeps,
  request: CommandRequest,
  stream: StreamOf<Event, State>,
  context: StepContext,
  loaded: Loaded<Event, State>,
  decision: Decision<Event>,
): Promise<Changed<Event, State> | undefined> {
  if (!decision.ok) return { ok: false, refusal: decision.refusal, state: loaded.state };
  if (decision.events.length === 0) return { ok: true, state: loaded.state, events: [], position: loaded.position };
  const { open } = deps.keys.personal;
  const toAppend = decision.events.map((event, ordinal) => eventOf(deps.keys, request, context, event, ordinal));
  const result = await deps.store.append(stream.name, loaded.revision, toAppend);
  if (!result.ok) return undefined;
  const { lastPosition: position, recordedAt } = result;
  const firstRevision = loaded.revision === 'none' ? 0 : loaded.revision + 1;
  const appended = toAppend.map((stored, index) => {
    const revision = firstRevision + index;
    return decodeEvent({ ...stored, stream: stream.name, revision, position, recordedAt, open }) as RecordedEvent<Event>;
  });
  const state = appended.reduce<State | undefined>((before, event) => stream.evolve(before, event), loaded.state);
  return { ok: true, state, events: appended.map((event) => ({ id: event.id, event })), position };
}

export async function change<Event extends DomainEvent, State>(
  deps: CommandDeps,
  request: CommandRequest,
  stream: StreamOf<Event, State>,
  context: StepContext,
  decide: (state: State | undefined) => Decision<Event> | Promise<Decision<Event>>,
): Promise<Changed<Event, State>> {
  for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
    const loaded = await load(deps.store, stream);
    const before = alreadyDone(loaded, request, context.step);
    if (before) return before;
    const changed = await appendDecided(deps, request, stream, context, loaded, await decide(loaded.state));
    if (changed) return changed;
  }
  throw new EventStoreUnavailable(`${String(MOST_TRIES)} appends to ${stream.name} met another one each`);
}
