/** Is the license on the device that it is missed on? */
import { deviceName } from '../../domain/device.js';
import { A_YEAR_IN_MONTHS } from '../a-year.js';
import type { Facts } from '../facts.js';
import { doThis, excluded, holds, lastOf, named, send, type Finding } from '../finding.js';

export function notActivated({ license, device, deviceAsked }: Facts): Finding | undefined {
  if (!license) return undefined;
  const { state, events, id } = license;
  const activated = lastOf(events, 'LicenseActivated');
  // After a release the license begins anew.
  const released = lastOf(events, 'LicenseReleased');
  if (activated && activated.position > (released?.position ?? 0)) return excluded('NOT_ACTIVATED', [activated]);
  if (state.withdrawn || state.replacedBy) return undefined;
  const target = deviceAsked && device ? { deviceId: device.id } : undefined;
  return holds('NOT_ACTIVATED', {
    evidence: [released ?? events[0]],
    nextAction: target ? send('ACTIVATE', 'activateLicense', { licenseId: id, ...target }) : doThis('ACTIVATE'),
  });
}

export function unlinkedNotReactivated({ license, device }: Facts): Finding | undefined {
  if (!license) return undefined;
  const { device: on, lastDevice, withdrawn, replacedBy } = license.state;
  if (on || !lastDevice) return excluded('UNLINKED_NOT_REACTIVATED', [lastOf(license.events, 'LicenseActivated')]);
  if (withdrawn || replacedBy) return undefined;
  return holds('UNLINKED_NOT_REACTIVATED', {
    evidence: [lastOf(license.events, 'LicenseUnlinked')],
    details: device ? named('deviceName', deviceName(device.state)) : {},
    nextAction: device ? send('ACTIVATE', 'activateLicense', { licenseId: license.id, deviceId: device.id }) : doThis('ACTIVATE'),
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

/** The device has none, nor says that it runs on one. */
export function noLicense({ device, deviceAsked, deviceBase, question }: Facts): Finding | undefined {
  if (!device || !deviceAsked) return undefined;
  const { slot, reportedLicense } = device.state;
  if (slot || reportedLicense) return excluded('NO_LICENSE', [lastOf(device.events, 'LicenseSlotTaken')]);
  const lastWord = device.events.findLast(({ type }) => type === 'LicenseSlotFreed') ?? device.events[0];
  const { account } = question;
  const base = deviceBase?.state;
  const kind = base?.kind === 'CLOUD' ? 'CLOUD' : 'MAIN';
  const product = base?.productName;
  return holds('NO_LICENSE', {
    evidence: [lastWord],
    details: named('deviceName', deviceName(device.state)),
    nextAction: product
      ? send('ORDER_LICENSE', 'orderLicenses', {
          accountId: account,
          items: [{ product: { name: product }, kind, quantity: 1, months: A_YEAR_IN_MONTHS }],
        })
      : doThis('ORDER_LICENSE'),
  });
}
