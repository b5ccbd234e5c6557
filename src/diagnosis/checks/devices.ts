/** The device: connected, to the right base, itself, and heard of. */
import { mayBeTwo } from '../changed-code.js';
import { clientBelowServer } from '../../domain/version-number.js';
import { deviceName } from '../../domain/device.js';
import type { RecordedEvent } from '../../domain/events.js';
import { millisOf, type Instant } from '../../domain/ids.js';
import type { DeviceThing, Facts } from '../facts.js';
import { doThis, excluded, holds, lastOf, named, undecidable, type Finding } from '../finding.js';
import { activationOffer, unlinkOffer } from '../offers.js';

const CONNECTIONS: ReadonlySet<string> = new Set(['DeviceConnected', 'DeviceDisconnected', 'DeviceUnlinkedFromDatabase']);

const lastConnection = ({ events }: DeviceThing): RecordedEvent | undefined =>
  events.findLast(({ type }) => CONNECTIONS.has(type));

const nameOf = (device: DeviceThing) => named('deviceName', deviceName(device.state));

/** A code that is mistyped looks the same: it is no more than likely. */
const neverSeen = (): Finding =>
  holds('DEVICE_NOT_CONNECTED', {
    evidence: [],
    certainty: 'LIKELY',
    missingFacts: ['DEVICE_CODE'],
    details: { variant: 'NEVER_SEEN' },
    nextAction: doThis('CONNECT_DEVICE'),
  });

/** Not of the account at all, or on no base any more. */
export function deviceNotConnected({ device, deviceAsked }: Facts): Finding | undefined {
  const nextAction = doThis('CONNECT_DEVICE');
  if (!device) return deviceAsked ? neverSeen() : undefined;
  const evidence = [lastConnection(device)];
  if (device.state.databaseId !== null) return excluded('DEVICE_NOT_CONNECTED', evidence);
  return holds('DEVICE_NOT_CONNECTED', { evidence, details: nameOf(device), nextAction });
}

/** A license comes into the list by itself only from a cloud base, and a cloud license is activated on none but that. */
export function deviceOnLocalBase(facts: Facts): Finding | undefined {
  const { device, deviceBase, license, question, listed } = facts;
  if (!device || !deviceBase) return undefined;
  const { expectedKind } = question;
  const wanted = expectedKind ?? license?.state.kind ?? null;
  if (wanted === null) return undecidable('DEVICE_ON_LOCAL_BASE', 'EXPECTED_KIND');
  const evidence = [lastConnection(device)];
  const refused = ofOtherKind(facts);
  const hides = !listed && !device.state.everOnCloudBase;
  if (wanted !== 'CLOUD' || deviceBase.state.kind === 'CLOUD' || !(hides || refused)) {
    return excluded('DEVICE_ON_LOCAL_BASE', evidence);
  }
  return holds('DEVICE_ON_LOCAL_BASE', {
    evidence,
    details: {
      ...nameOf(device),
      ...named('baseName', deviceBase.state.name),
      ...(refused && { variant: 'OTHER_KIND' }),
    },
    nextAction: doThis(refused ? 'RECONNECT_DEVICE' : 'ADD_BY_CODE'),
  });
}

/** The license is not activated on the device because the device's base is of the other kind. */
const ofOtherKind = ({ activation }: Facts): boolean => activation?.refused?.code === 'KIND_MISMATCH';

/** On another base than the one that was asked for, or that its license was activated for, or may be activated for. */
export function deviceOnOtherBase(facts: Facts): Finding | undefined {
  const { device, deviceBase, base, baseAsked, license, activation } = facts;
  if (!device || device.state.databaseId === null) return undefined;
  const evidence = [lastConnection(device)];
  const onBase = { ...nameOf(device), ...named('otherBaseName', deviceBase?.state.name) };
  const nextAction = doThis('RECONNECT_DEVICE');
  if (baseAsked && device.state.databaseId !== base?.id) {
    const details = { ...onBase, ...named('baseName', base?.state.name) };
    return holds('DEVICE_ON_OTHER_BASE', { evidence, details, nextAction });
  }
  if (license?.state.kind === 'MAIN' && ofOtherKind(facts)) {
    const details = { ...onBase, variant: 'OTHER_KIND' } as const;
    return holds('DEVICE_ON_OTHER_BASE', { evidence: [...evidence, license.events[0]], details, nextAction });
  }
  const activated = license && lastOf(license.events, 'LicenseActivated');
  if (activation?.refused?.code === 'DEVICE_ON_OTHER_BASE') {
    const details = { ...onBase, ...named('baseName', activation.lastBase?.state.name) };
    return holds('DEVICE_ON_OTHER_BASE', { evidence: [...evidence, activated ?? undefined], details, nextAction });
  }
  const activatedOn = license?.state.device?.deviceId === device.id ? license.state.device.databaseId : undefined;
  if (activatedOn === undefined && !baseAsked) return undefined;
  if (activatedOn === undefined || activatedOn === device.state.databaseId) return excluded('DEVICE_ON_OTHER_BASE', evidence);
  if (baseAsked) return excluded('DEVICE_ON_OTHER_BASE', evidence);
  return holds('DEVICE_ON_OTHER_BASE', {
    evidence: [...evidence, activated ?? undefined],
    certainty: 'LIKELY',
    details: onBase,
    nextAction,
  });
}

/** What was bound to the former code of a device stays there. */
export function deviceCodeChanged(facts: Facts): Finding | undefined {
  const { device, changedCode } = facts;
  if (!device) return undefined;
  if (!changedCode) {
    return device.state.serialNumber === null
      ? undecidable('DEVICE_CODE_CHANGED', 'SERIAL_NUMBER')
      : excluded('DEVICE_CODE_CHANGED', [lastConnection(device)]);
  }
  const { former, present, license, formerIs, serialTells } = changedCode;
  const names = { ...nameOf(present), ...named('otherDeviceName', deviceName(former.state)) };
  const move = license.state.device ? unlinkOffer(facts, license) : activationOffer(facts);
  const isProven = formerIs === 'SILENT' && serialTells;
  const missing = serialTells ? 'FORMER_DEVICE' : 'SERIAL_NUMBER';
  return holds('DEVICE_CODE_CHANGED', {
    evidence: [lastConnection(former), lastConnection(present)],
    certainty: isProven ? 'PROVEN' : 'LIKELY',
    missingFacts: isProven ? [] : [missing],
    details: mayBeTwo(changedCode) ? { ...names, variant: serialTells ? 'BOTH_REPORT' : 'COMMON_SERIAL' } : names,
    nextAction: mayBeTwo(changedCode) ? doThis('CHECK_SERIALS') : move,
  });
}

export function clockSkew({ device }: Facts): Finding | undefined {
  if (!device) return undefined;
  const { clockOffByMs } = device.state;
  const said = device.events.findLast((event) => 'clockOffByMs' in event.data);
  if (clockOffByMs === null) return excluded('CLOCK_SKEW', [said]);
  const noticed = said ? { since: said.metadata.occurredAt } : {};
  const details = { ...nameOf(device), ...noticed, minutesOff: Math.round(clockOffByMs / 60_000) };
  return holds('CLOCK_SKEW', { evidence: [said], details, nextAction: doThis('SET_CLOCK') });
}

export function clientTooOld({ device, deviceBase }: Facts): Finding | undefined {
  if (!device || !deviceBase) return undefined;
  const { clientVersion } = device.state;
  // As the device's mode has it: the base's own word first.
  const serverVersion = deviceBase.state.serverVersion ?? device.state.serverVersion;
  if (clientVersion === null || serverVersion === null) return undecidable('CLIENT_TOO_OLD', 'CLIENT_VERSION');
  const said = [
    device.events.findLast((event) => 'clientVersion' in event.data),
    deviceBase.events.findLast((event) => 'serverVersion' in event.data && event.data.serverVersion === serverVersion) ??
      device.events.findLast((event) => 'serverVersion' in event.data),
  ];
  if (!clientBelowServer(clientVersion, serverVersion)) return excluded('CLIENT_TOO_OLD', said);
  return holds('CLIENT_TOO_OLD', {
    evidence: said,
    details: { ...nameOf(device), clientVersion, serverVersion },
    nextAction: doThis('UPDATE_CLIENT'),
  });
}

/** Of the same day, a day says nothing. */
const longAgo = (at: Instant, now: Instant): boolean => millisOf(now) - millisOf(at) >= 24 * 3600 * 1000;

/** Until the device asks its base again, it does not know of an activation that was made in the cabinet. */
export function deviceSilent({ device, license, now }: Facts): Finding | undefined {
  if (!device || license?.state.device?.deviceId !== device.id) return undefined;
  const activated = lastOf(license.events, 'LicenseActivated');
  if (activated?.data.how !== 'PERSON' || !device.state.licenseChangedSinceReport) {
    return excluded('DEVICE_SILENT_SINCE_ACTIVATION', [activated]);
  }
  return holds('DEVICE_SILENT_SINCE_ACTIVATION', {
    evidence: [lastConnection(device), activated],
    details: { ...nameOf(device), ...(longAgo(device.state.lastReportedAt, now) && { since: device.state.lastReportedAt }) },
    nextAction: doThis('BRING_ONLINE'),
  });
}
