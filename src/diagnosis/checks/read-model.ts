/**
 * Does the read model show what the log says? Given by exclusion and proof alone (domain.md, section 2, fact 5): the log says what should
 * stand there at the read model's own position, and the row is absent or different.
 */
import { isDeepStrictEqual } from 'node:util';
import { deviceName, evolveDevice, type DeviceState } from '../../domain/device.js';
import type { RecordedEvent } from '../../domain/events.js';
import { deviceStream, licenseStream, type AccountId } from '../../domain/ids.js';
import { evolveLicense, type LicenseState } from '../../domain/license.js';
import type { ParkedStreamRow } from '../../../projections/queries.js';
import type { CauseDetails } from '../cause.js';
import type { DeviceThing, Facts, LicenseThing } from '../facts.js';
import { doThis, excluded, holds, send, type Finding } from '../finding.js';

const licenseAt = ({ events }: LicenseThing, position: number): LicenseState | undefined =>
  events
    .filter((event) => event.position <= position)
    .reduce<LicenseState | undefined>((state, event) => evolveLicense(state, event, event.revision), undefined);

const deviceAt = ({ events }: DeviceThing, position: number): DeviceState | undefined =>
  events
    .filter((event) => event.position <= position)
    .reduce<DeviceState | undefined>(
      (state, event) => evolveDevice(state, event, { id: event.id, at: event.metadata.occurredAt }),
      undefined,
    );

/** It stands in the account's list. */
export const isShown = (row: Facts['licenseRow'], account: AccountId): boolean =>
  row !== undefined && row.source !== null && row.accountId === account;

const eventsOf = ({ license, device }: Pick<Facts, 'license' | 'device'>): readonly RecordedEvent[] => [
  ...(license?.events ?? []),
  ...(device?.events ?? []),
];

/** In log order. */
const eventsAhead = (facts: Facts): readonly RecordedEvent[] =>
  eventsOf(facts)
    .filter(({ position }) => position > facts.checkpoint)
    .sort((a, b) => a.position - b.position);

/** The fact is in the log, and the list has not come so far. */
export function projectionBehind(facts: Facts): Finding | undefined {
  const events = eventsOf(facts);
  if (events.length === 0) return undefined;
  const { now } = facts;
  const ahead = eventsAhead(facts);
  const [first] = ahead;
  if (!first) return excluded('PROJECTION_BEHIND', [events.at(-1)]);
  const secondsBehind = Math.max(0, Math.round((Date.parse(now) - Date.parse(first.recordedAt)) / 1_000));
  return holds('PROJECTION_BEHIND', { evidence: ahead, details: { secondsBehind }, nextAction: doThis('WAIT') });
}

/**
 * Only where the log says that the license belongs in the list, or where it stands there: of a license that is in no list, no row is
 * missed, and what brings it into one is another cause's.
 */
export function licenseRowFault(facts: Facts): Finding | undefined {
  const { license, licenseRow, parked, question, checkpoint, listed } = facts;
  const wanted = license && licenseAt(license, checkpoint);
  if (!license || !wanted) return undefined;
  const isParked = parked.find(({ view }) => view === 'license');
  const shown = isShown(licenseRow, question.account);
  const differs = licenseRow && (rowDiffers(licenseRow, wanted) || (listed !== shown && eventsAhead(facts).length === 0));
  const fault = isParked ? 'PARKED' : licenseRow === undefined ? 'ROW_MISSING' : differs ? 'ROW_WRONG' : undefined;
  if (!fault || (!listed && !shown)) return excluded('CLOUD_PROJECTION_FAULT', [license.events.at(-1)]);
  return holds('CLOUD_PROJECTION_FAULT', faultFound(facts, { fault, shown }, isParked, licenseStream(license.id)));
}

function rowDiffers(row: NonNullable<Facts['licenseRow']>, wanted: LicenseState): boolean {
  const shown = [row.accountId, row.kind, row.product, row.term, row.updates, row.deviceId, row.withdrawn, row.replacedBy];
  const meant = [
    wanted.holder,
    wanted.kind,
    wanted.product,
    wanted.term,
    wanted.updates,
    wanted.device?.deviceId ?? null,
    wanted.withdrawn,
    wanted.replacedBy,
  ];
  return !isDeepStrictEqual(shown, meant);
}

export function deviceRowFault(facts: Facts): Finding | undefined {
  const { device, deviceRow, parked, checkpoint } = facts;
  const wanted = device && deviceAt(device, checkpoint);
  if (!device || !wanted) return undefined;
  const isParked = parked.find(({ view, stream }) => view === 'device' && stream === deviceStream(device.id));
  const fault = isParked
    ? 'PARKED'
    : deviceRow === undefined
      ? 'ROW_MISSING'
      : deviceRowDiffers(deviceRow, wanted)
        ? 'ROW_WRONG'
        : undefined;
  if (!fault) return excluded('DEVICE_PROJECTION_FAULT', [device.events.at(-1)]);
  const shown = deviceRow !== undefined;
  return holds('DEVICE_PROJECTION_FAULT', faultFound(facts, { fault, shown }, isParked, deviceStream(device.id)));
}

function deviceRowDiffers(row: NonNullable<Facts['deviceRow']>, wanted: DeviceState): boolean {
  const shown = [row.databaseId, row.code, row.name, row.model, row.os, row.clientVersion, row.serverVersion, row.slotLicenseId];
  const { databaseId, code, model, os, clientVersion, serverVersion, slot } = wanted;
  const meant = [databaseId, code, deviceName(wanted), model, os, clientVersion, serverVersion, slot?.licenseId ?? null];
  return !isDeepStrictEqual(shown, meant);
}

function faultFound(
  facts: Facts,
  { fault, shown }: { readonly fault: NonNullable<CauseDetails['fault']>; readonly shown: boolean },
  parked: ParkedStreamRow | undefined,
  stream: string,
): Parameters<typeof holds>[1] {
  const events = eventsOf(facts);
  const failed = parked && events.find(({ position }) => position === parked.position);
  const evidence = failed ? [failed] : [events.findLast((event) => event.stream === stream)];
  return {
    evidence,
    details: { ...(shown && { variant: 'SHOWN_WRONGLY' }), fault, ...(parked && { error: parked.error }) },
    nextAction: parked ? send('RETRY_PARKED', 'retryParkedEvents', { stream: parked.stream }) : doThis('CONTACT_SUPPORT'),
  };
}
