/** The fold of each kind of stream, and what loading one gives. */
import { evolveAccount, type AccountEvent, type AccountState } from '../domain/account.js';
import { evolveDatabase, type DatabaseEvent, type DatabaseState } from '../domain/database.js';
import { evolveDevice, type DeviceEvent, type DeviceState } from '../domain/device.js';
import type { DomainEvent, RecordedEvent } from '../domain/events.js';
import {
  accountStream,
  caseStream,
  databaseStream,
  deviceStream,
  licenseStream,
  operationStream,
  orderStream,
  uploadStream,
  type AccountId,
  type CaseId,
  type DatabaseId,
  type DeviceId,
  type LicenseId,
  type OperationId,
  type OrderId,
  type StreamName,
  type UploadId,
} from '../domain/ids.js';
import { evolveLicense, type LicenseEvent, type LicenseState } from '../domain/license.js';
import { evolveOperation, type OperationEvent, type OperationState } from '../domain/operation.js';
import { evolveOrder, type OrderEvent, type OrderState } from '../domain/order.js';
import { evolveSupportCase, type SupportCaseEvent, type SupportCaseState } from '../domain/support-case.js';
import { evolveUpload, type UploadEvent, type UploadState } from '../domain/upload.js';
import { decodeEvent } from '../event-store/codec.js';
import type { EventStore, ExpectedRevision } from '../event-store/port.js';

export interface StreamOf<Event extends DomainEvent, State> {
  readonly name: StreamName;
  readonly evolve: (state: State | undefined, event: RecordedEvent<Event>) => State;
}

export interface Loaded<Event extends DomainEvent, State> {
  readonly state: State | undefined;
  readonly revision: ExpectedRevision;
  /** Of the last event; null for a stream that does not exist. */
  readonly position: number | null;
  readonly events: readonly RecordedEvent<Event>[];
}

export const accountOf = (id: AccountId): StreamOf<AccountEvent, AccountState> => ({
  name: accountStream(id),
  evolve: evolveAccount,
});

export const databaseOf = (id: DatabaseId): StreamOf<DatabaseEvent, DatabaseState> => ({
  name: databaseStream(id),
  evolve: (state, event) => evolveDatabase(state, event, event.metadata.occurredAt),
});

export const deviceOf = (id: DeviceId): StreamOf<DeviceEvent, DeviceState> => ({
  name: deviceStream(id),
  evolve: (state, event) => evolveDevice(state, event, { id: event.id, at: event.metadata.occurredAt }),
});

export const licenseOf = (id: LicenseId): StreamOf<LicenseEvent, LicenseState> => ({
  name: licenseStream(id),
  evolve: (state, event) => evolveLicense(state, event, event.revision),
});

export const uploadOf = (id: UploadId): StreamOf<UploadEvent, UploadState> => ({ name: uploadStream(id), evolve: evolveUpload });

export const orderOf = (id: OrderId): StreamOf<OrderEvent, OrderState> => ({ name: orderStream(id), evolve: evolveOrder });

export const operationOf = (id: OperationId): StreamOf<OperationEvent, OperationState> => ({
  name: operationStream(id),
  evolve: evolveOperation,
});

export const caseOf = (id: CaseId): StreamOf<SupportCaseEvent, SupportCaseState> => ({
  name: caseStream(id),
  evolve: evolveSupportCase,
});

/** Folds a whole stream. Streams are short: tens of events a device and license, and one upload's items. */
export async function load<Event extends DomainEvent, State>(
  store: EventStore,
  stream: StreamOf<Event, State>,
): Promise<Loaded<Event, State>> {
  let state: State | undefined;
  let revision: ExpectedRevision = 'none';
  let position: number | null = null;
  const events: RecordedEvent<Event>[] = [];
  for await (const stored of store.readStream(stream.name)) {
    // A stream holds only events of its own kind: every append to it goes through `change` with this very stream.
    const event = decodeEvent(stored) as RecordedEvent<Event>;
    state = stream.evolve(state, event);
    revision = event.revision;
    position = event.position;
    events.push(event);
  }
  return { state, revision, position, events };
}
