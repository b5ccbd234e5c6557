/** The contract of `queries.ts`, answered by whichever file is served now. */
import { instantOf, millisOf, type Instant } from '../src/domain/ids.js';
import { accountPage, accountsById, countAccounts } from './account/account-queries.js';
import type { Advances } from './advances.js';
import { countDatabases, databasePage, databasesById } from './database/database-queries.js';
import { lapsedLicenses } from './device/device-mode-sql.js';
import { deviceModes } from './device/device-modes.js';
import { countDevices, devicePage, devicesById, devicesWithSerial } from './device/device-queries.js';
import { countEvents, eventPage } from './event/event-queries.js';
import { unrecordedExpiries } from './expiry/expiry-queries.js';
import { commentPage, countComments, feedbackByCause, feedbackTotals } from './feedback/feedback-queries.js';
import { licensePosition } from './license/license-position.js';
import { licenseListChanges } from './license/license-changes.js';
import { licensesTouched } from './license/licenses-touched.js';
import { countLicenses, licensePage, licensesById, licenseSummary, nextClockEnd } from './license/license-queries.js';
import {
  unfinishedActivations,
  unfinishedFulfilments,
  unfinishedReplacements,
  unfinishedUploads,
} from './open-work/open-work-queries.js';
import { outcomesOf } from './outcomes.js';
import { countOrders, orderById, orderPage } from './order/order-queries.js';
import type { Projector } from './project-batch.js';
import { parkedAmong } from './parked-queries.js';
import type { Moment, ReadModelQueries } from './queries.js';
import { Reading, type Statements } from './reading.js';
import { sql } from './sql.js';
import {
  accountsWithOpenCases,
  countSupportCaseQueue,
  countSupportCases,
  nextOpenCase,
  openCasesWaitingFor,
  supportCaseById,
  supportCasePage,
  supportCaseQueue,
} from './support-case/support-case-queries.js';
import {
  acceptedFile,
  countUploadResults,
  countUploads,
  rejectedUploadItems,
  uploadById,
  uploadPage,
  uploadResultPage,
} from './upload/upload-queries.js';

export interface ServedFile {
  readonly projector: Projector;
  readonly statements: Statements;
}

export function readModelQueries(served: () => ServedFile, advances: Advances): ReadModelQueries {
  const statements = (): Statements => served().statements;
  const positionAt = (time: Instant): number =>
    statements().get<{ readonly position: number }>(
      sql`SELECT last_position AS position FROM log_time WHERE recorded_at <= ${millisOf(time)} ORDER BY recorded_at DESC LIMIT 1`,
    )?.position ?? 0;
  const reading = (moment: Moment): Reading => new Reading(moment, served().projector.checkpoint.position);
  return {
    checkpoint: () => {
      const { position, recordedAt, epoch } = served().projector.checkpoint;
      return { position, recordedAt: recordedAt === null ? null : instantOf(recordedAt), epoch };
    },
    waitFor: (position, timeoutMs) => advances.waitFor(position, timeoutMs),
    onAdvance: (listener) => advances.onAdvance(listener),
    onListChange: (account, listener) => advances.onListChange(account, listener),
    onCaseChange: (id, listener) => advances.onCaseChange(id, listener),
    onRepair: (listener) => advances.onRepair(listener),
    repairedSince: (position) => advances.repairedSince(position),
    outcomesOf: (event) => outcomesOf(served().projector, event),
    positionAt,
    recordedAtOf: (position) => {
      const row = statements().get<{ readonly time: number }>(
        sql`SELECT recorded_at AS time FROM log_time WHERE first_position <= ${position} ORDER BY first_position DESC LIMIT 1`,
      );
      return row ? instantOf(row.time) : null;
    },

    licenses: (moment, account, query) => licensePage(statements(), reading(moment), account, query),
    countLicenses: (moment, account, where) => countLicenses(statements(), reading(moment), account, where),
    licenseSummary: (moment, account) => licenseSummary(statements(), reading(moment), account),
    licensePosition: (moment, account) => licensePosition(statements(), reading(moment), account),
    licensesById: (moment, ids) => licensesById(statements(), reading(moment), ids),
    licenseListChanges: (account, after, limit) => licenseListChanges(statements(), account, after, limit),
    nextClockEnd: (account, after) => nextClockEnd(statements(), account, after),

    licensesTouched: (account, between, after, limit) => licensesTouched(statements(), account, between, after, limit),

    events: (moment, scope, query) => eventPage(statements(), moment, scope, query, positionAt),
    countEvents: (moment, scope, where) => countEvents(statements(), moment, scope, where ?? {}, positionAt),

    devices: (moment, account, query) => devicePage(statements(), reading(moment), account, query),
    countDevices: (moment, account, where) => countDevices(statements(), reading(moment), account, where),
    devicesById: (moment, ids) => devicesById(statements(), reading(moment), ids),
    deviceModes: (moment, ids) => deviceModes(statements(), reading(moment), ids),

    databases: (moment, account, query) => databasePage(statements(), reading(moment), account, query),
    countDatabases: (moment, account, where) => countDatabases(statements(), reading(moment), account, where),
    databasesById: (moment, ids) => databasesById(statements(), reading(moment), ids),

    accounts: (ids, query) => accountPage(statements(), ids, query),
    countAccounts: (ids, search) => countAccounts(statements(), ids, search),
    accountsById: (ids) => accountsById(statements(), ids),

    uploads: (account, query) => uploadPage(statements(), account, query),
    countUploads: (account) => countUploads(statements(), account),
    uploadById: (id) => uploadById(statements(), id),
    uploadResults: (id, query) => uploadResultPage(statements(), id, query),
    countUploadResults: (id) => countUploadResults(statements(), id),

    orders: (account, query) => orderPage(statements(), [account], query),
    countOrders: (account, status) => countOrders(statements(), [account], status),
    ordersOf: (accounts, query) => orderPage(statements(), accounts, query),
    countOrdersOf: (accounts, status) => countOrders(statements(), accounts, status),
    orderById: (id) => orderById(statements(), id),

    feedbackTotals: (accounts) => feedbackTotals(statements(), accounts),
    feedbackByCause: (accounts) => feedbackByCause(statements(), accounts),
    diagnosisComments: (accounts, query) => commentPage(statements(), accounts, query),
    countDiagnosisComments: (accounts) => countComments(statements(), accounts),
    supportCases: (account, query) => supportCasePage(statements(), account, query),
    countSupportCases: (account, status) => countSupportCases(statements(), account, status),
    supportCaseById: (id) => supportCaseById(statements(), id),
    supportCaseQueue: (accounts, query) => supportCaseQueue(statements(), accounts, query),
    countSupportCaseQueue: (accounts, status) => countSupportCaseQueue(statements(), accounts, status),
    nextOpenCase: (account, after) => nextOpenCase(statements(), account, after),
    openCasesWaitingFor: (licenses) => openCasesWaitingFor(statements(), licenses),
    accountsWithOpenCases: () => accountsWithOpenCases(statements()),

    devicesWithSerial: (account, serialNumber, limit) => devicesWithSerial(statements(), account, serialNumber, limit),
    lapsedLicenses: (moment, base, limit) => lapsedLicenses(statements(), reading(moment), base, limit),
    rejectedUploadItems: (account, about, limit) => rejectedUploadItems(statements(), account, about, limit),
    acceptedFile: (account, fileName) => acceptedFile(statements(), account, fileName),
    parkedAmong: (streams) => parkedAmong(statements(), streams),

    unfinishedActivations: (limit) => unfinishedActivations(statements(), limit),
    unfinishedUploads: (limit) => unfinishedUploads(statements(), limit),
    unrecordedExpiries: (now, limit) => unrecordedExpiries(statements(), now, limit),
    unfinishedFulfilments: (limit) => unfinishedFulfilments(statements(), limit),
    unfinishedReplacements: (limit) => unfinishedReplacements(statements(), limit),
  };
}
