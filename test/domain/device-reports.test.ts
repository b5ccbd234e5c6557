import { CLOCK_TOLERANCE_MS, reportDevice } from '../../src/domain/device-decisions.js';
import type { DeviceEvent } from '../../src/domain/device.js';
import { personal } from '../../src/domain/personal.js';
import { FACTS, L1, L2, SCANNER, WAREHOUSE, at, connected, day, factsChanged, givenDevice, onLicense, report, seen, slotFreed, slotTaken } from './things.js'; // prettier-ignore

const disconnected: DeviceEvent = { type: 'DeviceDisconnected', data: { databaseId: connected().data['databaseId' as never] } };

describe('the first report of a device', () => {
  it('connects it to the base with all that it said', () => {
    givenDevice([])
      .when((device) => reportDevice(device, report({ model: 'MC33', clientVersion: '1.5', reportedLicense: onLicense(L1) })))
      .then([connected({ model: 'MC33', clientVersion: '1.5', reportedLicense: onLicense(L1) })]);
  });

  it('that says it is gone leaves nothing behind', () => {
    givenDevice([])
      .when((device) => reportDevice(device, report({ connected: false })))
      .thenNothing();
  });
});

describe('a further report', () => {
  it('of the same facts changes nothing', () => {
    givenDevice([connected({ model: 'MC33', reportedLicense: onLicense(L1) })])
      .when((device) => reportDevice(device, report({ model: 'MC33', reportedLicense: onLicense(L1) })))
      .thenNothing();
  });

  it('that leaves facts out does not change them', () => {
    givenDevice([connected({ model: 'MC33', os: 'Android 11', reportedLicense: onLicense(L1) })])
      .when((device) => reportDevice(device, report()))
      .thenNothing();
  });

  it('records only what changed', () => {
    givenDevice([connected({ model: 'MC33', clientVersion: '1.4' })])
      .when((device) => reportDevice(device, report({ model: 'MC33', clientVersion: '1.5' })))
      .then([factsChanged({ clientVersion: '1.5' })]);
  });

  it('records a new reported name', () => {
    givenDevice([connected()])
      .when((device) => reportDevice(device, report({ name: personal(SCANNER, 'ТСД 2') })))
      .then([factsChanged({ name: personal(SCANNER, 'ТСД 2') })]);
  });

  it('records that the device runs on another license, or on none', () => {
    givenDevice([connected({ reportedLicense: onLicense(L1) })])
      .when((device) => reportDevice(device, report({ reportedLicense: onLicense(L2) })))
      .then([factsChanged({ reportedLicense: onLicense(L2) })]);
    givenDevice([connected({ reportedLicense: onLicense(L1) })])
      .when((device) => reportDevice(device, report({ reportedLicense: null })))
      .then([factsChanged({ reportedLicense: null })]);
  });

  it('is about the last known facts', () => {
    givenDevice([connected({ clientVersion: '1.4' }), factsChanged({ clientVersion: '1.5' })])
      .when((device) => reportDevice(device, report({ clientVersion: '1.5' })))
      .thenNothing();
  });
});

describe('a device is on one base, the last', () => {
  it('and a report from another base connects it there, with what was known of it', () => {
    givenDevice([connected({ model: 'MC33', reportedLicense: onLicense(L1) })])
      .when((device) => reportDevice(device, report({ databaseId: WAREHOUSE, clientVersion: '1.5' })))
      .then([connected({ databaseId: WAREHOUSE, model: 'MC33', clientVersion: '1.5', reportedLicense: onLicense(L1) })]);
  });

  it('and its base may say that it is gone', () => {
    givenDevice([connected()])
      .when((device) => reportDevice(device, report({ connected: false })))
      .then([disconnected]);
  });

  it('and of a device that is on another base a base can say nothing', () => {
    givenDevice([connected(), connected({ databaseId: WAREHOUSE })])
      .when((device) => reportDevice(device, report({ connected: false })))
      .thenNothing();
  });

  it('and a device that is gone is not gone twice', () => {
    givenDevice([connected(), disconnected])
      .when((device) => reportDevice(device, report({ connected: false })))
      .thenNothing();
  });

  it('and a device that was gone connects again', () => {
    givenDevice([connected(), disconnected])
      .when((device) => reportDevice(device, report()))
      .then([connected()]);
  });

  it('and having been on a cloud base once is never forgotten', () => {
    givenDevice([connected({ databaseKind: 'CLOUD' }), connected({ databaseId: WAREHOUSE })])
      .asked((device) => [device.databaseKind, device.everOnCloudBase])
      .answers(['LOCAL', true]);
  });

  it('and a device of local bases was never on a cloud base', () => {
    givenDevice([connected(), disconnected, connected({ databaseId: WAREHOUSE, databaseKind: 'INTERNET_EXCHANGE' })])
      .asked((device) => device.everOnCloudBase)
      .answers(false);
  });
});

describe('the clock of a device', () => {
  const off = CLOCK_TOLERANCE_MS + 1;

  it('that is off within the tolerance is no change', () => {
    givenDevice([connected()])
      .when((device) => reportDevice(device, report({ clockOffsetMs: CLOCK_TOLERANCE_MS })))
      .thenNothing();
  });

  it.each([off, -off])('that crosses the tolerance is a change: %i ms', (clockOffsetMs) => {
    givenDevice([connected()])
      .when((device) => reportDevice(device, report({ clockOffsetMs })))
      .then([factsChanged({ clockOffByMs: clockOffsetMs })]);
  });

  it('that stays beyond the tolerance is no change, whatever it reads', () => {
    givenDevice([connected({ clockOffByMs: off })])
      .when((device) => reportDevice(device, report({ clockOffsetMs: -3 * off })))
      .thenNothing();
  });

  it('that is set right is a change', () => {
    givenDevice([connected({ clockOffByMs: off })])
      .when((device) => reportDevice(device, report({ clockOffsetMs: 100 })))
      .then([factsChanged({ clockOffByMs: null })]);
  });

  it('is as it was where a report does not tell the time', () => {
    givenDevice([connected({ clockOffByMs: off })])
      .when((device) => reportDevice(device, report()))
      .thenNothing();
  });
});

describe('that a device was seen', () => {
  it('is recorded by the first report after its license was activated', () => {
    givenDevice([connected(), slotTaken()])
      .when((device) => reportDevice(device, report()))
      .then([seen]);
  });

  it('is recorded by the first report after its license was unlinked', () => {
    givenDevice([connected(), slotTaken(), seen, slotFreed()])
      .when((device) => reportDevice(device, report()))
      .then([seen]);
  });

  it('is recorded beside the facts that changed, or the base it moved to', () => {
    givenDevice([connected(), slotTaken()])
      .when((device) => reportDevice(device, report({ clientVersion: '1.5' })))
      .then([factsChanged({ clientVersion: '1.5' }), seen]);
    givenDevice([connected(), slotTaken()])
      .when((device) => reportDevice(device, report({ databaseId: WAREHOUSE })))
      .then([connected({ databaseId: WAREHOUSE }), seen]);
  });

  it('is recorded once for an activation', () => {
    givenDevice([connected(), slotTaken(), seen])
      .when((device) => reportDevice(device, report()))
      .thenNothing();
  });

  it('is not recorded for a changed fact alone: only DeviceSeen ends the silence', () => {
    givenDevice([connected(), slotTaken(), factsChanged({ clientVersion: '1.5' })])
      .when((device) => reportDevice(device, report()))
      .then([seen]);
  });

  it('is recorded at most once in 30 days of the same facts', () => {
    givenDevice([connected()])
      .when((device) => reportDevice(device, report({ at: day('2026-01-30') })))
      .thenNothing();
    givenDevice([connected()])
      .when((device) => reportDevice(device, report({ at: day('2026-01-31') })))
      .then([seen]);
    givenDevice([connected(), at(day('2026-01-31'), seen)])
      .when((device) => reportDevice(device, report({ at: day('2026-02-15') })))
      .thenNothing();
  });

  it('is not recorded again where a changed fact tells it after 30 days', () => {
    givenDevice([connected()])
      .when((device) => reportDevice(device, report({ at: day('2026-03-01'), clientVersion: '1.5' })))
      .then([factsChanged({ clientVersion: '1.5' })]);
  });

  it('bounds the time of the last report', () => {
    givenDevice([connected(), at(day('2026-02-01'), factsChanged({ clientVersion: '1.5' })), at(day('2026-03-05'), seen)])
      .asked((device) => device.lastReportedAt)
      .answers(day('2026-03-05'));
  });

  it('is not told by what others did to it', () => {
    givenDevice([connected(), at(day('2026-02-01'), slotTaken()), at(day('2026-03-01'), slotFreed())])
      .asked((device) => device.lastReportedAt)
      .answers(day('2026-01-01'));
  });
});

describe('an unlinked license is not taken back by the old device', () => {
  const unlinkedHere = [connected({ reportedLicense: onLicense(L1) }), slotTaken(), seen, slotFreed(), seen];

  it('while it goes on reporting it', () => {
    givenDevice(unlinkedHere)
      .when((device) => reportDevice(device, report({ reportedLicense: onLicense(L1) })))
      .thenNothing();
    givenDevice(unlinkedHere)
      .asked((device) => device.notTakenBack)
      .answers(new Set([L1]));
  });

  it('while it reports nothing of a license, also from another base', () => {
    givenDevice([...unlinkedHere, factsChanged({ clientVersion: '1.5' })])
      .asked((device) => device.notTakenBack)
      .answers(new Set([L1]));
    givenDevice([...unlinkedHere, connected({ databaseId: WAREHOUSE, reportedLicense: onLicense(L1) })])
      .asked((device) => device.notTakenBack)
      .answers(new Set([L1]));
  });

  it('that never said what it runs on and only moved to another base', () => {
    givenDevice([connected(), slotTaken(), seen, slotFreed(), seen, connected({ databaseId: WAREHOUSE })])
      .asked((device) => device.notTakenBack)
      .answers(new Set([L1]));
  });

  it('until it has once reported that it runs on none', () => {
    givenDevice([...unlinkedHere, factsChanged({ reportedLicense: null })])
      .asked((device) => device.notTakenBack)
      .answers(new Set());
  });

  it('until it has once reported another license', () => {
    givenDevice([...unlinkedHere, factsChanged({ reportedLicense: onLicense(L2) })])
      .asked((device) => device.notTakenBack)
      .answers(new Set());
  });

  it('until that report, even where it says what was known before', () => {
    givenDevice([connected(), slotTaken(), seen, slotFreed(), seen])
      .when((device) => reportDevice(device, report({ reportedLicense: null })))
      .then([factsChanged({ reportedLicense: null })]);
  });

  it('until that report, also where it comes from another base', () => {
    const past = [connected(), slotTaken(), seen, slotFreed(), seen];
    const moved = [connected({ databaseId: WAREHOUSE }), factsChanged({ reportedLicense: null })];
    givenDevice(past)
      .when((device) => reportDevice(device, report({ databaseId: WAREHOUSE, reportedLicense: null })))
      .then(moved);
    givenDevice([...past, ...moved])
      .asked((device) => device.notTakenBack)
      .answers(new Set());
  });

  it('until it is activated there again', () => {
    givenDevice([...unlinkedHere, slotTaken()])
      .asked((device) => device.notTakenBack)
      .answers(new Set());
  });

  it('also after a second license was unlinked from it', () => {
    givenDevice([...unlinkedHere, slotTaken({ licenseId: L2 }), slotFreed(L2)])
      .asked((device) => device.notTakenBack)
      .answers(new Set([L1, L2]));
    givenDevice([...unlinkedHere, slotTaken({ licenseId: L2 }), slotFreed(L2)])
      .when((device) => reportDevice(device, report({ reportedLicense: onLicense(L1) })))
      .then([factsChanged({ reportedLicense: onLicense(L1) }), seen]);
  });

  it.each(['RELEASED', 'NOT_ACTIVATED'] as const)(
    'but a slot that was freed for another reason (%s) refuses nothing',
    (reason) => {
      givenDevice([connected(), slotTaken(), slotFreed(L1, reason)])
        .asked((device) => device.notTakenBack)
        .answers(new Set());
    },
  );
});

describe('what a device does not say', () => {
  it('is not known', () => {
    givenDevice([])
      .when((device) => reportDevice(device, report()))
      .then([connected(FACTS)]);
  });
});
