/** The list of licenses: a row a license, whether listed or not, by the listing rule (domain.md, section 3). */
import type { Database } from 'better-sqlite3';
import type { EventType, RecordedEvent } from '../../src/domain/events.js';
import {
  deviceStream,
  licenseStream,
  subjectOf,
  type AccountId,
  type DeviceId,
  type LicenseId,
  type StreamKind,
  type StreamName,
} from '../../src/domain/ids.js';
import { evolveLicense, type LicenseState } from '../../src/domain/license.js';
import { listingSource } from '../../src/domain/listing-rule.js';
import { KeyedTable } from '../keyed-table.js';
import { temporalIndexes, temporalTables, TemporalTable, type At } from '../temporal-table.js';
import { atOf, millis, type OwnedTable, type View } from '../view.js';
import type { WriteBuffer } from '../write-buffer.js';
import { LICENSE_COLUMNS, licenseColumns, type LicenseColumns } from './license-rows.js';
import { LICENSE_STATE } from './license-state.js';
import { LicensesOnDevice } from './licenses-on-device.js';

const listed = (table: string, name: string, columns: string): string =>
  `CREATE INDEX ${table}_by_${name} ON ${table} (list_account, ${columns}) WHERE list_account IS NOT NULL`;

/** A list in one order is one index, read either way. What follows its key lets a row be passed over without being read. */
const PRESENT_INDEXES = [
  listed('license', 'term', 'term_until, id, standing, kind'),
  listed('license', 'standing', 'standing, term_until, id, kind'),
  listed('license', 'updates', 'updates_until, id, standing'),
  listed('license', 'listed', 'listed_at, id, standing, term_until'),
  listed('license', 'product', 'product_folded, id, standing, term_until'),
  listed('license', 'position', 'from_position'),
  'CREATE INDEX license_replaces ON license (id, replaces) WHERE replaces IS NOT NULL',
  'CREATE INDEX license_by_device ON license (device_id) WHERE device_id IS NOT NULL',
];

const PAST_INDEXES = [
  listed('license_past', 'term', 'term_until, id, from_position, to_position, standing, kind'),
  listed('license_past', 'updates', 'updates_until, id, from_position, to_position, standing'),
  listed('license_past', 'listed', 'listed_at, id, from_position, to_position, standing, term_until'),
  listed('license_past', 'product', 'product_folded, id, from_position, to_position, standing, term_until'),
  listed('license_past', 'position', 'from_position'),
  listed('license_past', 'end', 'to_position'),
];

export const LICENSE_SCHEMA = {
  tables: [
    ...temporalTables<LicenseColumns>('license', LICENSE_COLUMNS),
    'CREATE TABLE license_state (id TEXT PRIMARY KEY NOT NULL, state TEXT NOT NULL) STRICT',
    'CREATE TABLE license_on_device (device_id TEXT NOT NULL, license_id TEXT NOT NULL, PRIMARY KEY (device_id, license_id)) STRICT, WITHOUT ROWID',
    'CREATE TABLE device_on_cloud (device_id TEXT PRIMARY KEY NOT NULL) STRICT, WITHOUT ROWID',
  ],
  indexes: [
    ...temporalIndexes('license'),
    ...PRESENT_INDEXES,
    ...PAST_INDEXES,
    'CREATE INDEX license_on_device_by_license ON license_on_device (license_id)',
  ],
};

const TAKES: readonly EventType[] = [
  'DeviceConnected',
  'LicenseIssued',
  'LicenseUploaded',
  'LicenseActivated',
  'LicenseUnlinked',
  'LicenseRenewed',
  'LicenseReplaced',
  'LicenseWithdrawn',
  'LicenseRemovedFromList',
  'LicenseRestoredToList',
  'LicenseReleased',
];

export class LicenseView implements View {
  readonly name = 'license';
  readonly takes: ReadonlySet<EventType> = new Set(TAKES);
  readonly streamKinds: ReadonlySet<StreamKind> = new Set<StreamKind>(['license', 'device']);
  readonly tables: readonly OwnedTable[] = [
    { name: 'license', owner: 'id', ownerKind: 'license' },
    { name: 'license_past', owner: 'id', ownerKind: 'license' },
    { name: 'license_state', owner: 'id', ownerKind: 'license' },
    { name: 'license_on_device', owner: 'license_id', ownerKind: 'license' },
    { name: 'device_on_cloud', owner: 'device_id', ownerKind: 'device' },
  ];
  readonly #rows: TemporalTable<LicenseColumns>;
  readonly #states: KeyedTable<LicenseState>;
  readonly #onDevice: LicensesOnDevice;
  readonly #onCloud: KeyedTable<true>;
  #changedLists = new Set<AccountId>();

  constructor(database: Database, buffer: WriteBuffer, cacheSize: number) {
    this.#rows = new TemporalTable(database, buffer, 'license', LICENSE_COLUMNS, cacheSize);
    this.#states = new KeyedTable(database, buffer, LICENSE_STATE, cacheSize);
    this.#onDevice = new LicensesOnDevice(database, buffer);
    this.#onCloud = new KeyedTable<true>(
      database,
      buffer,
      { name: 'device_on_cloud', columns: ['device_id'], write: (device) => [device], read: () => true },
      cacheSize,
    );
  }

  apply(event: RecordedEvent): void {
    switch (event.type) {
      case 'DeviceConnected':
        if (event.data.databaseKind === 'CLOUD') this.#connectedToCloud(subjectOf(event.stream) as DeviceId, atOf(event));
        return;
      case 'LicenseIssued':
      case 'LicenseUploaded':
      case 'LicenseActivated':
      case 'LicenseUnlinked':
      case 'LicenseRenewed':
      case 'LicenseReplaced':
      case 'LicenseWithdrawn':
      case 'LicenseRemovedFromList':
      case 'LicenseRestoredToList':
      case 'LicenseReleased': {
        const id = subjectOf(event.stream) as LicenseId;
        const state = evolveLicense(this.#states.get(id), event, event.revision);
        this.#states.put(id, state);
        let activatedAt = state.device === null ? null : (this.#rows.current(id)?.activated_at ?? null);
        if (event.type === 'LicenseActivated') {
          this.#onDevice.add(event.data.deviceId, id);
          activatedAt = millis(event.metadata.occurredAt);
        }
        this.#putRow(id, state, activatedAt, atOf(event));
        return;
      }
      default:
        return;
    }
  }

  /** The license is not in the list, whatever the log says. */
  corrupt(event: RecordedEvent): void {
    const row = this.#rows.current(subjectOf(event.stream) ?? '');
    if (row) this.#put(row, { ...row, list_account: null, source: null, listed_at: null }, atOf(event));
  }

  takeChangedLists(): ReadonlySet<AccountId> {
    const changed = this.#changedLists;
    this.#changedLists = new Set();
    return changed;
  }

  shapes(stream: StreamName): readonly StreamName[] {
    return stream.startsWith('device-') ? this.#onDevice.of(subjectOf(stream) as DeviceId).map(licenseStream) : [];
  }

  linked(event: RecordedEvent): readonly StreamName[] {
    return event.type === 'LicenseActivated' ? [deviceStream(event.data.deviceId)] : [];
  }

  #connectedToCloud(device: DeviceId, at: At): void {
    if (this.#onCloud.get(device)) return;
    this.#onCloud.put(device, true);
    for (const license of this.#onDevice.of(device)) {
      const state = this.#states.get(license);
      if (state) this.#putRow(license, state, this.#rows.current(license)?.activated_at ?? null, at);
    }
  }

  #putRow(id: LicenseId, state: LicenseState, activatedAt: number | null, at: At): void {
    const source = this.#source(state);
    const before = this.#rows.current(id);
    const wasListed = before !== undefined && before.list_account !== null && before.list_account === state.holder;
    const listedAt = source === null ? null : wasListed ? before.listed_at : at.time;
    this.#put(before, licenseColumns(id, state, { source, listedAt, activatedAt }), at);
  }

  #put(before: LicenseColumns | undefined, row: LicenseColumns, at: At): void {
    this.#rows.put(row, at);
    for (const list of [before?.list_account, row.list_account]) if (list) this.#changedLists.add(list as AccountId);
  }

  #source(state: LicenseState): ReturnType<typeof listingSource> {
    if (state.holder === null) return null;
    const facts = {
      holds: true,
      removed: state.removedBy.has(state.holder),
      reasons: state.listingReasons.get(state.holder) ?? [],
    };
    return listingSource(facts, (device) => this.#onCloud.get(device) === true);
  }
}
