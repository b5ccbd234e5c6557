import type { Database, Statement } from 'better-sqlite3';
import type { DeviceId, LicenseId } from '../../src/domain/ids.js';
import type { Buffered, WriteBuffer } from '../write-buffer.js';

/** Which licenses were ever activated on a device: those whose listing may change when it first connects to a cloud base. */
export class LicensesOnDevice implements Buffered {
  readonly #buffer: WriteBuffer;
  readonly #select: Statement<[string], { readonly license_id: LicenseId }>;
  readonly #insert: Statement<[string, string]>;
  readonly #added = new Map<DeviceId, Set<LicenseId>>();

  constructor(database: Database, buffer: WriteBuffer) {
    this.#buffer = buffer;
    this.#select = database.prepare('SELECT license_id FROM license_on_device WHERE device_id = ? ORDER BY license_id');
    this.#insert = database.prepare('INSERT OR IGNORE INTO license_on_device (device_id, license_id) VALUES (?, ?)');
    buffer.add(this);
  }

  of(device: DeviceId): readonly LicenseId[] {
    const stored = this.#select.all(device).map((row) => row.license_id);
    return [...new Set([...stored, ...(this.#added.get(device) ?? [])])];
  }

  add(device: DeviceId, license: LicenseId): void {
    let licenses = this.#added.get(device);
    if (!licenses) this.#added.set(device, (licenses = new Set()));
    if (licenses.has(license)) return;
    licenses.add(license);
    this.#buffer.note(() => licenses.delete(license));
  }

  flush(): void {
    for (const [device, licenses] of this.#added) for (const license of licenses) this.#insert.run(device, license);
    this.#added.clear();
  }

  committed(): void {
    // Nothing is cached.
  }

  forget(): void {
    this.#added.clear();
  }
}
