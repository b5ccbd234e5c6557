/**
 * Device slots whose license is not on the device (yet, or any more): activations and unlinks that somebody has to finish, found without
 * reading every device.
 */
import type { Database, Statement } from 'better-sqlite3';
import type { EventType, RecordedEvent } from '../../src/domain/events.js';
import {
  deviceStream,
  licenseStream,
  subjectOf,
  type DeviceId,
  type LicenseId,
  type StreamKind,
  type StreamName,
} from '../../src/domain/ids.js';
import { KeyedTable } from '../keyed-table.js';
import type { OwnedTable, View } from '../view.js';
import type { WriteBuffer } from '../write-buffer.js';

export const OPEN_WORK_SCHEMA = {
  tables: [
    `CREATE TABLE slot (device_id TEXT PRIMARY KEY NOT NULL, license_id TEXT NOT NULL, intent_id TEXT NOT NULL, open INTEGER NOT NULL) STRICT`,
  ],
  indexes: ['CREATE INDEX slot_open ON slot (device_id) WHERE open = 1', 'CREATE INDEX slot_by_license ON slot (license_id)'],
};

interface Slot {
  readonly licenseId: LicenseId;
  readonly intentId: string;
  readonly open: boolean;
}

const TAKES: readonly EventType[] = [
  'LicenseSlotTaken',
  'LicenseSlotFreed',
  'LicenseActivated',
  'LicenseUnlinked',
  'LicenseReleased',
];

export class OpenWorkView implements View {
  readonly name = 'open-work';
  readonly takes: ReadonlySet<EventType> = new Set(TAKES);
  readonly streamKinds: ReadonlySet<StreamKind> = new Set<StreamKind>(['device', 'license']);
  readonly tables: readonly OwnedTable[] = [{ name: 'slot', owner: 'device_id', ownerKind: 'device' }];
  readonly #slots: KeyedTable<Slot>;
  readonly #devices: Statement<[string], { readonly device_id: DeviceId }>;

  constructor(database: Database, buffer: WriteBuffer, cacheSize: number) {
    this.#slots = new KeyedTable<Slot>(
      database,
      buffer,
      {
        name: 'slot',
        columns: ['device_id', 'license_id', 'intent_id', 'open'],
        write: (device, slot) => [device, slot.licenseId, slot.intentId, Number(slot.open)],
        read: (record) => ({
          licenseId: String(record['license_id']) as LicenseId,
          intentId: String(record['intent_id']),
          open: record['open'] === 1,
        }),
      },
      cacheSize,
    );
    this.#devices = database.prepare('SELECT device_id FROM slot WHERE license_id = ?');
  }

  apply(event: RecordedEvent): void {
    switch (event.type) {
      case 'LicenseSlotTaken':
        this.#slots.put(subjectOf(event.stream) ?? '', { licenseId: event.data.licenseId, intentId: event.id, open: true });
        return;
      case 'LicenseSlotFreed': {
        const device = subjectOf(event.stream) ?? '';
        if (this.#slots.get(device)?.licenseId === event.data.licenseId) this.#slots.remove(device);
        return;
      }
      case 'LicenseActivated':
        this.#setOpen(event.data.deviceId, event.data.intentId, false);
        return;
      case 'LicenseUnlinked':
      case 'LicenseReleased':
        if (event.data.deviceId !== null) this.#setOpen(event.data.deviceId, event.data.intentId, true);
        return;
      default:
        return;
    }
  }

  shapes(stream: StreamName): readonly StreamName[] {
    return stream.startsWith('license-')
      ? this.#devices.all(subjectOf(stream) ?? '').map((row) => deviceStream(row.device_id))
      : [];
  }

  linked(event: RecordedEvent): readonly StreamName[] {
    return event.type === 'LicenseSlotTaken' ? [licenseStream(event.data.licenseId)] : [];
  }

  #setOpen(device: DeviceId, intentId: string | null, open: boolean): void {
    const slot = this.#slots.get(device);
    if (slot?.intentId === intentId) this.#slots.put(device, { ...slot, open });
  }
}
