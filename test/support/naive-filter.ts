/** `LicenseFilter`, `DeviceFilter` and orders as plain code over the naive cabinet: what the SQL of the views is held to. */
import { deviceMode, type DeviceMode } from '../../src/domain/device-mode.js';
import type { DatabaseKind } from '../../src/domain/database.js';
import type { Instant } from '../../src/domain/ids.js';
import type { LicenseFacts, LicenseKind } from '../../src/domain/license-terms.js';
import { installedVersion } from '../../src/domain/database.js';
import type {
  ChoiceFilter,
  DeviceFilter,
  DeviceSortField,
  IdFilter,
  LicenseFilter,
  LicenseSortField,
  Sort,
  TextFilter,
  TimeFilter,
} from '../../projections/queries.js';
import { naiveStatus, type NaiveCabinet, type NaiveDatabase, type NaiveDevice, type NaiveLicense } from './naive-list.js';

const fold = (text: string): string => text.toLowerCase().replaceAll('ё', 'е');

function choice<T>(value: T | null, filter: ChoiceFilter<T> | undefined): boolean {
  if (!filter) return true;
  const isIn = (values: readonly T[]): boolean => value !== null && values.includes(value);
  if (filter.eq !== undefined && value !== filter.eq) return false;
  if (filter.ne !== undefined && value === filter.ne) return false;
  if (filter.in !== undefined && !isIn(filter.in)) return false;
  return filter.notIn === undefined || !isIn(filter.notIn);
}

const id = (value: string | null, filter: IdFilter<string> | undefined): boolean =>
  choice(value, filter) && (filter?.isNull === undefined || filter.isNull === (value === null));

function text(value: string | null, filter: TextFilter | undefined): boolean {
  if (!filter) return true;
  const own = value === null ? null : fold(value);
  const { startsWith, contains } = filter;
  if (startsWith !== undefined && own?.startsWith(fold(startsWith)) !== true) return false;
  if (contains !== undefined && own?.includes(fold(contains)) !== true) return false;
  return choice(own, {
    ...(filter.eq !== undefined && { eq: fold(filter.eq) }),
    ...(filter.ne !== undefined && { ne: fold(filter.ne) }),
    ...(filter.in && { in: filter.in.map(fold) }),
    ...(filter.notIn && { notIn: filter.notIn.map(fold) }),
  });
}

function time(value: Instant | null, filter: TimeFilter | undefined): boolean {
  if (!filter) return true;
  const holds = (limit: Instant | undefined, compare: (own: Instant, limit: Instant) => boolean): boolean =>
    limit === undefined || (value !== null && compare(value, limit));
  return (
    holds(filter.lt, (a, b) => a < b) &&
    holds(filter.lte, (a, b) => a <= b) &&
    holds(filter.gt, (a, b) => a > b) &&
    holds(filter.gte, (a, b) => a >= b) &&
    (filter.isNull === undefined || filter.isNull === (value === null))
  );
}

const termUntil = (license: NaiveLicense): Instant | null => ('until' in license.term ? license.term.until : null);
const updatesUntil = ({ updates }: NaiveLicense): Instant | null => (updates && 'until' in updates ? updates.until : null);

export function naiveLicenseFits(cabinet: NaiveCabinet, license: NaiveLicense, filter: LicenseFilter, now: Instant): boolean {
  const device = license.deviceId === null ? undefined : cabinet.devices.get(license.deviceId);
  const search = filter.search?.trim() ?? '';
  const places = [license.product.name, license.product.level, license.lastGroup, device?.name ?? null, device?.code ?? null];
  return (
    choice(naiveStatus(license, now), filter.status) &&
    choice(license.kind, filter.kind) &&
    text(license.product.name, filter.productName) &&
    text(license.product.level, filter.level) &&
    time(termUntil(license), filter.termUntil) &&
    time(updatesUntil(license), filter.updatesUntil) &&
    id(license.deviceId, filter.deviceId) &&
    id(device?.databaseId ?? null, filter.databaseId) &&
    (search === '' || places.some((place) => place !== null && fold(place).includes(fold(search)))) &&
    (filter.and ?? []).every((part) => naiveLicenseFits(cabinet, license, part, now)) &&
    (filter.or?.some((part) => naiveLicenseFits(cabinet, license, part, now)) ?? true) &&
    !(filter.not && naiveLicenseFits(cabinet, license, filter.not, now))
  );
}

const STATUSES = ['FREE', 'ACTIVATED', 'EXPIRED', 'REPLACED', 'WITHDRAWN'];
const MODES = ['FULL', 'FULL_WITH_NOTICE', 'DEMO', 'CLIENT_REFUSED'];

type Value = string | number | null;

function licenseKey(cabinet: NaiveCabinet, license: NaiveLicense, field: LicenseSortField, now: Instant): Value {
  switch (field) {
    case 'LISTED_AT':
      return license.listedAt;
    case 'TERM_UNTIL':
      return termUntil(license);
    case 'UPDATES_UNTIL':
      return updatesUntil(license);
    case 'PRODUCT':
      return fold(license.product.name);
    case 'STATUS':
      return STATUSES.indexOf(naiveStatus(license, now));
    case 'DEVICE_NAME': {
      const name = license.deviceId === null ? null : (cabinet.devices.get(license.deviceId)?.name ?? null);
      return name === null ? null : fold(name);
    }
  }
}

function inOrder<Row extends { readonly id: string }, Field>(
  rows: readonly Row[],
  orderBy: readonly Sort<Field>[],
  key: (row: Row, field: Field) => Value,
): readonly Row[] {
  const compare = (a: Value, b: Value): number => (a === b ? 0 : a !== null && b !== null && a < b ? -1 : 1);
  return [...rows].sort((left, right) => {
    for (const { field, direction } of orderBy) {
      const [a, b] = [key(left, field), key(right, field)];
      if (a === b) continue;
      if (a === null) return 1;
      if (b === null) return -1;
      return direction === 'ASC' ? compare(a, b) : compare(b, a);
    }
    return orderBy[0]?.direction === 'DESC' ? compare(right.id, left.id) : compare(left.id, right.id);
  });
}

export const naiveLicensesInOrder = (
  cabinet: NaiveCabinet,
  licenses: readonly NaiveLicense[],
  orderBy: readonly Sort<LicenseSortField>[],
  now: Instant,
): readonly NaiveLicense[] => inOrder(licenses, orderBy, (license, field) => licenseKey(cabinet, license, field, now));

const licenseOn = (cabinet: NaiveCabinet, device: NaiveDevice): NaiveLicense | null => {
  const license = device.slot === null ? undefined : cabinet.licenses.get(device.slot);
  return license?.deviceId === device.id ? license : null;
};

const facts = (license: NaiveLicense): LicenseFacts => ({
  kind: license.kind as LicenseKind,
  term: license.term,
  updates: license.updates,
  activated: true,
  withdrawn: license.withdrawn,
  replaced: license.replacedBy !== null,
});

/** `updatedFromOlderAt` of each base, which only the domain's own fold tells. */
export type UpdatedAt = (database: string) => Instant | null;

/** By the domain's table, from naive rows: undefined for a device that is on no base. */
export function naiveMode(
  cabinet: NaiveCabinet,
  device: NaiveDevice,
  now: Instant,
  updatedAt: UpdatedAt,
): ReturnType<typeof deviceMode> | undefined {
  if (device.databaseId === null) return undefined;
  const base = cabinet.databases.get(device.databaseId);
  const installed = (of: NaiveDatabase): Instant | null => of.releasedAt ?? updatedAt(of.id);
  const lapses = (license: NaiveLicense | null, of: NaiveDatabase): boolean => {
    const [end, released] = [license && updatesUntil(license), installed(of)];
    if (!license || end === null || released === null || !license.term.perpetual) return false;
    return !license.withdrawn && license.replacedBy === null && end <= now && released > end;
  };
  const others = [...cabinet.devices.values()].filter(({ databaseId }) => databaseId === device.databaseId);
  const license = licenseOn(cabinet, device);
  return deviceMode(
    {
      databaseKind: (base?.kind ?? device.databaseKind) as DatabaseKind,
      installed: installedVersion({
        serverVersionReleasedAt: base?.releasedAt ?? null,
        updatedFromOlderAt: base ? updatedAt(base.id) : null,
      }),
      license: license && facts(license),
      clientVersion: device.clientVersion,
      serverVersion: base?.serverVersion ?? device.serverVersion,
      baseUpdatedAfterEnd: base?.kind === 'LOCAL' && others.some((other) => lapses(licenseOn(cabinet, other), base)),
    },
    now,
  );
}

export function naiveDeviceFits(
  cabinet: NaiveCabinet,
  device: NaiveDevice,
  filter: DeviceFilter,
  mode: (device: NaiveDevice) => DeviceMode | null,
): boolean {
  const search = filter.search?.trim() ?? '';
  return (
    id(device.databaseId, filter.databaseId) &&
    choice(mode(device), filter.mode) &&
    (filter.hasLicense === undefined || filter.hasLicense === (licenseOn(cabinet, device) !== null)) &&
    (search === '' ||
      [device.name, device.code, device.model].some((place) => place !== null && fold(place).includes(fold(search)))) &&
    (filter.and ?? []).every((part) => naiveDeviceFits(cabinet, device, part, mode)) &&
    (filter.or?.some((part) => naiveDeviceFits(cabinet, device, part, mode)) ?? true) &&
    !(filter.not && naiveDeviceFits(cabinet, device, filter.not, mode))
  );
}

export const naiveDevicesInOrder = (
  devices: readonly NaiveDevice[],
  orderBy: readonly Sort<DeviceSortField>[],
  mode: (device: NaiveDevice) => DeviceMode | null,
): readonly NaiveDevice[] =>
  inOrder(devices, orderBy, (device, field) => {
    const own = mode(device);
    switch (field) {
      case 'NAME':
        return device.name === null ? null : fold(device.name);
      case 'CODE':
        return fold(device.code);
      case 'CONNECTED_AT':
        return device.connectedAt;
      case 'LAST_REPORTED_AT':
        return device.lastReportedAt;
      case 'MODE':
        return own === null ? null : MODES.indexOf(own);
    }
  });
