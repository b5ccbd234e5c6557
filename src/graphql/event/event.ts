import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { RecordedEvent } from '../../domain/events.js';
import { subjectOf, type Instant } from '../../domain/ids.js';
import { findNode } from '../node/find-node.js';
import { Node } from '../node/node.js';
import type { ReadView } from '../read/read-view.js';
import { DateTimeScalar } from '../scalars/date-time.js';
import { JsonScalar } from '../scalars/json.js';
import { PositionScalar, type LogPosition } from '../scalars/position.js';
import { Actor } from './actor.js';
import { shownData } from './event-data.js';
import { envelopeFor, EventEnvelope } from './event-envelope.js';
import { eventId } from './event-id.js';
import { EventOutcome } from './event-outcome.js';

@ObjectType('Event', { implements: Node, simpleResolvers: true, description: 'Something that happened, as the log keeps it.' })
export class Event implements Node {
  readonly #event: RecordedEvent;
  readonly #view: ReadView;

  readonly id: string;

  @Field(() => String, { description: 'What happened, as LicenseActivated.' })
  readonly type: string;

  @Field(() => Int, { description: 'Version of the shape of data for this type.' })
  readonly version: number;

  @Field(() => String, { description: 'The stream of the thing that it happened to.' })
  readonly stream: string;

  @Field(() => Int, { description: 'Its place in that stream, counted from 0.' })
  readonly revision: number;

  @Field(() => PositionScalar, { description: 'Its place in the log.' })
  readonly position: LogPosition;

  @Field(() => DateTimeScalar, { description: 'When it happened, as reported. It never decides an order.' })
  readonly occurredAt: Instant;

  @Field(() => DateTimeScalar, { description: 'When it was recorded.' })
  readonly recordedAt: Instant;

  @Field(() => Actor, { description: 'Who did it.' })
  readonly actor: Actor;

  @Field(() => ID, { nullable: true, description: 'Events of one request share it.' })
  readonly correlationId: string;

  @Field(() => ID, { nullable: true, description: 'The event that led to this one.' })
  readonly causationId: string | null;

  constructor(event: RecordedEvent, view: ReadView) {
    this.#event = event;
    this.#view = view;
    this.id = eventId(event.stream, event.revision);
    this.type = event.type;
    this.version = event.version;
    this.stream = event.stream;
    this.revision = event.revision;
    this.position = view.position(event.position);
    this.occurredAt = event.metadata.occurredAt;
    this.recordedAt = event.recordedAt;
    this.actor = new Actor(event.metadata.actor, view.context.language);
    this.correlationId = event.metadata.correlationId;
    this.causationId = event.metadata.causationId;
  }

  @Field(() => JsonScalar, { description: "What it says. Codes are masked. Empty for an operator, who sees no customers' data." })
  get data(): unknown {
    if (this.#view.context.viewer.role === 'OPERATOR') return {};
    return shownData(this.#event, (account) => this.#view.reaches(account));
  }

  @Field(() => [EventOutcome], { description: 'What each view of the read model did with it.' })
  get outcomes(): readonly EventOutcome[] {
    return this.#view.context.queries.outcomesOf(this.#event);
  }

  @Field(() => Int, {
    nullable: true,
    description: 'Its place in the transparency log, counted from 0; null until a checkpoint covers it, which takes seconds.',
  })
  get logIndex(): number | null {
    return this.#view.context.audit?.indexOf(this.#event.position) ?? null;
  }

  @Field(() => String, {
    nullable: true,
    description: 'That it is in the log, to be checked offline (c2sp.org/tlog-proof); null until a checkpoint covers it.',
  })
  get proof(): Promise<string | null> | string | null {
    return this.#view.context.audit?.proofOf(this.#event.position) ?? null;
  }

  @Field(() => EventEnvelope, {
    nullable: true,
    description: "What the proof is of. Null for whoever does not find the event in an account's events.",
  })
  get envelope(): Promise<EventEnvelope | null> {
    return envelopeFor(this.#event, this.#view);
  }

  @Field(() => Node, { nullable: true, description: 'The thing that it happened to.' })
  get subject(): Node | null {
    const id = subjectOf(this.#event.stream);
    return id === undefined ? null : findNode(id, this.#view);
  }
}
