/** What a question may be about: an id, its stream folded, and the events themselves. */
import type { Loaded } from '../commands/streams.js';
import type { DatabaseEvent, DatabaseState } from '../domain/database.js';
import type { DeviceEvent, DeviceState } from '../domain/device.js';
import type { DomainEvent, RecordedEvent } from '../domain/events.js';
import type { DatabaseId, DeviceId, LicenseId, OrderId } from '../domain/ids.js';
import type { LicenseEvent, LicenseState } from '../domain/license.js';
import type { OrderEvent, OrderState } from '../domain/order.js';

export interface Thing<Id, Event extends DomainEvent, State> {
  readonly id: Id;
  readonly state: State;
  readonly events: readonly RecordedEvent<Event>[];
}

export type LicenseThing = Thing<LicenseId, LicenseEvent, LicenseState>;
export type DeviceThing = Thing<DeviceId, DeviceEvent, DeviceState>;
export type DatabaseThing = Thing<DatabaseId, DatabaseEvent, DatabaseState>;
export type OrderThing = Thing<OrderId, OrderEvent, OrderState>;

/** Null where the stream does not exist. */
export const thing = <Id, Event extends DomainEvent, State>(
  id: Id,
  loaded: Loaded<Event, State>,
): Thing<Id, Event, State> | null => (loaded.state === undefined ? null : { id, state: loaded.state, events: loaded.events });
