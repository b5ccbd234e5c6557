import { freeLicenseSlot, renameDevice, takeLicenseSlot, unlinkDeviceFromDatabase } from '../../src/domain/device-decisions.js';
import { deviceName, type DeviceEvent } from '../../src/domain/device.js';
import { personal } from '../../src/domain/personal.js';
import { L1, L2, SCANNER, SHOP, WAREHOUSE, connected, factsChanged, givenDevice, intentId, slotFreed, slotRequest, slotTaken } from './things.js'; // prettier-ignore

const renamed: DeviceEvent = { type: 'DeviceRenamed', data: { name: personal(SCANNER, 'Касса') } };
const unlinkedFromBase: DeviceEvent = { type: 'DeviceUnlinkedFromDatabase', data: { databaseId: SHOP } };

describe('the name of a device', () => {
  it('that was given in the cabinet stands before the reported one', () => {
    givenDevice([connected(), renamed, factsChanged({ name: personal(SCANNER, 'ТСД 77') })])
      .asked((device) => deviceName(device).text)
      .answers('Касса');
  });

  it('is the reported one until one was given', () => {
    givenDevice([connected(), factsChanged({ name: personal(SCANNER, 'ТСД 77') })])
      .asked((device) => deviceName(device).text)
      .answers('ТСД 77');
  });

  it('is given', () => {
    givenDevice([connected()])
      .when((device) => renameDevice(device, personal(SCANNER, 'Касса')))
      .then([renamed]);
  });

  it('is not given twice', () => {
    givenDevice([connected(), renamed])
      .when((device) => renameDevice(device, personal(SCANNER, 'Касса')))
      .thenNothing();
  });
});

describe('a device is unlinked from its base', () => {
  it('and keeps its license', () => {
    givenDevice([connected(), slotTaken()])
      .when((device) => unlinkDeviceFromDatabase(device, SHOP))
      .then([unlinkedFromBase]);
    givenDevice([connected(), slotTaken(), unlinkedFromBase])
      .asked((device) => [device.databaseId, device.slot?.licenseId])
      .answers([null, L1]);
  });

  it('but not from another one', () => {
    givenDevice([connected()])
      .when((device) => unlinkDeviceFromDatabase(device, WAREHOUSE))
      .thenRefused('DEVICE_ON_OTHER_BASE', ['databaseId']);
  });

  it('but not where it is on none', () => {
    givenDevice([connected(), unlinkedFromBase])
      .when((device) => unlinkDeviceFromDatabase(device, SHOP))
      .thenRefused('DEVICE_NOT_CONNECTED', ['deviceId']);
  });
});

describe('one license a device', () => {
  it('takes the empty slot', () => {
    givenDevice([connected()])
      .when((device) => takeLicenseSlot(device, slotRequest()))
      .then([slotTaken()]);
  });

  it('is refused where another license has the slot', () => {
    givenDevice([connected(), slotTaken({ licenseId: L2 })])
      .when((device) => takeLicenseSlot(device, slotRequest()))
      .thenRefused('DEVICE_ALREADY_LICENSED', ['deviceId']);
  });

  it('takes the slot from an ended, replaced or withdrawn license', () => {
    givenDevice([connected(), slotTaken({ licenseId: L2 })])
      .when((device) => takeLicenseSlot(device, slotRequest({ slotCountsAsFree: true })))
      .then([slotTaken()]);
    givenDevice([connected(), slotTaken({ licenseId: L2 }), slotTaken()])
      .asked((device) => device.slot?.licenseId)
      .answers(L1);
  });

  it('takes its own slot anew, as a new intent', () => {
    givenDevice([connected(), slotTaken()])
      .when((device) => takeLicenseSlot(device, slotRequest()))
      .then([slotTaken()]);
  });

  it('takes a slot that was freed', () => {
    givenDevice([connected(), slotTaken({ licenseId: L2 }), slotFreed(L2)])
      .when((device) => takeLicenseSlot(device, slotRequest()))
      .then([slotTaken()]);
  });

  it('remembers the intent with all that is needed to finish it', () => {
    givenDevice([connected(), slotTaken({ how: 'REPORTED' })])
      .asked((device) => device.slot)
      .answers({
        licenseId: L1,
        intentId: intentId(1),
        intent: (slotTaken({ how: 'REPORTED' }) as { data: unknown }).data as never,
      });
  });
});

describe('the slot of a device', () => {
  it('is freed of the activation that took it', () => {
    givenDevice([connected(), slotTaken()])
      .when((device) => freeLicenseSlot(device, intentId(1), 'UNLINKED'))
      .then([slotFreed(L1, 'UNLINKED')]);
  });

  it('is not freed of an activation that another one took it from, of another license or of the same', () => {
    givenDevice([connected(), slotTaken(), slotTaken({ licenseId: L2 })])
      .when((device) => freeLicenseSlot(device, intentId(1), 'UNLINKED'))
      .thenNothing();
    givenDevice([connected(), slotTaken(), slotTaken()])
      .when((device) => freeLicenseSlot(device, intentId(1), 'NOT_ACTIVATED'))
      .thenNothing();
  });

  it('is not freed twice', () => {
    givenDevice([connected(), slotTaken(), slotFreed()])
      .when((device) => freeLicenseSlot(device, intentId(1), 'UNLINKED'))
      .thenNothing();
  });

  it('stays with the license that took it meanwhile', () => {
    givenDevice([connected(), slotTaken(), slotTaken({ licenseId: L2 }), slotFreed(L1)])
      .asked((device) => device.slot?.licenseId)
      .answers(L2);
  });

  it('moves with the device from base to base', () => {
    givenDevice([connected(), slotTaken(), connected({ databaseId: WAREHOUSE })])
      .asked((device) => device.slot?.licenseId)
      .answers(L1);
  });
});

describe('a device’s stream', () => {
  it('begins with its first connection', () => {
    expect(() => givenDevice([slotTaken()])).toThrow('before DeviceConnected');
  });
});
