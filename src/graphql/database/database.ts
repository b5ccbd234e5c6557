import { Args, Field, ObjectType } from 'type-graphql';
import type { DatabaseKind, DatabaseLifecycle } from '../../domain/database.js';
import type { DatabaseId, Instant } from '../../domain/ids.js';
import type { DatabaseRow } from '../../../projections/queries.js';
import { DeviceConnection, devicesOfDatabase } from '../device/device-connection.js';
import { DatabaseKindEnum, DatabaseStateEnum } from '../enums.js';
import { LicenseConnection, licensesOfDatabase } from '../license/license-connection.js';
import { EventConnection, historyOf } from '../event/event-connection.js';
import { HistoryArguments } from '../event/history-arguments.js';
import { Node } from '../node/node.js';
import { ForwardPageArguments } from '../paging/page-arguments.js';
import type { ReadView } from '../read/read-view.js';
import { DateTimeScalar } from '../scalars/date-time.js';
import { PositionScalar, type LogPosition } from '../scalars/position.js';
import { shown } from '../texts/shown.js';

@ObjectType('Database', { implements: Node, simpleResolvers: true, description: 'A base that devices connect to.' })
export class Database implements Node {
  readonly #row: DatabaseRow;
  readonly #view: ReadView;

  readonly id: DatabaseId;

  @Field(() => String, { description: 'Name.' })
  readonly name: string;

  @Field(() => DatabaseKindEnum, { description: 'Where it runs.' })
  readonly kind: DatabaseKind;

  @Field(() => DatabaseStateEnum, { description: 'Whether it is in use.' })
  readonly state: DatabaseLifecycle;

  @Field(() => String, { nullable: true, description: 'Name of the product installed on it.' })
  readonly productName: string | null;

  @Field(() => String, { nullable: true, description: 'Level of the product.' })
  readonly level: string | null;

  @Field(() => String, { nullable: true, description: 'Accounting system and its configuration.' })
  readonly configuration: string | null;

  @Field(() => String, { nullable: true, description: 'Version of the server.' })
  readonly serverVersion: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Release date of that version: decides whether it is newer than a subscription.',
  })
  readonly serverVersionReleasedAt: Instant | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What the QR code for connecting a device holds: the address of this cabinet, as the asker reached it, with the id of the base. It is no secret: reporting takes a key. Null once the base is deleted.',
  })
  readonly connectionString: string | null;

  @Field(() => PositionScalar, { description: 'The last event that shaped this base.' })
  readonly position: LogPosition;

  constructor(row: DatabaseRow, view: ReadView) {
    this.#row = row;
    this.#view = view;
    this.id = row.id;
    this.name = shown(row.name, view.context.language);
    this.kind = row.kind;
    this.state = row.lifecycle;
    this.productName = row.productName;
    this.level = row.level;
    this.configuration = row.configuration;
    this.serverVersion = row.serverVersion;
    this.serverVersionReleasedAt = row.serverVersionReleasedAt;
    const { origin } = view.context;
    this.connectionString = origin === null || row.lifecycle === 'DELETED' ? null : `${origin}/connect/${row.id}`;
    this.position = view.position(row.position);
  }

  @Field(() => EventConnection, {
    description: 'What happened to it, and what named it, in the order of the log, up to the moment that it is read at.',
  })
  history(@Args(() => HistoryArguments) page: HistoryArguments): Promise<InstanceType<typeof EventConnection>> {
    return historyOf(this.#view, this.#row.accountId, this.id, page);
  }

  @Field(() => DeviceConnection, { description: 'The devices that are on it, by name.' })
  devices(@Args(() => ForwardPageArguments) page: ForwardPageArguments): Promise<InstanceType<typeof DeviceConnection>> {
    return devicesOfDatabase(this.#view, this.#row, page);
  }

  @Field(() => LicenseConnection, { description: 'The listed licenses of the devices that are on it.' })
  licenses(@Args(() => ForwardPageArguments) page: ForwardPageArguments): Promise<InstanceType<typeof LicenseConnection>> {
    return licensesOfDatabase(this.#view, this.#row, page);
  }
}

/** Null for what the viewer does not reach, as for what does not exist. */
export function databaseNode(id: DatabaseId | null, view: ReadView): Database | null {
  const row = view.database(id);
  return row ? new Database(row, view) : null;
}
