/** All events of ours, what an event carries besides its data, and the versions in use (domain.md, section 3). */
import type { AccountEvent } from './account.js';
import type { DatabaseEvent } from './database.js';
import type { DeviceEvent } from './device.js';
import type { AccountId, Instant, StreamName } from './ids.js';
import type { LicenseEvent } from './license.js';
import type { OperationEvent } from './operation.js';
import type { OrderEvent } from './order.js';
import type { PersonalText } from './personal.js';
import type { RequestEvent } from './request.js';
import type { SupportCaseEvent } from './support-case.js';
import type { UploadEvent } from './upload.js';

export type DomainEvent =
  | AccountEvent
  | DatabaseEvent
  | DeviceEvent
  | LicenseEvent
  | UploadEvent
  | OrderEvent
  | SupportCaseEvent
  | OperationEvent
  | RequestEvent;
export type EventType = DomainEvent['type'];

/** Same names as the API's `Role`. */
export const ROLES = ['OWNER', 'MEMBER', 'PARTNER', 'SUPPORT', 'AUDITOR', 'GATEWAY', 'VENDOR', 'OPERATOR'] as const;
export type Role = (typeof ROLES)[number];

/** Who did it. Role null: the system itself. */
export interface Actor {
  readonly role: Role | null;
  readonly id: string;
  readonly name: PersonalText | null;
}

export interface EventMetadata {
  /** The account it happened in; null for the vendor's own. */
  readonly account: AccountId | null;
  /** When it happened, as reported: shown, never decides an order. */
  readonly occurredAt: Instant;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly requestId: string;
  /** Which step of that request appended it: a retried request recognises what it has done already. */
  readonly step: string;
}

/** An event as the log gives it, decoded and in the shape of the present version. */
export type RecordedEvent<Event extends DomainEvent = DomainEvent> = Event & {
  readonly id: string;
  readonly stream: StreamName;
  readonly revision: number;
  readonly position: number;
  readonly recordedAt: Instant;
  /** Of `data`, which was brought up where an older one is stored. */
  readonly version: number;
  readonly metadata: EventMetadata;
};

/** Every type, with the version that is written now. Old versions are upcast on read (docs/events.md). */
export const EVENT_VERSIONS: Readonly<Record<EventType, number>> = {
  AccountOpened: 1,
  ActivationCodeRevealDenied: 1,
  DiagnosisRated: 1,
  DatabaseRegistered: 1,
  DatabaseRenamed: 1,
  DatabaseFactsChanged: 1,
  DatabaseExchangeChanged: 1,
  DatabaseStopped: 1,
  DatabaseStarted: 1,
  DatabaseDeleted: 1,
  DeviceConnected: 1,
  DeviceFactsChanged: 1,
  DeviceSeen: 1,
  DeviceRenamed: 1,
  DeviceDisconnected: 1,
  DeviceUnlinkedFromDatabase: 1,
  LicenseSlotTaken: 1,
  LicenseSlotFreed: 1,
  LicenseIssued: 1,
  LicenseUploaded: 1,
  LicenseActivated: 1,
  LicenseUnlinked: 1,
  LicenseRenewed: 1,
  LicenseExpired: 1,
  LicenseReplaced: 1,
  LicenseWithdrawn: 1,
  LicenseRemovedFromList: 1,
  LicenseRestoredToList: 1,
  LicenseReleased: 1,
  ActivationCodeRevealed: 1,
  UploadReceived: 1,
  UploadItemAccepted: 1,
  UploadItemRejected: 1,
  UploadFinished: 1,
  LicensesOrdered: 1,
  RenewalOrdered: 1,
  OrderPaid: 1,
  OrderFulfilmentStarted: 1,
  OrderFulfilled: 1,
  OrderCancelled: 1,
  ParkedEventsRetried: 1,
  ReadModelRepaired: 1,
  SubjectErased: 1,
  SupportCaseOpened: 1,
  DiagnosisRecorded: 1,
  SupportCaseResolved: 1,
  RequestReceived: 1,
  RequestFinished: 1,
};
