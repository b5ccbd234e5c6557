/**
 * Who may call what: the one table (roles.md). A root field that is missing here fails the build of the schema, and so does a row without
 * a field (`src/graphql/guard.ts`).
 */
import type { Role } from '../domain/events.js';

/**
 * How far a role gets in a field: ACCOUNTS: all things of the accounts that its token reaches; ITS_BASE: a gateway's own base and that
 * base's devices; IDS_ONLY: ids, and no customer's data beside them. A role that is not named is refused with FORBIDDEN.
 */
export type Reach = 'ACCOUNTS' | 'ITS_BASE' | 'IDS_ONLY';

export type AccessRule = Readonly<Partial<Record<Role, Reach>>>;

const to = (...roles: readonly Role[]): AccessRule => Object.fromEntries(roles.map((role) => [role, 'ACCOUNTS']));

const EVERYBODY = to('OWNER', 'MEMBER', 'PARTNER', 'SUPPORT', 'AUDITOR', 'GATEWAY', 'VENDOR', 'OPERATOR');
const READERS = to('OWNER', 'MEMBER', 'PARTNER', 'SUPPORT', 'AUDITOR', 'VENDOR');
const READERS_AND_GATEWAY: AccessRule = { ...READERS, GATEWAY: 'ITS_BASE' };
const MEMBERS = to('OWNER', 'MEMBER');
const MEMBERS_AND_GATEWAY: AccessRule = { ...MEMBERS, GATEWAY: 'ITS_BASE' };
const MEMBERS_AND_PARTNER = to('OWNER', 'MEMBER', 'PARTNER');
const MEMBERS_PARTNER_AND_SUPPORT = to('OWNER', 'MEMBER', 'PARTNER', 'SUPPORT');
const VENDOR = to('VENDOR');

/** Of events (roles.md): also where a change of the list says what happened. */
export const EVENT_READERS = to('OWNER', 'MEMBER', 'SUPPORT', 'AUDITOR');

/** By `Type.field`. Fields of other types than the root ones are named only where they are narrower than the field that led to them. */
export const ACCESS: Readonly<Record<string, AccessRule>> = {
  'Query.viewer': EVERYBODY,
  'Query.logCheckpoint': EVERYBODY,
  'Query.node': READERS_AND_GATEWAY,
  'Query.nodes': READERS_AND_GATEWAY,
  'Query.license': READERS,
  'Query.licenses': READERS,
  'Query.licenseSummary': READERS,
  'Query.licensePosition': READERS,
  'Query.licenseByCode': to('OWNER', 'MEMBER', 'PARTNER', 'SUPPORT', 'VENDOR'),
  'Query.device': READERS_AND_GATEWAY,
  'Query.devices': READERS_AND_GATEWAY,
  'Query.database': READERS_AND_GATEWAY,
  'Query.databases': READERS_AND_GATEWAY,
  'Query.account': { ...READERS, OPERATOR: 'IDS_ONLY' },
  'Query.accounts': { ...READERS, OPERATOR: 'IDS_ONLY' },
  'Query.diagnosisFeedback': to('SUPPORT'),
  'Query.readModel': to('SUPPORT', 'OPERATOR'),
  'Query.diagnoseMissingLicense': MEMBERS_PARTNER_AND_SUPPORT,
  'Query.uploads': to('OWNER', 'MEMBER', 'PARTNER', 'SUPPORT', 'AUDITOR'),
  'Query.orders': READERS,
  'Query.supportCases': MEMBERS_PARTNER_AND_SUPPORT,
  'Query.events': EVENT_READERS,
  'Query.compareLists': EVENT_READERS,
  'License.history': EVENT_READERS,
  'Device.history': EVENT_READERS,
  'Database.history': EVENT_READERS,
  'Order.history': EVENT_READERS,
  'SupportCase.history': EVENT_READERS,

  'Subscription.licenseChanged': READERS,
  'Subscription.supportCaseChanged': MEMBERS_PARTNER_AND_SUPPORT,

  'Mutation.registerDatabase': MEMBERS,
  'Mutation.renameDatabase': MEMBERS,
  'Mutation.changeDatabaseExchange': MEMBERS,
  'Mutation.stopDatabase': MEMBERS,
  'Mutation.startDatabase': MEMBERS,
  'Mutation.deleteDatabase': MEMBERS,
  'Mutation.reportDatabase': MEMBERS_AND_GATEWAY,
  'Mutation.reportDevice': MEMBERS_AND_GATEWAY,
  'Mutation.renameDevice': MEMBERS,
  'Mutation.unlinkDeviceFromDatabase': MEMBERS,
  'Mutation.addLicensesByCode': MEMBERS_AND_PARTNER,
  'Mutation.uploadLicenseFiles': MEMBERS_AND_PARTNER,
  'Mutation.activateLicense': MEMBERS,
  'Mutation.unlinkLicense': MEMBERS,
  'Mutation.removeLicenseFromList': MEMBERS,
  'Mutation.restoreLicenseToList': MEMBERS,
  'Mutation.revealActivationCode': MEMBERS,
  'Mutation.orderLicenses': MEMBERS_AND_PARTNER,
  'Mutation.orderRenewal': MEMBERS_AND_PARTNER,
  'Mutation.cancelOrder': MEMBERS_AND_PARTNER,
  'Mutation.rateDiagnosis': MEMBERS_PARTNER_AND_SUPPORT,
  'Mutation.retryParkedEvents': to('SUPPORT', 'OPERATOR'),
  'Mutation.openSupportCase': MEMBERS_PARTNER_AND_SUPPORT,
  'Mutation.resolveSupportCase': to('SUPPORT'),
  'Mutation.openAccount': VENDOR,
  'Mutation.issueLicenses': VENDOR,
  'Mutation.withdrawLicense': VENDOR,
  'Mutation.releaseLicense': VENDOR,
  'Mutation.replaceLicense': VENDOR,
  'Mutation.markOrderPaid': VENDOR,
  'Mutation.fulfilOrder': VENDOR,
};

/** HTTP routes beside GraphQL that change or show an account's things. */
export const ROUTE_ACCESS = { 'POST /license-files': MEMBERS_AND_PARTNER } as const;

export const reachIn = (rule: AccessRule, role: Role): Reach | undefined => rule[role];
