/** Fleets of bases, devices and licenses with a plausible past: every event is what a decider of the domain answered. */
import { createHash } from 'node:crypto';
import { evolveAccount, openAccount, type AccountState } from '../../src/domain/account.js';
import {
  changeDatabaseExchange,
  deleteDatabase,
  evolveDatabase,
  registerDatabase,
  renameDatabase,
  reportDatabase,
  startDatabase,
  stopDatabase,
  type DatabaseEvent,
  type DatabaseKind,
  type DatabaseReport,
  type DatabaseState,
} from '../../src/domain/database.js';
import {
  freeLicenseSlot,
  renameDevice,
  reportDevice,
  takeLicenseSlot,
  unlinkDeviceFromDatabase,
  type DeviceReport,
} from '../../src/domain/device-decisions.js';
import { evolveDevice, type DeviceEvent, type DeviceState } from '../../src/domain/device.js';
import type { DomainEvent, EventMetadata } from '../../src/domain/events.js';
import {
  accountStream,
  databaseStream,
  deviceStream,
  instantOf,
  licenseStream,
  millisOf,
  orderStream,
  uploadStream,
  type AccountId,
  type DatabaseId,
  type DeviceId,
  type Instant,
  type LicenseId,
  type OrderId,
  type StreamName,
  type UploadId,
} from '../../src/domain/ids.js';
import {
  activateLicense,
  activationDecision,
  issueLicense,
  releaseLicense,
  removeLicenseFromList,
  renewLicense,
  replaceLicense,
  restoreLicenseToList,
  unlinkLicense,
  uploadLicense,
  withdrawLicense,
  type ActivationBase,
} from '../../src/domain/license-decisions.js';
import { licenseStatus, type LicenseClock } from '../../src/domain/license-terms.js';
import {
  evolveLicense,
  licenseFacts,
  type ActivationHow,
  type LicenseEvent,
  type LicenseState,
} from '../../src/domain/license.js';
import {
  evolveOrder,
  finishFulfilment,
  payOrder,
  startFulfilment,
  type FulfilledItem,
  type OrderEvent,
  type OrderState,
} from '../../src/domain/order.js';
import { personal } from '../../src/domain/personal.js';
import type { Product } from '../../src/domain/product.js';
import type { Decision } from '../../src/domain/refusal.js';
import type { UploadEvent } from '../../src/domain/upload.js';
import { encodeBody, encodeEvent } from '../../src/event-store/codec.js';
import type { EventStore, EventToAppend } from '../../src/event-store/port.js';

export interface FleetEvent {
  readonly stream: StreamName;
  readonly revision: number;
  readonly at: Instant;
  readonly event: DomainEvent;
  readonly toAppend: EventToAppend;
}

interface Stream<State> {
  state: State | undefined;
  revision: number;
}

export const MOSCOW = 'Europe/Moscow';

export class FleetBuilder {
  /** In the order in which they happened. */
  readonly events: FleetEvent[] = [];
  #now: number;
  readonly #accounts = new Map<AccountId, Stream<AccountState>>();
  readonly #databases = new Map<DatabaseId, Stream<DatabaseState>>();
  readonly #devices = new Map<DeviceId, Stream<DeviceState>>();
  readonly #licenses = new Map<LicenseId, Stream<LicenseState>>();
  readonly #uploads = new Map<UploadId, Stream<true>>();
  readonly #orders = new Map<OrderId, Stream<OrderState>>();

  constructor(start: string = '2023-01-10T08:00:00.000Z') {
    this.#now = Date.parse(start);
  }

  get now(): Instant {
    return instantOf(this.#now);
  }

  later(milliseconds: number): this {
    this.#now += milliseconds;
    return this;
  }

  license(id: LicenseId): LicenseState | undefined {
    return this.#licenses.get(id)?.state;
  }

  device(id: DeviceId): DeviceState | undefined {
    return this.#devices.get(id)?.state;
  }

  deviceIds(): readonly DeviceId[] {
    return [...this.#devices.keys()];
  }

  openAccount(id: AccountId, name: string): boolean {
    const stream = streamOf(this.#accounts, id);
    return this.#append(
      accountStream(id),
      stream,
      id,
      openAccount(stream.state, { name: personal(id, name), locale: null, timeZone: null }),
      evolveAccount,
    );
  }

  registerDatabase(
    id: DatabaseId,
    accountId: AccountId,
    kind: DatabaseKind,
    name: string,
    facts: Partial<DatabaseReport> = {},
  ): boolean {
    const report = {
      productName: null,
      level: null,
      configuration: null,
      serverVersion: null,
      serverVersionReleasedAt: null,
      ...facts,
    };
    return this.#database(id, (state) =>
      registerDatabase(state, { ...report, accountId, guid: null, name: personal(id, name), kind }),
    );
  }

  reportDatabase(id: DatabaseId, report: Partial<DatabaseReport>): boolean {
    return this.#database(id, (state) => (state ? reportDatabase(state, report) : NOTHING));
  }

  renameDatabase(id: DatabaseId, name: string): boolean {
    return this.#database(id, (state) => (state ? renameDatabase(state, personal(id, name)) : NOTHING));
  }

  changeExchange(id: DatabaseId, kind: DatabaseKind): boolean {
    return this.#database(id, (state) => (state ? changeDatabaseExchange(state, kind) : NOTHING));
  }

  stopDatabase(id: DatabaseId): boolean {
    return this.#database(id, (state) => (state ? stopDatabase(state) : NOTHING));
  }

  startDatabase(id: DatabaseId): boolean {
    return this.#database(id, (state) => (state ? startDatabase(state) : NOTHING));
  }

  deleteDatabase(id: DatabaseId): boolean {
    return this.#database(id, (state) => (state ? deleteDatabase(state) : NOTHING));
  }

  /** The device reports from that base, which connects it there. */
  reportDevice(id: DeviceId, databaseId: DatabaseId, facts: Partial<DeviceReport> = {}): boolean {
    const base = this.#databases.get(databaseId)?.state;
    if (!base) return false;
    const report: DeviceReport = {
      accountId: base.accountId,
      databaseId,
      databaseKind: base.kind,
      code: id.slice(4).toUpperCase(),
      connected: true,
      name: personal(id, `ТСД ${id.slice(4)}`),
      serialNumber: undefined,
      model: undefined,
      os: undefined,
      clientVersion: undefined,
      serverVersion: undefined,
      reportedLicense: undefined,
      clockOffsetMs: undefined,
      at: this.now,
      ...facts,
    };
    return this.#device(id, base.accountId, (state) => reportDevice(state, report));
  }

  renameDevice(id: DeviceId, name: string): boolean {
    return this.#device(id, undefined, (state) => (state ? renameDevice(state, personal(id, name)) : NOTHING));
  }

  unlinkDevice(id: DeviceId): boolean {
    return this.#device(id, undefined, (state) =>
      state?.databaseId ? unlinkDeviceFromDatabase(state, state.databaseId) : NOTHING,
    );
  }

  issueLicense(
    id: LicenseId,
    license: Partial<Extract<LicenseEvent, { type: 'LicenseIssued' }>['data']> & { readonly product: Product },
  ): boolean {
    const lastGroup = createHash('sha256').update(id).digest('hex').slice(0, 5).toUpperCase();
    return this.#license(id, (state) =>
      issueLicense(state, {
        by: 'VENDOR',
        accountId: null,
        code: { keyId: 'k1', sealed: 'c2VhbGVk', lastGroup },
        kind: 'MAIN',
        demo: false,
        term: { perpetual: true },
        updates: null,
        replaces: null,
        ...license,
      }),
    );
  }

  uploadLicense(id: LicenseId, accountId: AccountId, uploadId: UploadId, by: 'CODE' | 'FILE'): boolean {
    return this.#license(id, (state) => {
      if (!state) return NOTHING;
      return { ok: true, events: uploadLicense(state, { accountId, uploadId, by, listed: false }).events };
    });
  }

  /** Takes the device's slot and then activates, as the process does; `crash` stops between the two. */
  activate(id: LicenseId, deviceId: DeviceId, how: ActivationHow = 'PERSON', crash = false): boolean {
    const license = this.#licenses.get(id)?.state;
    const device = this.#devices.get(deviceId)?.state;
    const databaseId = device?.databaseId;
    const base = databaseId ? this.#databases.get(databaseId)?.state : undefined;
    if (!license || !device || !databaseId || !base) return false;
    const { accountId } = device;
    const activationBase: ActivationBase = { ...base, id: databaseId };
    const request = { accountId, deviceId, base: activationBase, how, now: this.now, lastBaseDeleted: false };
    if (!activationDecision(license, request).ok) return false;
    const held = device.slot && this.#licenses.get(device.slot.licenseId)?.state;
    const status = held ? licenseStatus(licenseFacts(held), this.now) : 'FREE';
    const slotCountsAsFree =
      held?.device?.deviceId !== deviceId || status === 'EXPIRED' || status === 'REPLACED' || status === 'WITHDRAWN';
    const slot = {
      licenseId: id,
      how,
      accountId,
      databaseId,
      databaseKind: base.kind,
      activatedAt: this.now,
      timeZone: MOSCOW,
      slotCountsAsFree,
    };
    if (!this.#device(deviceId, undefined, (state) => (state ? takeLicenseSlot(state, slot) : NOTHING)) || crash) return false;
    const intentId = this.#devices.get(deviceId)?.state?.slot?.intentId ?? '';
    return this.#license(id, (state) =>
      state ? activateLicense(state, { ...request, intentId, activatedAt: this.now, timeZone: MOSCOW }) : NOTHING,
    );
  }

  /** Unlinks and frees the slot; `crash` stops between the two. */
  unlink(id: LicenseId, crash = false): boolean {
    const deviceId = this.#licenses.get(id)?.state?.device?.deviceId;
    if (!this.#license(id, (state) => (state ? unlinkLicense(state, { confirmWorkFinished: true, now: this.now }) : NOTHING)))
      return false;
    if (deviceId && !crash)
      this.#device(deviceId, undefined, (state) => (state ? freeLicenseSlot(state, id, 'UNLINKED') : NOTHING));
    return true;
  }

  renew(id: LicenseId, clock: LicenseClock, months: number): boolean {
    return this.#license(id, (state) =>
      state ? renewLicense(state, { clock, months, now: this.now, timeZone: MOSCOW }) : NOTHING,
    );
  }

  replace(id: LicenseId, by: LicenseId): boolean {
    return this.#license(id, (state) => (state ? replaceLicense(state, by) : NOTHING));
  }

  withdraw(id: LicenseId): boolean {
    return this.#license(id, (state) => (state ? withdrawLicense(state, personal('vendor', 'возврат')) : NOTHING));
  }

  remove(id: LicenseId, accountId: AccountId): boolean {
    return this.#license(id, (state) => (state?.holder === accountId ? removeLicenseFromList(state, accountId, true) : NOTHING));
  }

  restore(id: LicenseId, accountId: AccountId): boolean {
    return this.#license(id, (state) => (state?.holder === accountId ? restoreLicenseToList(state, accountId, true) : NOTHING));
  }

  release(id: LicenseId, toAccountId: AccountId | null): boolean {
    const deviceId = this.#licenses.get(id)?.state?.device?.deviceId;
    const request = { toAccountId, reason: personal('vendor', 'продана') };
    if (!this.#license(id, (state) => (state ? releaseLicense(state, request) : NOTHING))) return false;
    if (deviceId) this.#device(deviceId, undefined, (state) => (state ? freeLicenseSlot(state, id, 'RELEASED') : NOTHING));
    return true;
  }

  /** An upload with one item a license; without its end where it was cut off. */
  upload(id: UploadId, accountId: AccountId, licenses: readonly LicenseId[], finished = true): void {
    const events: UploadEvent[] = [{ type: 'UploadReceived', data: { accountId, source: 'CODE', parts: licenses.length } }];
    licenses.forEach((licenseId, index) => {
      const lastGroup = this.#licenses.get(licenseId)?.state?.code.lastGroup;
      if (lastGroup === undefined) {
        const item = { source: 'CODE' as const, lastGroup: 'ZZZZZ' };
        events.push({ type: 'UploadItemRejected', data: { index, item, outcome: 'CODE_UNKNOWN', detail: null } });
      } else {
        const item = { source: 'CODE' as const, lastGroup };
        events.push({ type: 'UploadItemAccepted', data: { index, item, outcome: 'ADDED', licenseId, detail: null } });
      }
    });
    if (finished) events.push({ type: 'UploadFinished', data: { items: licenses.length } });
    this.#append(uploadStream(id), streamOf(this.#uploads, id), accountId, { ok: true, events }, () => true);
  }

  orderRenewal(id: OrderId, accountId: AccountId, licenses: readonly LicenseId[]): boolean {
    const items = licenses.map((licenseId) => ({ licenseId, refused: null }));
    const placed = { type: 'RenewalOrdered', data: { accountId, clock: 'TERM', months: 3, items } } as const;
    return this.#order(id, accountId, (state) => (state ? NOTHING : { ok: true, events: [placed] }));
  }

  payOrder(id: OrderId): boolean {
    return this.#order(id, null, (state) => (state ? payOrder(state) : NOTHING));
  }

  startFulfilment(id: OrderId): boolean {
    return this.#order(id, null, (state) => (state ? startFulfilment(state) : NOTHING));
  }

  /** Where it has started; what the order names is its result, whatever became of those licenses. */
  finishFulfilment(id: OrderId): boolean {
    return this.#order(id, null, (state) => {
      if (!state?.fulfilmentStarted || state.ordered.kind !== 'RENEWAL') return NOTHING;
      const items = state.ordered.items.map(({ licenseId }): FulfilledItem => ({ licenseIds: [licenseId], refused: null }));
      return finishFulfilment(state, items);
    });
  }

  #order(id: OrderId, account: AccountId | null, decide: (state: OrderState | undefined) => Decision<OrderEvent>): boolean {
    const stream = streamOf(this.#orders, id);
    return this.#append(orderStream(id), stream, stream.state?.accountId ?? account, decide(stream.state), evolveOrder);
  }

  #database(id: DatabaseId, decide: (state: DatabaseState | undefined) => Decision<DatabaseEvent>): boolean {
    const stream = streamOf(this.#databases, id);
    const account = (events: readonly DatabaseEvent[]): AccountId | null => {
      const [first] = events;
      return stream.state?.accountId ?? (first?.type === 'DatabaseRegistered' ? first.data.accountId : null);
    };
    const decision = decide(stream.state);
    return this.#append(databaseStream(id), stream, decision.ok ? account(decision.events) : null, decision, (state, event) =>
      evolveDatabase(state, event, this.now),
    );
  }

  #device(
    id: DeviceId,
    account: AccountId | undefined,
    decide: (state: DeviceState | undefined) => Decision<DeviceEvent>,
  ): boolean {
    const stream = streamOf(this.#devices, id);
    return this.#append(
      deviceStream(id),
      stream,
      account ?? stream.state?.accountId ?? null,
      decide(stream.state),
      (state, event, _, eventId) => evolveDevice(state, event, { id: eventId, at: this.now }),
    );
  }

  #license(id: LicenseId, decide: (state: LicenseState | undefined) => Decision<LicenseEvent>): boolean {
    const stream = streamOf(this.#licenses, id);
    return this.#append(licenseStream(id), stream, stream.state?.holder ?? null, decide(stream.state), evolveLicense);
  }

  /** True where something happened. */
  #append<State, Event extends DomainEvent>(
    name: StreamName,
    stream: Stream<State>,
    account: AccountId | null,
    decision: Decision<Event>,
    evolve: (state: State | undefined, event: Event, revision: number, id: string) => State,
  ): boolean {
    if (!decision.ok) return false;
    for (const event of decision.events) {
      const revision = (stream.revision += 1);
      const id = eventId(name, revision);
      const metadata: EventMetadata = {
        account,
        occurredAt: this.now,
        actor: { role: 'OWNER', id: 'usr_1', name: personal('usr_1', 'Иванова Анна') },
        correlationId: id,
        causationId: null,
        requestId: `req_${id}`,
        step: 'fleet',
      };
      this.events.push({
        stream: name,
        revision,
        at: this.now,
        event,
        toAppend: encodeEvent(event, encodeBody(event, null), metadata, id, null),
      });
      stream.state = evolve(stream.state, event, revision, id);
    }
    return decision.events.length > 0;
  }
}

const NOTHING = { ok: true, events: [] } as const;

function streamOf<Id, State>(streams: Map<Id, Stream<State>>, id: Id): Stream<State> {
  let stream = streams.get(id);
  if (!stream) streams.set(id, (stream = { state: undefined, revision: -1 }));
  return stream;
}

function eventId(stream: string, revision: number): string {
  const hex = createHash('sha256')
    .update(`${stream} ${String(revision)}`)
    .digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Appends in the order given; each event at its own time. */
export async function appendAll(store: EventStore, events: readonly FleetEvent[]): Promise<void> {
  for (const { stream, revision, at, toAppend } of events) {
    const result = await store.append(stream, revision === 0 ? 'none' : revision - 1, [toAppend], { recordedAt: at });
    if (!result.ok) throw new Error(`conflict in ${stream}`);
  }
}

/**
 * The same events in another order of the streams: each stream keeps its own. `choices` picks, step by step, which stream goes on.
 * Times follow the new order: the n-th event of the log is recorded at the n-th time.
 */
export function interleaved(events: readonly FleetEvent[], choices: readonly number[]): readonly FleetEvent[] {
  const streams = [...new Set(events.map(({ stream }) => stream))];
  const queues = streams.map((name) => events.filter(({ stream }) => stream === name));
  const times = events.map(({ at }) => at).sort((a, b) => millisOf(a) - millisOf(b));
  const result: FleetEvent[] = [];
  for (let step = 0; queues.length > 0; step++) {
    const index = (choices[step % Math.max(1, choices.length)] ?? 0) % queues.length;
    const next = queues[index]?.shift();
    if (next) result.push({ ...next, at: times[result.length] ?? next.at });
    if (queues[index]?.length === 0) queues.splice(index, 1);
  }
  return result;
}
