/**
 * One request: whose it is, and the ids that everything it appends carries. All are derived from the request, so that the same request
 * again appends the same events, and the store recognises them (architecture.md, Commands).
 */
import { Buffer } from 'node:buffer';
import type { Actor, DomainEvent, EventMetadata, RecordedEvent } from '../domain/events.js';
import { instantOf, type AccountId, type Instant } from '../domain/ids.js';
import { encodeBody, encodeEvent } from '../event-store/codec.js';
import type { EventToAppend } from '../event-store/port.js';
import type { Call } from './asker.js';
import type { CommandDeps, CommandKeys } from './deps.js';
import { idText, millisOfUuid, uuidV8 } from './identity.js';

export interface CommandRequest {
  readonly id: string;
  /** When it was first received: a retry has the same. */
  readonly instant: Instant;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly causationId: string | null;
}

export const newRequest = (deps: CommandDeps, call: Call): CommandRequest => ({
  id: `req_${idText(deps.randomBytes())}`,
  instant: deps.now(),
  actor: call.asker.actor,
  correlationId: call.correlationId,
  causationId: null,
});

/** Goes on with the request that appended this event: whoever finishes what it left appends the same ids. */
export const requestOf = (event: RecordedEvent): CommandRequest => ({
  id: event.metadata.requestId,
  instant: instantOf(millisOfUuid(event.id)),
  actor: event.metadata.actor,
  correlationId: event.metadata.correlationId,
  causationId: event.metadata.causationId,
});

/** The same request, in a step that follows from an event: its ids stay what they are. */
export const causedBy = (request: CommandRequest, eventId: string): CommandRequest => ({ ...request, causationId: eventId });

/** The same, in a step that follows from what another one of it has appended; where that was nothing, it follows from the request alone. */
export function followingFrom(
  request: CommandRequest,
  changed: { readonly ok: true; readonly events: readonly { readonly id: string }[] } | { readonly ok: false },
): CommandRequest {
  const cause = changed.ok ? changed.events.at(-1) : undefined;
  return cause ? causedBy(request, cause.id) : request;
}

/** Bytes that only this request has for that purpose: for new ids and codes. */
export const derivedBytes = (keys: CommandKeys, request: CommandRequest, purpose: string): Uint8Array =>
  keys.lookUp.hash('derived', request.id, purpose);

export interface StepContext {
  /** The account it happens in; null for the vendor's own. */
  readonly account: AccountId | null;
  /** Unique within a request and stream. */
  readonly step: string;
  /** As reported; the request's instant where nobody said. */
  readonly occurredAt?: Instant;
}

/** `ordinal` counts the events of this step; the id holds type and body too, for KurrentDB compares ids, not content. */
export function eventOf(
  keys: CommandKeys,
  request: CommandRequest,
  context: StepContext,
  event: DomainEvent,
  ordinal: number,
): EventToAppend {
  const body = encodeBody(event, keys.personal);
  const hash = keys.lookUp.hash(
    'event',
    request.id,
    context.step,
    String(ordinal),
    event.type,
    Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'),
  );
  const metadata: EventMetadata = {
    account: context.account,
    occurredAt: context.occurredAt ?? request.instant,
    actor: request.actor,
    correlationId: request.correlationId,
    causationId: request.causationId,
    requestId: request.id,
    step: context.step,
  };
  return encodeEvent(event, body, metadata, uuidV8(request.instant, hash), keys.personal);
}
