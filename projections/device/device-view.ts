/** The devices of an account, also those that are on no base now. */
import type { Database } from 'better-sqlite3';
import { evolveDevice, type DeviceState } from '../../src/domain/device.js';
import type { EventType, RecordedEvent } from '../../src/domain/events.js';
import { instantOf, subjectOf, type DeviceId, type StreamKind, type StreamName } from '../../src/domain/ids.js';
import { AppendedTable } from '../appended-table.js';
import { KeyedTable, type TableShape } from '../keyed-table.js';
import { stateTable } from '../state-json.js';
import { temporalIndexes, temporalTables, TemporalTable, type At } from '../temporal-table.js';
import { atOf, millis, type OwnedTable, type View } from '../view.js';
import type { WriteBuffer } from '../write-buffer.js';
import { DEVICE_COLUMNS, deviceColumns, type DeviceColumns } from './device-rows.js';

export const DEVICE_SCHEMA = {
  tables: [
    ...temporalTables<DeviceColumns>('device', DEVICE_COLUMNS),
    `CREATE TABLE device_report (device_id TEXT NOT NULL, from_position INTEGER NOT NULL, last_reported_at INTEGER NOT NULL,
      PRIMARY KEY (device_id, from_position)) STRICT, WITHOUT ROWID`,
    'CREATE TABLE device_state (id TEXT PRIMARY KEY NOT NULL, state TEXT NOT NULL) STRICT',
  ],
  indexes: [
    ...temporalIndexes('device'),
    'CREATE INDEX device_by_name ON device (account_id, name_folded, id)',
    'CREATE INDEX device_by_code ON device (account_id, code_folded, id)',
    'CREATE INDEX device_by_connected ON device (account_id, connected_at, id)',
    'CREATE INDEX device_by_reported ON device (account_id, last_reported_at, id)',
    'CREATE INDEX device_by_database ON device (database_id, name_folded, id) WHERE database_id IS NOT NULL',
    'CREATE INDEX device_by_serial ON device (account_id, serial_number, id) WHERE serial_number IS NOT NULL',
    'CREATE INDEX device_past_by_name ON device_past (account_id, name_folded, id, from_position, to_position)',
    'CREATE INDEX device_past_by_database ON device_past (database_id, name_folded, id, from_position, to_position) WHERE database_id IS NOT NULL',
  ],
};

const TAKES: readonly EventType[] = [
  'DeviceConnected',
  'DeviceFactsChanged',
  'DeviceSeen',
  'DeviceRenamed',
  'DeviceDisconnected',
  'DeviceUnlinkedFromDatabase',
  'LicenseSlotTaken',
  'LicenseSlotFreed',
];

/** Without the time of the last report, which is in the row: most events change nothing else, and then cost no second write. */
type KeptState = Omit<DeviceState, 'lastReportedAt'>;

const STATE = stateTable<KeptState>('device_state');
const KEPT_STATE: TableShape<KeptState> = {
  ...STATE,
  write: (id, state) => STATE.write(id, { ...state, lastReportedAt: undefined } as KeptState),
};

function differs(kept: KeptState, state: DeviceState): boolean {
  const fields = Object.keys(state) as (keyof DeviceState)[];
  return fields.some((field) => field !== 'lastReportedAt' && kept[field] !== state[field]);
}

export class DeviceView implements View {
  readonly name = 'device';
  readonly takes: ReadonlySet<EventType> = new Set(TAKES);
  readonly streamKinds: ReadonlySet<StreamKind> = new Set<StreamKind>(['device']);
  readonly tables: readonly OwnedTable[] = [
    { name: 'device', owner: 'id', ownerKind: 'device' },
    { name: 'device_past', owner: 'id', ownerKind: 'device' },
    { name: 'device_report', owner: 'device_id', ownerKind: 'device' },
    { name: 'device_state', owner: 'id', ownerKind: 'device' },
  ];
  readonly #rows: TemporalTable<DeviceColumns>;
  readonly #reports: AppendedTable;
  readonly #states: KeyedTable<KeptState>;

  constructor(database: Database, buffer: WriteBuffer, cacheSize: number) {
    this.#rows = new TemporalTable(database, buffer, 'device', DEVICE_COLUMNS, cacheSize, [
      'last_reported_at',
      'reported_position',
    ]);
    this.#reports = new AppendedTable(database, buffer, 'device_report', ['device_id', 'from_position', 'last_reported_at']);
    this.#states = new KeyedTable(database, buffer, KEPT_STATE, cacheSize);
  }

  apply(event: RecordedEvent): void {
    switch (event.type) {
      case 'DeviceConnected':
      case 'DeviceFactsChanged':
      case 'DeviceSeen':
      case 'DeviceRenamed':
      case 'DeviceDisconnected':
      case 'DeviceUnlinkedFromDatabase':
      case 'LicenseSlotTaken':
      case 'LicenseSlotFreed': {
        const id = subjectOf(event.stream) as DeviceId;
        const [kept, row] = [this.#states.get(id), this.#rows.current(id)];
        const before = kept && row && { ...kept, lastReportedAt: instantOf(row.last_reported_at) };
        const state = evolveDevice(before, event, { id: event.id, at: event.metadata.occurredAt });
        const changed = !kept || differs(kept, state);
        if (changed) this.#states.put(id, state);
        this.#putRow(id, state, changed ? undefined : row, atOf(event));
        return;
      }
      default:
        return;
    }
  }

  /** The device is on no base and runs on no license, whatever the log says. */
  corrupt(event: RecordedEvent): void {
    const row = this.#rows.current(subjectOf(event.stream) ?? '');
    if (row) this.#rows.put({ ...row, database_id: null, database_kind: null, slot_license_id: null }, atOf(event));
  }

  /** `same`: the row before, where nothing but the time of the last report may differ from it. */
  #putRow(id: DeviceId, state: DeviceState, same: DeviceColumns | undefined, at: At): void {
    const before = same ?? this.#rows.current(id);
    const reportedAt = millis(state.lastReportedAt);
    const reported = before?.last_reported_at !== reportedAt;
    if (reported) this.#reports.append([id, at.position, reportedAt]);
    const position = reported ? at.position : before.reported_position;
    this.#rows.put(
      same ? { ...same, last_reported_at: reportedAt, reported_position: position } : deviceColumns(id, state, position),
      at,
    );
  }

  shapes(): readonly StreamName[] {
    return [];
  }

  linked(): readonly StreamName[] {
    return [];
  }
}
