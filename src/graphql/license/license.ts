import { Args, Field, ObjectType } from 'type-graphql';
import { maskedCode } from '../../domain/activation-code.js';
import type { DeviceMode } from '../../domain/device-mode.js';
import type { Instant, LicenseId } from '../../domain/ids.js';
import {
  licenseStatus,
  updatesEnd,
  updatesEnded,
  type LicenseFacts,
  type LicenseKind,
  type LicenseStatus,
} from '../../domain/license-terms.js';
import type { LicenseSource } from '../../domain/listing-rule.js';
import type { LicenseRow } from '../../../projections/queries.js';
import { Database } from '../database/database.js';
import { Device } from '../device/device.js';
import { DeviceModeEnum, LicenseKindEnum, LicenseSourceEnum, LicenseStatusEnum } from '../enums.js';
import { EventConnection, historyOf } from '../event/event-connection.js';
import { HistoryArguments } from '../event/history-arguments.js';
import { Node } from '../node/node.js';
import type { ReadView } from '../read/read-view.js';
import { DateTimeScalar } from '../scalars/date-time.js';
import { PositionScalar, type LogPosition } from '../scalars/position.js';
import { DEVICE_MODE_REASONS } from '../texts/device-modes.js';
import { LicensePermissions } from './permissions.js';
import { LicenseTerm, Product } from './product.js';

const factsOf = (row: LicenseRow): LicenseFacts => ({
  kind: row.kind,
  term: row.term,
  updates: row.updates,
  activated: row.deviceId !== null,
  withdrawn: row.withdrawn,
  replaced: row.replacedBy !== null,
});

@ObjectType('License', { implements: Node, simpleResolvers: true, description: 'A license: one device may run on it at a time.' })
export class License implements Node {
  readonly #row: LicenseRow;
  readonly #facts: LicenseFacts;
  readonly #view: ReadView;

  readonly id: LicenseId;

  @Field(() => String, { description: 'Activation code, masked: only the last group is shown.' })
  readonly code: string;

  @Field(() => LicenseKindEnum, { description: 'What it runs on.' })
  readonly kind: LicenseKind;

  @Field(() => LicenseStatusEnum, { description: 'Where it stands, judged at the time of the answer, or at that of asOf.' })
  readonly status: LicenseStatus;

  @Field(() => Product, { description: 'What it is for.' })
  readonly product: Product;

  @Field(() => LicenseTerm, { description: 'How long it serves.' })
  readonly term: LicenseTerm;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'End of the update subscription; null where there is none, or where it starts with the first activation, still to come.',
  })
  readonly updatesUntil: Instant | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'The update subscription has not ended; null where there is none (cloud).',
  })
  readonly updatesActive: boolean | null;

  @Field(() => Boolean, { description: 'A demo license.' })
  readonly demo: boolean;

  @Field(() => LicenseSourceEnum, {
    nullable: true,
    description: 'How it came into the list; null while it is in none. Never null in a list.',
  })
  readonly source: LicenseSource | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it came into the list; null while it is in none. Never null in a list.',
  })
  readonly listedAt: Instant | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was activated on its present device; null while it is free.',
  })
  readonly activatedAt: Instant | null;

  @Field(() => PositionScalar, { description: 'The last event that shaped this license.' })
  readonly position: LogPosition;

  constructor(row: LicenseRow, view: ReadView) {
    this.#row = row;
    this.#view = view;
    this.#facts = factsOf(row);
    const now = view.moment.at;
    this.id = row.id;
    this.code = maskedCode(row.lastGroup);
    this.kind = row.kind;
    this.status = licenseStatus(this.#facts, now);
    this.product = row.product;
    this.term = new LicenseTerm(row.term);
    this.updatesUntil = updatesEnd(row.updates);
    this.updatesActive = row.updates === null ? null : !updatesEnded(row.updates, now);
    this.demo = row.demo;
    this.source = row.source;
    this.listedAt = row.listedAt;
    this.activatedAt = row.activatedAt;
    this.position = view.position(row.position);
  }

  @Field(() => Device, { nullable: true, description: 'The device it is activated on.' })
  get device(): Device | null {
    const row = this.#view.device(this.#row.deviceId);
    return row ? new Device(row, this.#view) : null;
  }

  @Field(() => Database, { nullable: true, description: 'The base that its device is on.' })
  get database(): Database | null {
    const row = this.#view.database(this.#view.device(this.#row.deviceId)?.databaseId ?? null);
    return row ? new Database(row, this.#view) : null;
  }

  @Field(() => DeviceModeEnum, {
    nullable: true,
    description: 'How its device works; null while it is on none, or that is on no base.',
  })
  get deviceMode(): DeviceMode | null {
    return this.#mode()?.mode ?? null;
  }

  @Field(() => String, { nullable: true, description: "Why the device works so, in the asker's language." })
  get deviceModeReason(): string | null {
    const mode = this.#mode();
    return mode ? DEVICE_MODE_REASONS[mode.reason][this.#view.context.language] : null;
  }

  @Field(() => License, { nullable: true, description: 'The license whose place it took as a transition license.' })
  get replaces(): License | null {
    return licenseNode(this.#row.replaces, this.#view);
  }

  @Field(() => License, { nullable: true, description: 'The transition license that took its place.' })
  get replacedBy(): License | null {
    return licenseNode(this.#row.replacedBy, this.#view);
  }

  @Field(() => LicensePermissions, { description: 'What the viewer may do with it.' })
  get viewerCan(): LicensePermissions {
    return new LicensePermissions(this.#row, this.#facts, this.#view);
  }

  @Field(() => EventConnection, {
    description: 'What happened to it, and what named it, in the order of the log, up to the moment that it is read at.',
  })
  history(@Args(() => HistoryArguments) page: HistoryArguments): Promise<InstanceType<typeof EventConnection>> {
    return historyOf(this.#view, this.#row.accountId, this.id, page);
  }

  #mode(): ReturnType<ReadView['mode']> {
    const device = this.#view.device(this.#row.deviceId);
    return device && this.#view.mode(device.id);
  }
}

/** Null for what the viewer does not reach, as for what does not exist. */
export function licenseNode(id: LicenseId | null, view: ReadView): License | null {
  const row = view.license(id);
  return row ? new License(row, view) : null;
}
