/**
 * "Why is my license missing?": every cause that holds, with its evidence, and what was examined and excluded (domain.md, section 5).
 * Reads a handful of streams and rows, whatever the size of the estate.
 */
import { CAUSE_CODES, type Cause, type Check, type Diagnosis } from './cause.js';
import { movedToOtherDevice, noLicense, notActivated, unlinkedNotReactivated } from './checks/activation.js';
import { baseDeleted, baseStopped, wrongProduct } from './checks/bases.js';
import {
  clientTooOld,
  clockSkew,
  deviceCodeChanged,
  deviceNotConnected,
  deviceOnLocalBase,
  deviceOnOtherBase,
  deviceSilent,
} from './checks/devices.js';
import { filteredOut, mainNeverUploaded, removedFromList, uploadRejected } from './checks/list.js';
import { orderNotFulfilled, orderUnpaid } from './checks/orders.js';
import { deviceCloned } from './checks/clones.js';
import { deviceRowFault, isShown, licenseRowFault, projectionBehind } from './checks/read-model.js';
import {
  demoLicenseEnded,
  termEnded,
  termNotYetStarted,
  transferRefused,
  updatedAfterTheEnd,
  updatesEndedExchange,
} from './checks/terms.js';
import { claimedElsewhere, codeMistyped, codeUnknown, replaced, withdrawn, wrongAccount } from './checks/whereabouts.js';
import type { CauseCode } from './cause.js';
import { gatherFacts, type DiagnosisDeps, type Facts } from './facts.js';
import type { Finding } from './finding.js';
import type { Question } from './question.js';

/** Undefined where a cause cannot be meant: there is nothing of the kind that it is about. */
type CheckCause = (facts: Facts) => Finding | undefined;

const CHECKS: Readonly<Record<CauseCode, CheckCause>> = {
  CODE_MISTYPED: codeMistyped,
  CODE_UNKNOWN: codeUnknown,
  CLAIMED_ELSEWHERE: claimedElsewhere,
  WRONG_ACCOUNT: wrongAccount,
  FILTERED_OUT: filteredOut,
  PROJECTION_BEHIND: projectionBehind,
  WITHDRAWN: withdrawn,
  REPLACED: replaced,
  REMOVED_FROM_LIST: removedFromList,
  ORDER_UNPAID: orderUnpaid,
  ORDER_NOT_FULFILLED: orderNotFulfilled,
  UPLOAD_REJECTED: uploadRejected,
  BASE_DELETED: baseDeleted,
  BASE_STOPPED: baseStopped,
  DEVICE_CLONED: deviceCloned,
  DEVICE_NOT_CONNECTED: deviceNotConnected,
  CLOCK_SKEW: clockSkew,
  DEVICE_ON_OTHER_BASE: deviceOnOtherBase,
  DEVICE_ON_LOCAL_BASE: deviceOnLocalBase,
  TERM_NOT_STARTED: termNotYetStarted,
  TERM_ENDED: termEnded,
  DEMO_LICENSE_ENDED: demoLicenseEnded,
  UPDATES_ENDED_EXCHANGE: updatesEndedExchange,
  UPDATED_AFTER_END: updatedAfterTheEnd,
  UPDATES_ENDED_TRANSFER_REFUSED: transferRefused,
  WRONG_PRODUCT: wrongProduct,
  DEVICE_CODE_CHANGED: deviceCodeChanged,
  MOVED_TO_OTHER_DEVICE: movedToOtherDevice,
  UNLINKED_NOT_REACTIVATED: unlinkedNotReactivated,
  NOT_ACTIVATED: notActivated,
  MAIN_NEVER_UPLOADED: mainNeverUploaded,
  NO_LICENSE: noLicense,
  CLIENT_TOO_OLD: clientTooOld,
  DEVICE_SILENT_SINCE_ACTIVATION: deviceSilent,
  CLOUD_PROJECTION_FAULT: licenseRowFault,
  DEVICE_PROJECTION_FAULT: deviceRowFault,
};

/** Undefined where there is no such account. `head` is the log's last position. */
export async function diagnose(deps: DiagnosisDeps, question: Question): Promise<Diagnosis | undefined> {
  const { position } = await deps.store.head();
  const facts = await gatherFacts(deps, question);
  if (!facts) return undefined;
  const findings = CAUSE_CODES.flatMap((code) => CHECKS[code](facts) ?? []);
  const { licenseRow, license, device } = facts;
  return {
    askedAt: facts.now,
    position,
    listed: isShown(licenseRow, question.account),
    licenseId: license?.id ?? null,
    deviceId: device?.id ?? null,
    causes: findings.flatMap(causeOf),
    checks: findings.map(checkOf),
  };
}

function causeOf(finding: Finding): readonly Cause[] {
  if (finding.result !== 'FAILED') return [];
  const { code, certainty, evidence, missingFacts, details, nextAction } = finding;
  return [{ code, certainty, evidence, missingFacts, details, nextAction }];
}

const checkOf = (finding: Finding): Check => ({
  code: finding.code,
  result: finding.result,
  missingFacts: finding.result === 'PASSED' ? [] : finding.missingFacts,
  evidence: finding.result === 'NOT_DECIDABLE' ? [] : finding.evidence,
});
