/** One operation a root field, about given things. What differs by nature from call to call (positions, new ids) is not asked for. */
import type { Things } from './two-tenants.js';

const text = (value: string): string => JSON.stringify(value);
const ERRORS = 'errors { code path }';

const mutation =
  (name: string, input: (things: Things) => string, selection = '') =>
  (things: Things): string =>
    `mutation { ${name}(input: { ${input(things)} }) { ${selection} ${ERRORS} } }`;
const ofDatabase = (name: string, more = ''): ((things: Things) => string) =>
  mutation(name, ({ database }) => `databaseId: ${text(database)} ${more}`, 'database { id }');
const ofLicense = (name: string, selection = 'license { id }', more = ''): ((things: Things) => string) =>
  mutation(name, ({ license }) => `licenseId: ${text(license)} ${more}`, selection);
const ofOrder = (name: string, which: 'order' | 'unwantedOrder'): ((things: Things) => string) =>
  mutation(name, (things) => `orderId: ${text(things[which])}`, 'order { id }');
const list =
  (name: string, selection: string) =>
  ({ account }: Things): string =>
    `{ ${name}(accountId: ${text(account)}) { totalCount nodes { ${selection} } } }`;

const PRODUCT = 'kind: MAIN, product: { name: "Склад 15" }, perpetual: true, updatesUntil: "2027-03-01T00:00:00Z"';

/** In an order in which each can still do its work: what ends a thing comes last. */
export const OPERATIONS: Readonly<Record<string, (things: Things) => string>> = {
  viewer: () => '{ viewer { id role } }',
  node: ({ device }) => `{ node(id: ${text(device)}) { id } }`,
  nodes: ({ device, database }) => `{ nodes(ids: [${text(device)}, ${text(database)}]) { id } }`,
  license: ({ license }) => `{ license(id: ${text(license)}) { id device { id } } }`,
  licenses: list('licenses', 'id'),
  licenseSummary: ({ account }) => `{ licenseSummary(accountId: ${text(account)}) { total } }`,
  licensePosition: ({ account }) => `{ licensePosition(accountId: ${text(account)}) { total { owned } } }`,
  licenseByCode: ({ account, code }) => `{ licenseByCode(accountId: ${text(account)}, code: ${text(code)}) { id } }`,
  device: ({ device }) => `{ device(id: ${text(device)}) { id name } }`,
  devices: list('devices', 'id'),
  database: ({ database }) => `{ database(id: ${text(database)}) { id name } }`,
  databases: list('databases', 'id'),
  account: ({ account }) => `{ account(id: ${text(account)}) { id name } }`,
  accounts: () => '{ accounts { totalCount nodes { id name } } }',
  uploads: list('uploads', 'id'),
  orders: list('orders', 'id account { id } items { license { id } }'),
  diagnoseMissingLicense: ({ account, license }) =>
    `{ diagnoseMissingLicense(input: { accountId: ${text(account)}, licenseId: ${text(license)} }) { listed license { id } causes { code } } }`,
  diagnosisFeedback: () => '{ diagnosisFeedback { rated } }',
  logCheckpoint: () => '{ logCheckpoint { origin size rootHash } }',
  readModel: () => '{ readModel { version parked { stream } } }',
  events: list('events', 'id type data'),
  compareLists: ({ account }) =>
    `{ compareLists(accountId: ${text(account)}, from: { time: "2020-01-01T00:00:00Z" }, to: { time: "2026-03-01T09:00:00Z" }) { totalCount } }`,
  supportCases: list('supportCases', 'id account { id } diagnoses { listed }'),
  supportCaseChanged: ({ supportCase }) => `subscription { supportCaseChanged(caseId: ${text(supportCase)}) { id } }`,
  licenseChanged: ({ account }) => `subscription { licenseChanged(accountId: ${text(account)}) { removedLicenseId } }`,

  openAccount: mutation('openAccount', () => 'name: "Новый"'),
  registerDatabase: mutation('registerDatabase', ({ account }) => `accountId: ${text(account)}, name: "Новая", kind: CLOUD`),
  renameDatabase: ofDatabase('renameDatabase', 'name: "Иначе"'),
  changeDatabaseExchange: ofDatabase('changeDatabaseExchange', 'kind: INTERNET_EXCHANGE'),
  reportDatabase: ofDatabase('reportDatabase', 'serverVersion: "1.5.0.1"'),
  reportDevice: mutation(
    'reportDevice',
    ({ database }) => `databaseId: ${text(database)}, deviceCode: "E5F6A7B8", name: "ТСД"`,
    'device { id }',
  ),
  renameDevice: mutation('renameDevice', ({ device }) => `deviceId: ${text(device)}, name: "ТСД 1"`, 'device { id }'),
  addLicensesByCode: mutation(
    'addLicensesByCode',
    ({ account, code }) => `accountId: ${text(account)}, codes: [${text(code)}]`,
    'results { outcome }',
  ),
  uploadLicenseFiles: mutation('uploadLicenseFiles', ({ account }) => `accountId: ${text(account)}, files: []`),
  activateLicense: mutation(
    'activateLicense',
    ({ freeLicense, freeDevice }) => `licenseId: ${text(freeLicense)}, deviceId: ${text(freeDevice)}`,
    'license { id }',
  ),
  revealActivationCode: ofLicense('revealActivationCode', 'code'),
  issueLicenses: mutation('issueLicenses', ({ account }) => `accountId: ${text(account)}, items: [{ ${PRODUCT} }]`),
  orderLicenses: mutation(
    'orderLicenses',
    ({ account }) => `accountId: ${text(account)}, items: [{ sku: "MS-15", kind: MAIN, quantity: 1 }]`,
  ),
  orderRenewal: mutation('orderRenewal', ({ license }) => `licenseIds: [${text(license)}], clock: UPDATES, months: 12`),
  openSupportCase: mutation(
    'openSupportCase',
    ({ account, license }) => `accountId: ${text(account)}, diagnosis: { licenseId: ${text(license)} }`,
    'supportCase { account { id } }',
  ),
  resolveSupportCase: mutation(
    'resolveSupportCase',
    ({ supportCase }) => `caseId: ${text(supportCase)}, note: "готово"`,
    'supportCase { id }',
  ),
  cancelOrder: ofOrder('cancelOrder', 'unwantedOrder'),
  markOrderPaid: ofOrder('markOrderPaid', 'order'),
  fulfilOrder: ofOrder('fulfilOrder', 'order'),
  rateDiagnosis: mutation('rateDiagnosis', ({ account }) => `accountId: ${text(account)}, helped: true, causes: []`),
  retryParkedEvents: () => `mutation { retryParkedEvents(input: {}) { applied stillParked ${ERRORS} } }`,
  unlinkLicense: ofLicense('unlinkLicense', 'license { id }', 'confirmWorkFinished: true'),
  removeLicenseFromList: ofLicense('removeLicenseFromList'),
  restoreLicenseToList: ofLicense('restoreLicenseToList'),
  stopDatabase: ofDatabase('stopDatabase'),
  startDatabase: ofDatabase('startDatabase'),
  unlinkDeviceFromDatabase: mutation(
    'unlinkDeviceFromDatabase',
    ({ device, database }) => `deviceId: ${text(device)}, databaseId: ${text(database)}`,
    'device { id }',
  ),
  deleteDatabase: ofDatabase('deleteDatabase'),
  replaceLicense: ofLicense('replaceLicense', 'issued { licenseId }', 'product: { name: "Склад 15" }'),
  withdrawLicense: ofLicense('withdrawLicense', 'license { id }', 'reason: "ошибка"'),
  releaseLicense: ofLicense('releaseLicense', 'license { id }', 'reason: "ошибка"'),
};

/** Fields that name no account's thing: the same for everybody who may call them. */
export const WITHOUT_TENANT: readonly string[] = [
  'diagnosisFeedback',
  'logCheckpoint',
  'readModel',
  'retryParkedEvents',
  'viewer',
  'accounts',
  'openAccount',
];
