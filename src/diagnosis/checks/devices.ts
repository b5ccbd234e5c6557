/** The device: connected, to the right base, itself, and heard of. */
import { clientBelowServer } from '../../domain/version-number.js';
import { deviceName } from '../../domain/device.js';
import type { RecordedEvent } from '../../domain/events.js';
import type { DeviceThing, Facts } from '../facts.js';
import { doThis, excluded, holds, lastOf, named, send, undecidable, type Finding } from '../finding.js';

const CONNECTIONS: ReadonlySet<string> = new Set(['DeviceConnected', 'DeviceDisconnected', 'DeviceUnlinkedFromDatabase']);

const lastConnection = ({ events }: DeviceThing): RecordedEvent | undefined =>
  events.findLast(({ type }) => CONNECTIONS.has(type));

const nameOf = (device: DeviceThing) => named('deviceName', deviceName(device.state));

/** Not of the account at all, or on no base any more. */
export function deviceNotConnected({ device, deviceAsked }: Facts): Finding | undefined {
  const nextAction = doThis('CONNECT_DEVICE');
  if (!device) return deviceAsked ? holds('DEVICE_NOT_CONNECTED', { evidence: [], nextAction }) : undefined;
  const evidence = [lastConnection(device)];
  if (device.state.databaseId !== null) return excluded('DEVICE_NOT_CONNECTED', evidence);
  return holds('DEVICE_NOT_CONNECTED', { evidence, details: nameOf(device), nextAction });
}

/** A license comes into the list by itself only from a cloud base. */
export function deviceOnLocalBase({ device, deviceBase, license, question, listed }: Facts): Finding | undefined {
  if (!device || !deviceBase) return undefined;
  const { expectedKind } = question;
  const wanted = expectedKind ?? license?.state.kind ?? null;
  if (wanted === null) return undecidable('DEVICE_ON_LOCAL_BASE', 'EXPECTED_KIND');
  if (wanted !== 'CLOUD' || listed || device.state.everOnCloudBase || deviceBase.state.kind === 'CLOUD') {
    return excluded('DEVICE_ON_LOCAL_BASE', [lastConnection(device)]);
  }
  return holds('DEVICE_ON_LOCAL_BASE', {
    evidence: [lastConnection(device)],
    details: { ...nameOf(device), ...named('baseName', deviceBase.state.name) },
    nextAction: doThis('ADD_BY_CODE'),
  });
}

/** On another base than the one that was asked for, or that its license was activated for. */
export function deviceOnOtherBase({ device, deviceBase, base, baseAsked, license }: Facts): Finding | undefined {
  if (!device || device.state.databaseId === null) return undefined;
  const activatedOn = license?.state.device?.deviceId === device.id ? license.state.device.databaseId : undefined;
  const wanted = baseAsked ? base?.id : activatedOn;
  if (wanted === undefined) return undefined;
  const evidence = [lastConnection(device)];
  if (device.state.databaseId === wanted) return excluded('DEVICE_ON_OTHER_BASE', evidence);
  return holds('DEVICE_ON_OTHER_BASE', {
    evidence: [...evidence, ...(baseAsked || !license ? [] : [lastOf(license.events, 'LicenseActivated')])],
    certainty: baseAsked ? 'PROVEN' : 'LIKELY',
    details: {
      ...nameOf(device),
      ...(baseAsked ? named('baseName', base?.state.name) : {}),
      ...named('otherBaseName', deviceBase?.state.name),
    },
    nextAction: doThis('RECONNECT_DEVICE'),
  });
}

/** What was bound to the former code of a device stays there. */
export function deviceCodeChanged({ device, changedCode }: Facts): Finding | undefined {
  if (!device) return undefined;
  if (!changedCode) {
    return device.state.serialNumber === null
      ? undecidable('DEVICE_CODE_CHANGED', 'SERIAL_NUMBER')
      : excluded('DEVICE_CODE_CHANGED', [lastConnection(device)]);
  }
  const { former, present, license, formerIs } = changedCode;
  const names = { ...nameOf(present), ...named('otherDeviceName', deviceName(former.state)) };
  const move = license.state.device
    ? send('UNLINK', 'unlinkLicense', { licenseId: license.id, confirmWorkFinished: true })
    : send('ACTIVATE', 'activateLicense', { licenseId: license.id, deviceId: present.id });
  return holds('DEVICE_CODE_CHANGED', {
    evidence: [lastConnection(former), lastConnection(present)],
    certainty: formerIs === 'SILENT' ? 'PROVEN' : 'LIKELY',
    missingFacts: formerIs === 'SILENT' ? [] : ['SERIAL_NUMBER'],
    details: formerIs === 'GOES_ON' ? { ...names, variant: 'BOTH_REPORT' } : names,
    nextAction: formerIs === 'GOES_ON' ? doThis('CHECK_SERIALS') : move,
  });
}

/** Two serial numbers took turns under one code. A single change of the number is a repair. */
export function deviceCloned({ device }: Facts): Finding | undefined {
  if (!device) return undefined;
  const told = device.events.filter(
    (event) => (event.type === 'DeviceConnected' || event.type === 'DeviceFactsChanged') && Boolean(event.data.serialNumber),
  );
  const serials = told.map((event) => ('serialNumber' in event.data ? event.data.serialNumber : null));
  const changes = told.filter((_, index) => index > 0 && serials[index] !== serials[index - 1]);
  if (told.length === 0) return undecidable('DEVICE_CLONED', 'SERIAL_NUMBER');
  if (changes.length === 0) return excluded('DEVICE_CLONED', [told.at(-1)]);
  const cameBack = serials.some(
    (serial, index) => index > 1 && serials[index - 1] !== serial && serials.indexOf(serial) < index - 1,
  );
  return holds('DEVICE_CLONED', {
    evidence: [told[0], ...changes],
    certainty: cameBack ? 'PROVEN' : 'LIKELY',
    details: nameOf(device),
    nextAction: doThis('MAKE_CODES_DISTINCT'),
  });
}

export function clockSkew({ device }: Facts): Finding | undefined {
  if (!device) return undefined;
  const { clockOffByMs } = device.state;
  const said = device.events.findLast((event) => 'clockOffByMs' in event.data);
  if (clockOffByMs === null) return excluded('CLOCK_SKEW', [said]);
  const details = { ...nameOf(device), minutesOff: Math.round(clockOffByMs / 60_000) };
  return holds('CLOCK_SKEW', { evidence: [said], details, nextAction: doThis('SET_CLOCK') });
}

export function clientTooOld({ device, deviceBase }: Facts): Finding | undefined {
  if (!device || !deviceBase) return undefined;
  const { clientVersion } = device.state;
  const serverVersion = device.state.serverVersion ?? deviceBase.state.serverVersion;
  if (clientVersion === null || serverVersion === null) return undecidable('CLIENT_TOO_OLD', 'CLIENT_VERSION');
  const said = device.events.findLast((event) => 'clientVersion' in event.data);
  if (!clientBelowServer(clientVersion, serverVersion)) return excluded('CLIENT_TOO_OLD', [said]);
  return holds('CLIENT_TOO_OLD', {
    evidence: [said],
    details: { ...nameOf(device), clientVersion, serverVersion },
    nextAction: doThis('UPDATE_CLIENT'),
  });
}

/** Until the device asks its base again, it does not know of an activation that was made in the cabinet. */
export function deviceSilent({ device, license }: Facts): Finding | undefined {
  if (!device || license?.state.device?.deviceId !== device.id) return undefined;
  const activated = lastOf(license.events, 'LicenseActivated');
  if (activated?.data.how !== 'PERSON' || !device.state.licenseChangedSinceReport) {
    return excluded('DEVICE_SILENT_SINCE_ACTIVATION', [activated]);
  }
  return holds('DEVICE_SILENT_SINCE_ACTIVATION', {
    evidence: [lastConnection(device), activated],
    details: { ...nameOf(device), since: device.state.lastReportedAt },
    nextAction: doThis('BRING_ONLINE'),
  });
}
