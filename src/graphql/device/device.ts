import { Args, Field, ObjectType } from 'type-graphql';
import type { DeviceMode } from '../../domain/device-mode.js';
import type { DeviceId, Instant } from '../../domain/ids.js';
import type { DeviceRow } from '../../../projections/queries.js';
import { Database, databaseNode } from '../database/database.js';
import { DeviceModeEnum } from '../enums.js';
import { License } from '../license/license.js';
import { EventConnection, historyOf } from '../event/event-connection.js';
import { HistoryArguments } from '../event/history-arguments.js';
import { Node } from '../node/node.js';
import type { ReadView } from '../read/read-view.js';
import { DateTimeScalar } from '../scalars/date-time.js';
import { PositionScalar, type LogPosition } from '../scalars/position.js';
import { DEVICE_MODE_REASONS } from '../texts/device-modes.js';
import { shown } from '../texts/shown.js';

@ObjectType('Device', {
  implements: Node,
  simpleResolvers: true,
  description: 'A handheld terminal (ТСД) that was connected to a base.',
})
export class Device implements Node {
  readonly #row: DeviceRow;
  readonly #view: ReadView;

  readonly id: DeviceId;

  @Field(() => String, { description: 'Its unique code, as it reports it.' })
  readonly code: string;

  @Field(() => String, { description: 'The name given in the cabinet, else the one that it reports.' })
  readonly name: string;

  @Field(() => String, { nullable: true, description: 'Model.' })
  readonly model: string | null;

  @Field(() => String, { nullable: true, description: 'Operating system.' })
  readonly os: string | null;

  @Field(() => String, { nullable: true, description: 'Version of the client on it.' })
  readonly clientVersion: string | null;

  @Field(() => String, { nullable: true, description: 'Version of the server that it works with, as it reports it.' })
  readonly serverVersion: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it last connected to a base.' })
  readonly connectedAt: Instant;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'It was heard of at this time, and perhaps since: reports that say nothing new are kept once in 30 days.',
  })
  readonly lastReportedAt: Instant;

  @Field(() => PositionScalar, { description: 'The last event that shaped this device.' })
  readonly position: LogPosition;

  constructor(row: DeviceRow, view: ReadView) {
    this.#row = row;
    this.#view = view;
    this.id = row.id;
    this.code = row.code;
    this.name = shown(row.name, view.context.language);
    this.model = row.model;
    this.os = row.os;
    this.clientVersion = row.clientVersion;
    this.serverVersion = row.serverVersion;
    this.connectedAt = row.connectedAt;
    this.lastReportedAt = row.lastReportedAt;
    this.position = view.position(row.position);
  }

  @Field(() => EventConnection, {
    description: 'What happened to it, and what named it, in the order of the log, up to the moment that it is read at.',
  })
  history(@Args(() => HistoryArguments) page: HistoryArguments): Promise<InstanceType<typeof EventConnection>> {
    return historyOf(this.#view, this.#row.accountId, this.id, page);
  }

  @Field(() => Database, { nullable: true, description: 'The base that it is on; null after it disconnected or was unlinked.' })
  get database(): Database | null {
    return databaseNode(this.#row.databaseId, this.#view);
  }

  @Field(() => License, { nullable: true, description: 'The license that is activated on it, in the list or not.' })
  get license(): License | null {
    const row = this.#view.license(this.#row.slotLicenseId);
    return row?.deviceId === this.id ? new License(row, this.#view) : null;
  }

  @Field(() => DeviceModeEnum, { nullable: true, description: 'How it works; null while it is on no base.' })
  get mode(): DeviceMode | null {
    return this.#view.mode(this.id)?.mode ?? null;
  }

  @Field(() => String, { nullable: true, description: "Why it works so, in the asker's language." })
  get modeReason(): string | null {
    const mode = this.#view.mode(this.id);
    return mode ? DEVICE_MODE_REASONS[mode.reason][this.#view.context.language] : null;
  }
}

/** Null for what the viewer does not reach, as for what does not exist. */
export function deviceNode(id: DeviceId | null, view: ReadView): Device | null {
  const row = view.device(id);
  return row ? new Device(row, view) : null;
}
