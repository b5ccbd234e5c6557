/** One root field's reading: at which moment, for whom, and the rows that its nodes share. */
import { mayCall, type RootField } from '../access.js';
import { reaches, reachesDatabase } from '../../auth/viewer.js';
import type { AccountId, DatabaseId, DeviceId, LicenseId } from '../../domain/ids.js';
import type { AccountRow, DatabaseRow, DeviceRow, LicenseRow, Moment } from '../../../projections/queries.js';
import type { GraphqlContext } from '../context.js';
import { LogPosition } from '../scalars/position.js';
import { LazyRows } from './lazy-rows.js';

/** A moment of one log; `past` where it was asked for by `asOf`: nothing can be done then. */
export interface ReadMoment {
  readonly moment: Moment;
  readonly epoch: string;
  readonly past: boolean;
}

/** Everything below one root field is read through it, and so at one moment and only as far as the viewer reaches. */
export class ReadView {
  readonly context: GraphqlContext;
  readonly at: ReadMoment;
  readonly #accounts: LazyRows<AccountId, AccountRow>;
  readonly #licenses: LazyRows<LicenseId, LicenseRow>;
  readonly #devices: LazyRows<DeviceId, DeviceRow>;
  readonly #databases: LazyRows<DatabaseId, DatabaseRow>;
  readonly #modes: LazyRows<DeviceId, DeviceModeRow>;

  constructor(context: GraphqlContext, at: ReadMoment) {
    this.context = context;
    this.at = at;
    const { queries } = context;
    const { moment } = at;
    this.#accounts = new LazyRows((ids) => queries.accountsById(ids));
    this.#licenses = new LazyRows(
      (ids) => queries.licensesById(moment, ids),
      (row) => {
        this.#wantDevice(row.deviceId);
        this.#licenses.want(row.replaces);
        this.#licenses.want(row.replacedBy);
      },
    );
    this.#devices = new LazyRows(
      (ids) => queries.devicesById(moment, ids),
      (row) => {
        this.#databases.want(row.databaseId);
        this.#licenses.want(row.slotLicenseId);
        this.#modes.want(row.id);
      },
    );
    this.#databases = new LazyRows((ids) => queries.databasesById(moment, ids));
    this.#modes = new LazyRows((ids) => queries.deviceModes(moment, ids));
  }

  get moment(): Moment {
    return this.at.moment;
  }

  position(number: number): LogPosition {
    return new LogPosition(this.at.epoch, number);
  }

  addLicenses(rows: readonly LicenseRow[]): void {
    for (const row of rows) this.#licenses.add(row.id, row);
  }

  addDevices(rows: readonly DeviceRow[]): void {
    for (const row of rows) this.#devices.add(row.id, row);
  }

  addDatabases(rows: readonly DatabaseRow[]): void {
    for (const row of rows) this.#databases.add(row.id, row);
  }

  wantLicense(id: LicenseId | null): void {
    this.#licenses.want(id);
  }

  wantDevice(id: DeviceId): void {
    this.#wantDevice(id);
  }

  wantDatabase(id: DatabaseId): void {
    this.#databases.want(id);
  }

  /** A license that an account of the viewer holds, listed or not; for the vendor any. */
  license(id: LicenseId | null): LicenseRow | undefined {
    const row = id === null || !this.may('Query.license') ? undefined : this.#licenses.get(id);
    if (!row) return undefined;
    const { viewer } = this.context;
    if (row.accountId === null) return viewer.role === 'VENDOR' && viewer.accounts === 'all' ? row : undefined;
    return this.reaches(row.accountId) ? row : undefined;
  }

  device(id: DeviceId | null): DeviceRow | undefined {
    const row = id === null || !this.may('Query.device') ? undefined : this.#devices.get(id);
    if (!row || !this.reaches(row.accountId)) return undefined;
    const { viewer } = this.context;
    if (viewer.role !== 'GATEWAY') return row;
    return row.databaseId !== null && reachesDatabase(viewer, row.databaseId) ? row : undefined;
  }

  database(id: DatabaseId | null): DatabaseRow | undefined {
    const row = id === null || !this.may('Query.database') ? undefined : this.#databases.get(id);
    return row && this.reaches(row.accountId) && reachesDatabase(this.context.viewer, row.id) ? row : undefined;
  }

  account(id: AccountId): AccountRow | undefined {
    return this.may('Query.account') && this.reaches(id) ? this.#accounts.get(id) : undefined;
  }

  /** Of a device on a base; undefined for any other. */
  mode(device: DeviceId): DeviceModeRow | undefined {
    return this.#modes.get(device);
  }

  reaches(account: AccountId): boolean {
    return reaches(this.context.viewer, account);
  }

  /** Whether the viewer's role may see what that root field answers: nested paths tell no more than root fields. */
  may(rootField: RootField): boolean {
    return mayCall(this.context.viewer, rootField);
  }

  #wantDevice(id: DeviceId | null): void {
    this.#devices.want(id);
    if (id !== null) this.#modes.want(id);
  }
}

type DeviceModeRow = ReturnType<GraphqlContext['queries']['deviceModes']> extends ReadonlyMap<DeviceId, infer Row> ? Row : never;
