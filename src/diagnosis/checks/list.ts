/** Why a license of the account is not in its list, or not in the list as it is filtered. */
import { doThis, excluded, holds, lastOf, send, type Finding } from '../finding.js';
import type { Facts } from '../facts.js';

export function filteredOut({ question, queries, licenseRow, now, checkpoint }: Facts): Finding | undefined {
  const { where, account } = question;
  if (!where || !licenseRow || licenseRow.source === null || licenseRow.accountId !== account) return undefined;
  const moment = { position: checkpoint, at: now };
  const shown = queries.countLicenses(moment, account, { and: [where, { licenseId: licenseRow.id }] }) > 0;
  return shown ? excluded('FILTERED_OUT') : holds('FILTERED_OUT', { evidence: [], nextAction: doThis('CLEAR_FILTER') });
}

export function removedFromList({ license, question }: Facts): Finding | undefined {
  if (!license) return undefined;
  if (!license.state.removedBy.has(question.account)) return excluded('REMOVED_FROM_LIST');
  return holds('REMOVED_FROM_LIST', {
    evidence: [lastOf(license.events, 'LicenseRemovedFromList')],
    nextAction: send('RESTORE_TO_LIST', 'restoreLicenseToList', { licenseId: license.id }),
  });
}

/** License files hold main licenses: what was not sent was not added. */
const noSuchFile = (fileName: string): Finding =>
  holds('MAIN_NEVER_UPLOADED', {
    evidence: [],
    certainty: 'LIKELY',
    missingFacts: ['FILE_NAME'],
    details: { variant: 'NO_SUCH_FILE', fileName },
    nextAction: doThis('ADD_BY_CODE'),
  });

/**
 * A main license comes into the list by hand alone (domain.md, section 1). The code is nothing that an answer of ours holds: who adds it
 * types it.
 */
export function mainNeverUploaded(facts: Facts): Finding | undefined {
  const { license, listed, question } = facts;
  if (!license) {
    const neverSent = question.fileName !== null && facts.rejectedItems.length === 0 && !facts.acceptedItem;
    if (neverSent && facts.whereabouts === 'NOT_ASKED') return noSuchFile(question.fileName);
    const mainWanted = question.expectedKind === 'MAIN' && question.code === null && question.licenseId === null;
    return mainWanted
      ? holds('MAIN_NEVER_UPLOADED', {
          evidence: [],
          certainty: 'LIKELY',
          missingFacts: ['ACTIVATION_CODE'],
          nextAction: doThis('ADD_BY_CODE'),
        })
      : undefined;
  }
  const { state, events } = license;
  if (state.kind !== 'MAIN') return undefined;
  const { account } = question;
  if (listed || state.removedBy.has(account)) return excluded('MAIN_NEVER_UPLOADED', [lastOf(events, 'LicenseUploaded')]);
  const evidence = [events[0], lastOf(events, 'LicenseActivated')];
  return holds('MAIN_NEVER_UPLOADED', { evidence, nextAction: doThis('ADD_BY_CODE') });
}

/** Of the file, or of the code, that was asked for; an upload of it that came in later excludes it. */
export function uploadRejected({ rejectedItems, acceptedItem, license, listed, question }: Facts): Finding | undefined {
  if (question.fileName === null && question.code === null) return undefined;
  const [newest] = rejectedItems;
  if (newest?.type !== 'UploadItemRejected') return excluded('UPLOAD_REJECTED', [acceptedItem]);
  const cameIn = [acceptedItem, license && listed ? lastOf(license.events, 'LicenseUploaded') : undefined];
  const cameLater = cameIn.find((event) => event && event.position > newest.position);
  if (cameLater) return excluded('UPLOAD_REJECTED', [cameLater]);
  const { item, outcome } = newest.data;
  const fileName = item.source === 'FILE' ? item.fileName.text : null;
  const details = { outcome, ...(fileName !== null && { fileName }) };
  return holds('UPLOAD_REJECTED', { evidence: rejectedItems, details, nextAction: doThis('UPLOAD_AGAIN') });
}
