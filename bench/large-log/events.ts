/** The events of each step of a large log, as the cabinet itself writes them: same types, same ids, same streams. */
import { derivedBytes, eventOf, type CommandRequest } from '../../src/commands/request.js';
import { idText } from '../../src/commands/identity.js';
import { lastGroupOf } from '../../src/domain/activation-code.js';
import { addMonths } from '../../src/domain/calendar.js';
import type { Actor, DomainEvent } from '../../src/domain/events.js';
import {
  deviceStream,
  instantOf,
  licenseStream,
  type AccountId,
  type Instant,
  type OrderId,
  type StreamName,
  type UploadId,
} from '../../src/domain/ids.js';
import type { Term, Updates } from '../../src/domain/license-terms.js';
import { personal } from '../../src/domain/personal.js';
import type { EventToAppend } from '../../src/event-store/port.js';
import { DEVICE_MODELS, MEMBER_NAME, VENDOR_NAME } from '../../src/simulation/names.js';
import { DAY_MS, MINUTE_MS, Random } from '../../src/simulation/random.js';
import { releaseAt, releasesBetween, type Release } from '../../src/simulation/releases.js';
import { chance, deviceCode, type Base, type Estate } from './estate.js';
import { activatedAt, MINUTES, type PairStep } from './plan.js';

export const TIME_ZONE = 'Europe/Moscow';
const MONTHS = 12;

/** One append. */
export interface ToAppend {
  readonly stream: StreamName;
  readonly events: readonly EventToAppend[];
}

/** What is remembered of a pair between two of its steps. */
export interface PairMemory {
  /** So far. */
  readonly renewals: number;
}

export class Writer {
  readonly releases: readonly Release[];

  constructor(
    readonly estate: Estate,
    /** Of the log's first minute, in milliseconds since 1970. */
    readonly start: number,
  ) {
    this.releases = releasesBetween(new Random('releases'), start, start + MINUTES * MINUTE_MS);
  }

  instant(minute: number): Instant {
    return instantOf(this.start + minute * MINUTE_MS);
  }

  request(name: string, minute: number, actor: Actor): CommandRequest {
    const id = `req_${name.toLowerCase().replaceAll('_', '-').padStart(26, '0')}`;
    return { id, instant: this.instant(minute), actor, correlationId: id, causationId: null };
  }

  append(
    stream: StreamName,
    request: CommandRequest,
    context: { readonly account: AccountId | null; readonly step: string },
    ...events: readonly DomainEvent[]
  ): ToAppend {
    const { keys } = this.estate;
    return { stream, events: events.map((event, ordinal) => eventOf(keys, request, context, event, ordinal)) };
  }

  uploadId(request: CommandRequest): UploadId {
    return `upl_${idText(derivedBytes(this.estate.keys, request, 'upload'))}` as UploadId;
  }

  orderId(request: CommandRequest): OrderId {
    return `ord_${idText(derivedBytes(this.estate.keys, request, 'order'))}` as OrderId;
  }

  /** Appends of one step of a pair. */
  pair(pair: number, step: PairStep, minute: number, memory: PairMemory): readonly ToAppend[] {
    const base = this.estate.baseOf(pair);
    const account = base.account.id;
    const license = licenseStream(this.estate.licenseId(pair));
    const device = deviceStream(this.estate.deviceId(pair));
    const request = this.request(`${step}-${String(pair)}-${String(minute)}`, minute, actorOf(step, base));
    const onLicense = (event: DomainEvent): readonly ToAppend[] => [
      this.append(license, request, { account, step: step.toLowerCase() }, event),
    ];
    const onDevice = (event: DomainEvent): readonly ToAppend[] => [
      this.append(device, request, { account, step: 'report' }, event),
    ];
    switch (step) {
      case 'ISSUE':
        return [this.append(license, request, { account: null, step: 'issue' }, this.#issued(base, pair))];
      case 'CONNECT':
        return onDevice(this.#connected(base, pair, minute));
      case 'ACTIVATE':
        return this.#activation(base, pair, memory, false);
      case 'ACTIVATE_AGAIN':
        return this.#activation(base, pair, memory, true, minute);
      case 'SEEN':
        return onDevice({ type: 'DeviceSeen', data: {} });
      case 'UPDATE':
        return onDevice({ type: 'DeviceFactsChanged', data: { clientVersion: this.release(minute)?.version ?? null } });
      case 'RENAME': {
        const name = personal(this.estate.deviceId(pair), `ТСД ${String(pair % 1_000)} (новый)`);
        return [this.append(device, request, { account, step: 'rename' }, { type: 'DeviceRenamed', data: { name } })];
      }
      case 'UNLINK': {
        const licenseId = this.estate.licenseId(pair);
        const deviceId = this.estate.deviceId(pair);
        const intentId = this.#slotTaken(base, pair, activatedAt(base, pair), false).events[0]?.id ?? '';
        return [
          ...onLicense({ type: 'LicenseUnlinked', data: { accountId: account, deviceId, intentId } }),
          this.append(
            device,
            request,
            { account, step: 'free' },
            { type: 'LicenseSlotFreed', data: { licenseId, reason: 'UNLINKED' } },
          ),
        ];
      }
      case 'RENEW': {
        const until = this.clockEnd(base, pair, memory.renewals + 1);
        return onLicense({ type: 'LicenseRenewed', data: { clock: base.kind === 'CLOUD' ? 'TERM' : 'UPDATES', until } });
      }
      case 'EXPIRE':
        return onLicense({ type: 'LicenseExpired', data: { until: this.clockEnd(base, pair, memory.renewals) } });
      case 'REMOVE':
        return onLicense({ type: 'LicenseRemovedFromList', data: { accountId: account } });
      case 'WITHDRAW':
        return onLicense({ type: 'LicenseWithdrawn', data: { reason: personal(this.estate.licenseId(pair), 'Возврат оплаты') } });
      case 'DISCONNECT':
        return onDevice({ type: 'DeviceDisconnected', data: { databaseId: base.id } });
    }
  }

  release(minute: number): Release | undefined {
    return releaseAt(this.releases, this.start + minute * MINUTE_MS);
  }

  /** Of the term (cloud) or the update subscription (main), after so many renewals. */
  clockEnd(base: Base, pair: number, renewals: number): Instant {
    return addMonths(this.instant(activatedAt(base, pair)), MONTHS * (1 + renewals), TIME_ZONE);
  }

  #issued(base: Base, pair: number): DomainEvent {
    const code = this.estate.code(pair);
    const cloud = base.kind === 'CLOUD';
    return {
      type: 'LicenseIssued',
      data: {
        by: 'VENDOR',
        accountId: base.account.id,
        code: { ...this.estate.keys.codes.seal(code), lastGroup: lastGroupOf(code) },
        kind: cloud ? 'CLOUD' : 'MAIN',
        product: base.product,
        demo: false,
        term: cloud ? { perpetual: false, months: MONTHS } : { perpetual: true },
        updates: cloud ? null : { months: MONTHS },
        replaces: null,
      },
    };
  }

  #connected(base: Base, pair: number, minute: number): DomainEvent {
    const model = DEVICE_MODELS[Math.floor(chance(pair, 70) * DEVICE_MODELS.length)] ?? DEVICE_MODELS[0];
    const version = this.release(minute)?.version ?? null;
    // One device in a thousand is a clone of the one before.
    const serial = chance(pair, 71) < 0.001 ? pair - 1 : pair;
    return {
      type: 'DeviceConnected',
      data: {
        accountId: base.account.id,
        databaseId: base.id,
        databaseKind: base.kind,
        code: deviceCode(pair),
        serialNumber: `${model.serialPrefix}${String(10_000_000 + serial)}`,
        name: personal(this.estate.deviceId(pair), `ТСД ${String((pair - base.firstPair) % 1_000)} склад`),
        model: model.name,
        os: model.os,
        clientVersion: version,
        serverVersion: version,
        reportedLicense: null,
        clockOffByMs: chance(pair, 72) < 0.004 ? 40 * MINUTE_MS : null,
      },
    };
  }

  /** The device says what it runs on, or a person activates it once more; then the slot, then the license. */
  #activation(base: Base, pair: number, memory: PairMemory, again: boolean, at = activatedAt(base, pair)): readonly ToAppend[] {
    const licenseId = this.estate.licenseId(pair);
    const deviceId = this.estate.deviceId(pair);
    const account = base.account.id;
    const taken = this.#slotTaken(base, pair, at, again);
    const intentId = taken.events[0]?.id ?? '';
    const until = this.clockEnd(base, pair, memory.renewals);
    const from = this.instant(activatedAt(base, pair));
    const [term, updates]: [Term, Updates] =
      base.kind === 'CLOUD' ? [{ perpetual: false, from, until }, null] : [{ perpetual: true }, { until }];
    const how = again ? 'PERSON' : 'REPORTED';
    const data = {
      accountId: account,
      deviceId,
      databaseId: base.id,
      databaseKind: base.kind,
      how,
      intentId,
      term,
      updates,
    } as const;
    const request = this.#activationRequest(base, pair, at, again);
    const activated = this.append(
      licenseStream(licenseId),
      request,
      { account, step: 'activate' },
      { type: 'LicenseActivated', data },
    );
    if (again) return [taken, activated];
    const reportedLicense = { licenseId, lastGroup: lastGroupOf(this.estate.code(pair)) };
    const report = this.append(
      deviceStream(deviceId),
      request,
      { account, step: 'report' },
      { type: 'DeviceFactsChanged', data: { reportedLicense } },
    );
    return [report, taken, activated];
  }

  #slotTaken(base: Base, pair: number, at: number, again: boolean): ToAppend {
    const request = this.#activationRequest(base, pair, at, again);
    const account = base.account.id;
    return this.append(
      deviceStream(this.estate.deviceId(pair)),
      request,
      { account, step: 'slot' },
      {
        type: 'LicenseSlotTaken',
        data: {
          licenseId: this.estate.licenseId(pair),
          accountId: account,
          databaseId: base.id,
          databaseKind: base.kind,
          how: again ? 'PERSON' : 'REPORTED',
          activatedAt: request.instant,
          timeZone: TIME_ZONE,
        },
      },
    );
  }

  #activationRequest(base: Base, pair: number, at: number, again: boolean): CommandRequest {
    const actor = again ? memberOf(base) : gatewayOf(base);
    return this.request(`${again ? 'again' : 'activate'}-${String(pair)}`, at, actor);
  }
}

export const vendor: Actor = { role: 'VENDOR', id: 'vendor@kabinet', name: personal('vendor@kabinet', VENDOR_NAME) };
export const gatewayOf = (base: Base): Actor => ({ role: 'GATEWAY', id: `gateway@${base.id}`, name: null });
export const memberOf = ({ account: { id } }: Base): Actor => ({
  role: 'MEMBER',
  id: `member@${id}`,
  name: personal(`member@${id}`, MEMBER_NAME),
});
const ticker: Actor = { role: null, id: 'ticker', name: null };

function actorOf(step: PairStep, base: Base): Actor {
  switch (step) {
    case 'ISSUE':
    case 'RENEW':
    case 'WITHDRAW':
      return vendor;
    case 'EXPIRE':
      return ticker;
    case 'CONNECT':
    case 'ACTIVATE':
    case 'SEEN':
    case 'UPDATE':
    case 'DISCONNECT':
      return gatewayOf(base);
    case 'RENAME':
    case 'UNLINK':
    case 'ACTIVATE_AGAIN':
    case 'REMOVE':
      return memberOf(base);
  }
}

/** A release's own day is midnight. */
export const releaseDay = (release: Release): Instant => instantOf(Math.floor(release.releasedAt / DAY_MS) * DAY_MS);
