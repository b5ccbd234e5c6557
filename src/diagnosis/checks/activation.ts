/** Is the license on the device that it is missed on? */
import { deviceName } from '../../domain/device.js';
import type { Instant } from '../../domain/ids.js';
import { termOver } from '../../domain/license-terms.js';
import type { CauseDetails, NextAction } from '../cause.js';
import type { DeviceThing, Facts, LicenseThing } from '../facts.js';
import { mayBeTwo } from '../changed-code.js';
import { activationOffer, itemFor, orderOffer, unlinkOffer } from '../offers.js';
import { doThis, excluded, holds, lastOf, named, type Finding } from '../finding.js';

/** Why the device that is meant does not take it, where that is another license. */
function takenBy({ activation }: Facts): CauseDetails {
  const inSlot = activation?.refused?.code === 'DEVICE_ALREADY_LICENSED' ? activation.inSlot : null;
  return inSlot ? { variant: 'DEVICE_TAKEN', lastGroup: inSlot.state.code.lastGroup } : {};
}

const nameOf = (device: DeviceThing | null | undefined): CauseDetails =>
  device ? named('deviceName', deviceName(device.state)) : {};

/** Of a demo license that is over it is nothing: it is never activated any more. */
export function notActivated(facts: Facts): Finding | undefined {
  const { license, now, activation } = facts;
  if (!license) return undefined;
  const { state, events } = license;
  const activated = lastOf(events, 'LicenseActivated');
  // After a release the license begins anew.
  const released = lastOf(events, 'LicenseReleased');
  if (activated && activated.position > (released?.position ?? 0)) return excluded('NOT_ACTIVATED', [activated]);
  if (state.withdrawn || state.replacedBy || demoIsOver(license, now)) return undefined;
  return holds('NOT_ACTIVATED', {
    evidence: [released ?? events[0]],
    details: {
      ...(released && { variant: 'RELEASED' }),
      ...(state.holder === null && { variant: 'UNHELD' }),
      ...nameOf(activation?.device),
      ...takenBy(facts),
    },
    nextAction: activationOffer(facts),
  });
}

export function unlinkedNotReactivated(facts: Facts): Finding | undefined {
  const { license, now } = facts;
  if (!license) return undefined;
  const { device: on, lastDevice, withdrawn, replacedBy } = license.state;
  if (on || !lastDevice) return excluded('UNLINKED_NOT_REACTIVATED', [lastOf(license.events, 'LicenseActivated')]);
  if (withdrawn || replacedBy || demoIsOver(license, now)) return undefined;
  return holds('UNLINKED_NOT_REACTIVATED', {
    evidence: [lastOf(license.events, 'LicenseUnlinked')],
    details: { ...nameOf(facts.formerDevice), ...takenBy(facts) },
    nextAction: activationOffer(facts),
  });
}

export function movedToOtherDevice({ license, device, deviceAsked, licensedDevice }: Facts): Finding | undefined {
  if (!license || !device || !deviceAsked) return undefined;
  const on = license.state.device;
  if (!on) return undefined;
  const activated = lastOf(license.events, 'LicenseActivated');
  if (on.deviceId === device.id) return excluded('MOVED_TO_OTHER_DEVICE', [activated]);
  return holds('MOVED_TO_OTHER_DEVICE', {
    evidence: [activated],
    details: {
      ...named('deviceName', deviceName(device.state)),
      ...(licensedDevice ? named('otherDeviceName', deviceName(licensedDevice.state)) : {}),
    },
    nextAction: { action: 'SEE_OTHER_DEVICE', mutation: null, variables: { deviceId: on.deviceId } },
  });
}

/** It holds none: what it says that it runs on may have gone to another device, or be no license here. */
export function noLicense(facts: Facts): Finding | undefined {
  const { device, deviceAsked } = facts;
  if (!device || !deviceAsked) return undefined;
  const { slot } = device.state;
  if (slot) return excluded('NO_LICENSE', [lastOf(device.events, 'LicenseSlotTaken')]);
  const lastWord = device.events.findLast(({ type }) => type === 'LicenseSlotFreed') ?? device.events[0];
  return holds('NO_LICENSE', { evidence: [lastWord], details: nameOf(device), nextAction: aLicenseFor(facts) });
}

/** One that is at hand before a new one; one order at most, where another cause asks for it as well. */
function aLicenseFor(facts: Facts): NextAction {
  const { license, changedCode, activation, deviceBase, now } = facts;
  if (license && demoIsOver(license, now)) return doThis('ORDER_LICENSE');
  if (changedCode?.license.state.device && !mayBeTwo(changedCode)) return unlinkOffer(facts, changedCode.license);
  return activation ? activationOffer(facts) : orderOffer(facts, itemFor(deviceBase));
}

const demoIsOver = ({ state }: LicenseThing, now: Instant): boolean => state.demo && termOver(state.term, now);
