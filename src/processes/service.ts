/** The cabinet's service over one log: every command and process, with what they need. */
import { openAccount, rateDiagnosis } from '../commands/account-commands.js';
import {
  changeDatabaseExchange,
  deleteDatabase,
  registerDatabase,
  renameDatabase,
  reportDatabase,
  startDatabase,
  stopDatabase,
} from '../commands/database-commands.js';
import type { CommandDeps } from '../commands/deps.js';
import { renameDevice, unlinkDeviceFromDatabase } from '../commands/device-commands.js';
import { deviceIdOf, licenseIdOf } from '../commands/identity.js';
import {
  removeLicenseFromList,
  restoreLicenseToList,
  revealActivationCode,
  withdrawLicense,
} from '../commands/license-commands.js';
import { cancelOrder, markOrderPaid, orderLicenses, orderRenewal } from '../commands/order-commands.js';
import { caseByLog, openSupportCase, resolveSupportCase } from '../commands/support-case-commands.js';
import { readActivationCode } from '../domain/activation-code.js';
import type { CabinetService } from './cabinet-service.js';
import { reportDevice } from './device-report.js';
import { fulfilOrder } from './fulfilment.js';
import type { Guesses } from './guesses.js';
import { activateLicense, unlinkLicense } from './license-activation.js';
import { issueLicenses } from './license-issue.js';
import { releaseLicense } from './license-release.js';
import { addLicensesByCode, uploadLicenseFiles, type LicenseFiles } from './license-upload.js';
import { replaceLicense } from './replacement.js';

export interface ServiceDeps extends CommandDeps {
  readonly licenseFiles: LicenseFiles;
  readonly guesses: Guesses;
}

export function createCabinetService(deps: ServiceDeps): CabinetService {
  return {
    openAccount: (call, input) => openAccount(deps, call, input),
    registerDatabase: (call, input) => registerDatabase(deps, call, input),
    renameDatabase: (call, input) => renameDatabase(deps, call, input),
    changeDatabaseExchange: (call, input) => changeDatabaseExchange(deps, call, input),
    stopDatabase: (call, input) => stopDatabase(deps, call, input),
    startDatabase: (call, input) => startDatabase(deps, call, input),
    deleteDatabase: (call, input) => deleteDatabase(deps, call, input),
    reportDatabase: (call, input) => reportDatabase(deps, call, input),
    reportDevice: (call, input) => reportDevice(deps, deps.guesses, call, input),
    renameDevice: (call, input) => renameDevice(deps, call, input),
    unlinkDeviceFromDatabase: (call, input) => unlinkDeviceFromDatabase(deps, call, input),
    addLicensesByCode: (call, input) => addLicensesByCode(deps, deps.guesses, call, input),
    uploadLicenseFiles: (call, input) => uploadLicenseFiles(deps, deps.licenseFiles, call, input),
    activateLicense: (call, input) => activateLicense(deps, deps.guesses, call, input),
    unlinkLicense: (call, input) => unlinkLicense(deps, call, input),
    removeLicenseFromList: (call, input) => removeLicenseFromList(deps, call, input),
    restoreLicenseToList: (call, input) => restoreLicenseToList(deps, call, input),
    revealActivationCode: (call, input) => revealActivationCode(deps, call, input),
    issueLicenses: (call, input) => issueLicenses(deps, call, input),
    withdrawLicense: (call, input) => withdrawLicense(deps, call, input),
    releaseLicense: (call, input) => releaseLicense(deps, call, input),
    replaceLicense: (call, input) => replaceLicense(deps, call, input),
    orderLicenses: (call, input) => orderLicenses(deps, call, input),
    orderRenewal: (call, input) => orderRenewal(deps, call, input),
    cancelOrder: (call, input) => cancelOrder(deps, call, input),
    markOrderPaid: (call, input) => markOrderPaid(deps, call, input),
    fulfilOrder: (call, input) => fulfilOrder(deps, call, input),
    rateDiagnosis: (call, input) => rateDiagnosis(deps, call, input),
    openSupportCase: (call, input) => openSupportCase(deps, call, input),
    resolveSupportCase: (call, input) => resolveSupportCase(deps, call, input),
    caseByLog: (id) => caseByLog(deps, id),
    licenseIdOfCode: (typed) => {
      const reading = readActivationCode(typed);
      return reading.ok ? licenseIdOf(deps.keys, reading.code) : undefined;
    },
    deviceIdOfCode: (account, typed) => deviceIdOf(deps.keys, account, typed.trim().normalize('NFC')),
  };
}
