import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { ReadModelStatus as Status } from '../../../projections/open-read-model.js';
import type { RecordedEvent } from '../../domain/events.js';
import type { Instant } from '../../domain/ids.js';
import { Event } from '../event/event.js';
import type { ReadView } from '../read/read-view.js';
import { DateTimeScalar } from '../scalars/date-time.js';
import { PositionScalar, type LogPosition } from '../scalars/position.js';

type Parked = Status['parked'][number];

@ObjectType('ParkedStream', {
  simpleResolvers: true,
  description: 'A stream that a view could not take; everything else goes on.',
})
export class ParkedStream {
  @Field(() => String, { description: 'The view.' })
  readonly view: string;

  @Field(() => String, { description: 'The stream.' })
  readonly stream: string;

  @Field(() => Event, { description: 'The event that the view could not take.' })
  readonly event: Event;

  @Field(() => String, { description: 'Why.' })
  readonly error: string;

  @Field(() => DateTimeScalar, { description: 'Since when.' })
  readonly parkedAt: Instant;

  @Field(() => Int, { description: 'Events of the stream that wait behind it.' })
  readonly behind: number;

  constructor(parked: Parked, event: RecordedEvent, view: ReadView) {
    this.view = parked.view;
    this.stream = parked.stream;
    this.event = new Event(event, view);
    this.error = parked.error;
    this.parkedAt = parked.parkedAt;
    this.behind = parked.behind;
  }
}

@ObjectType('RebuildStatus', {
  simpleResolvers: true,
  description: 'A read model that is being built beside the one that answers.',
})
export class RebuildStatus {
  @Field(() => String, { description: 'Its version.' })
  readonly version: string;

  @Field(() => Int, { description: 'Events that it has taken.' })
  readonly processed: number;

  @Field(() => Int, { description: 'Events that it has to take.' })
  readonly total: number;

  @Field(() => DateTimeScalar, { description: 'When it began.' })
  readonly startedAt: Instant;

  @Field(() => Int, { nullable: true, description: 'Rows that differ from those that answer; null until that is known.' })
  readonly differences: number | null = null;

  constructor(version: string, rebuild: NonNullable<Status['rebuild']>) {
    this.version = version;
    this.processed = rebuild.processed;
    this.total = rebuild.total;
    this.startedAt = rebuild.startedAt;
  }
}

@ObjectType('ReadModelStatus', {
  simpleResolvers: true,
  description: 'How far the lists have come, and what they could not take.',
})
export class ReadModelStatus {
  @Field(() => String, { description: 'Version of the read model.' })
  readonly version: string;

  @Field(() => PositionScalar, { description: 'Up to where every row counts.' })
  readonly position: LogPosition;

  @Field(() => PositionScalar, { description: 'Where the log ends.' })
  readonly headPosition: LogPosition;

  @Field(() => Float, { description: 'Since the first event that is not in the lists was recorded; 0 where there is none.' })
  readonly lagSeconds: number;

  @Field(() => [ParkedStream], { description: 'Streams that a view could not take, in log order.' })
  readonly parked: readonly ParkedStream[];

  @Field(() => RebuildStatus, { nullable: true, description: 'A rebuild that is under way.' })
  readonly rebuild: RebuildStatus | null;

  constructor(status: Status, parked: readonly ParkedStream[], view: ReadView) {
    this.version = String(status.version);
    this.position = view.position(status.position);
    this.headPosition = view.position(status.headPosition);
    this.lagSeconds = status.lagSeconds;
    this.parked = parked;
    this.rebuild = status.rebuild && new RebuildStatus(this.version, status.rebuild);
  }
}

/** A stream of an account that the viewer does not reach is not there. */
export async function readModelStatus(view: ReadView): Promise<ReadModelStatus> {
  const { readModel, eventAt } = view.context;
  const status = await readModel.status();
  const parked: ParkedStream[] = [];
  for (const entry of status.parked) {
    const event = await eventAt(entry.position);
    if (event && reachesEvent(event, view)) parked.push(new ParkedStream(entry, event, view));
  }
  return new ReadModelStatus(status, parked, view);
}

const reachesEvent = ({ metadata: { account } }: RecordedEvent, view: ReadView): boolean =>
  account === null ? view.context.viewer.accounts === 'all' : view.reaches(account);
