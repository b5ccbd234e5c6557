/** The table "Who may call what" of the design, as it was agreed: what the code's own table is held against. `o` is ○, `x` is ●. */
import { ROLES, type Role } from '../../src/domain/events.js';

const TABLE = `
| viewer, logCheckpoint                                                       | x | x | x | x | x | x | x | x |
| node, nodes                                                                 | x | x | x | x | x | o | x |   |
| license, licenses, licenseSummary, licensePosition                          | x | x | x | x | x |   | x |   |
| licenseByCode                                                               | x | x | x | x |   |   | x |   |
| device, devices, database, databases                                        | x | x | x | x | x | o | x |   |
| account, accounts                                                           | x | x | x | x | x |   | x | o |
| uploads                                                                     | x | x | x | x | x |   |   |   |
| orders                                                                      | x | x | x | x | x |   | x |   |
| supportCases, supportCaseChanged, openSupportCase                           | x | x | x | x |   |   |   |   |
| resolveSupportCase                                                          |   |   |   | x |   |   |   |   |
| events, compareLists, history                                               | x | x |   | x | x |   |   |   |
| diagnoseMissingLicense                                                      | x | x | x | x |   |   |   |   |
| rateDiagnosis                                                               | x | x | x | x |   |   |   |   |
| diagnosisFeedback                                                           |   |   |   | x |   |   |   |   |
| readModel, retryParkedEvents                                                |   |   |   | x |   |   |   | x |
| licenseChanged                                                              | x | x | x | x | x |   | x |   |
| registerDatabase, renameDatabase, changeDatabaseExchange, stopDatabase      | x | x |   |   |   |   |   |   |
| startDatabase, deleteDatabase                                               | x | x |   |   |   |   |   |   |
| reportDatabase, reportDevice                                                | x | x |   |   |   | o |   |   |
| renameDevice, unlinkDeviceFromDatabase                                      | x | x |   |   |   |   |   |   |
| addLicensesByCode, uploadLicenseFiles                                       | x | x | x |   |   |   |   |   |
| activateLicense, unlinkLicense, removeLicenseFromList, restoreLicenseToList | x | x |   |   |   |   |   |   |
| revealActivationCode                                                        | x | x |   |   |   |   |   |   |
| orderLicenses, orderRenewal, cancelOrder                                    | x | x | x |   |   |   |   |   |
| openAccount, issueLicenses, withdrawLicense, releaseLicense, replaceLicense |   |   |   |   |   |   | x |   |
| markOrderPaid, fulfilOrder                                                  |   |   |   |   |   |   | x |   |
`;

/** Which roles may call a field at all. */
export const ALLOWED: ReadonlyMap<string, readonly Role[]> = new Map(
  TABLE.trim()
    .split('\n')
    .flatMap((line) => {
      const [names = '', ...cells] = line.split('|').slice(1, -1);
      const roles = ROLES.filter((_role, index) => (cells[index] ?? '').trim() !== '');
      return names.split(',').map((name) => [name.trim(), roles] as const);
    }),
);
