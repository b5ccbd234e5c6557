/** Facts that `import` takes: the service's mutations by name, with the shape of their input and whose they are unless the line says. */
import type { Call } from '../../commands/asker.js';
import { databaseIdOf, deviceIdOf } from '../../commands/identity.js';
import type { CommandKeys } from '../../commands/deps.js';
import type { Outcome } from '../../commands/outcome.js';
import type { Role } from '../../domain/events.js';
import { parseAccountId } from '../../domain/ids.js';
import type { CabinetService } from '../../processes/cabinet-service.js';
import { shape, type Shape } from './shapes.js';

/** Orders are placed and worked in the cabinet: what came of former ones are licenses that were issued and renewed. */
type OrderMutation = 'orderLicenses' | 'orderRenewal' | 'cancelOrder' | 'markOrderPaid' | 'fulfilOrder';

/** Nor are support cases facts of another system: their diagnoses are of this one. */
type CaseMutation = 'openSupportCase' | 'resolveSupportCase';

/** Nor those that read files of this machine, or that show a code. */
type FactName = Exclude<
  keyof CabinetService,
  | OrderMutation
  | 'rateDiagnosis'
  | CaseMutation
  | 'uploadLicenseFiles'
  | 'revealActivationCode'
  | 'replaceLicense'
  | 'licenseIdOfCode'
  | 'deviceIdOfCode'
  | 'caseByLog'
>;

export interface Fact {
  readonly role: Role;
  readonly shape: Shape;
  /** `input` has the fact's shape. */
  readonly run: (service: CabinetService, call: Call, input: unknown) => Promise<Outcome<unknown>>;
}

const KIND = { oneOf: ['LOCAL', 'INTERNET_EXCHANGE', 'CLOUD'] } as const;

const DATABASE_FACTS = {
  productName: 'text',
  level: 'text',
  configuration: 'text',
  serverVersion: 'text',
  serverVersionReleasedAt: 'instant',
} as const;

const LICENSE_ITEM = shape(
  {
    kind: { oneOf: ['CLOUD', 'MAIN'] },
    product: { shape: shape({ name: 'text' }, { level: 'text', configuration: 'text', sku: 'text' }) },
    perpetual: 'boolean',
  },
  {
    code: 'text',
    demo: 'boolean',
    validFrom: 'instant',
    validUntil: 'instant',
    updatesUntil: 'instant',
    months: 'number',
  },
);

const DEVICE_REPORT = {
  model: 'text',
  os: 'text',
  clientVersion: 'text',
  serverVersion: 'text',
  serialNumber: 'text',
  connected: 'boolean',
  activationCode: 'text',
  deviceTime: 'instant',
  occurredAt: 'instant',
} as const;

const ONE_LICENSE = shape({ licenseId: 'text' });
const ONE_DATABASE = shape({ databaseId: 'text' });

/** The input was read by the shape beside it, which says what the service's own type says. */
const fact = <Name extends FactName>(name: Name, role: Role, inputShape: Shape): Fact => ({
  role,
  shape: inputShape,
  run: (service, call, input) => {
    const mutation = service[name] as (call: Call, input: unknown) => Promise<Outcome<unknown>>;
    return mutation.call(service, call, input);
  },
});

export const FACTS: Readonly<Record<FactName, Fact>> = {
  openAccount: fact('openAccount', 'VENDOR', shape({ name: 'text' }, { accountId: 'text', locale: 'text', timeZone: 'text' })),
  registerDatabase: fact(
    'registerDatabase',
    'OWNER',
    shape({ accountId: 'text', name: 'text', kind: KIND }, { databaseId: 'text', ...DATABASE_FACTS }),
  ),
  renameDatabase: fact('renameDatabase', 'OWNER', shape({ databaseId: 'text', name: 'text' })),
  changeDatabaseExchange: fact('changeDatabaseExchange', 'OWNER', shape({ databaseId: 'text', kind: KIND })),
  stopDatabase: fact('stopDatabase', 'OWNER', ONE_DATABASE),
  startDatabase: fact('startDatabase', 'OWNER', ONE_DATABASE),
  deleteDatabase: fact('deleteDatabase', 'OWNER', ONE_DATABASE),
  reportDatabase: fact('reportDatabase', 'OWNER', shape({ databaseId: 'text' }, { ...DATABASE_FACTS, occurredAt: 'instant' })),
  reportDevice: fact('reportDevice', 'OWNER', shape({ databaseId: 'text', deviceCode: 'text', name: 'text' }, DEVICE_REPORT)),
  renameDevice: fact('renameDevice', 'OWNER', shape({ deviceId: 'text', name: 'text' })),
  unlinkDeviceFromDatabase: fact('unlinkDeviceFromDatabase', 'OWNER', shape({ deviceId: 'text', databaseId: 'text' })),
  addLicensesByCode: fact('addLicensesByCode', 'OWNER', shape({ accountId: 'text', codes: 'texts' })),
  activateLicense: fact(
    'activateLicense',
    'OWNER',
    shape({ deviceId: 'text' }, { licenseId: 'text', activationCode: 'text', occurredAt: 'instant' }),
  ),
  unlinkLicense: fact('unlinkLicense', 'OWNER', shape({ licenseId: 'text', confirmWorkFinished: 'boolean' })),
  removeLicenseFromList: fact('removeLicenseFromList', 'OWNER', ONE_LICENSE),
  restoreLicenseToList: fact('restoreLicenseToList', 'OWNER', ONE_LICENSE),
  issueLicenses: fact('issueLicenses', 'VENDOR', shape({ items: { listOf: LICENSE_ITEM } }, { accountId: 'text' })),
  withdrawLicense: fact('withdrawLicense', 'VENDOR', shape({ licenseId: 'text', reason: 'text' })),
  releaseLicense: fact('releaseLicense', 'VENDOR', shape({ licenseId: 'text', reason: 'text' }, { toAccountId: 'text' })),
};

export const factNamed = (name: unknown): Fact | undefined =>
  typeof name === 'string' && Object.hasOwn(FACTS, name) ? FACTS[name as FactName] : undefined;

/**
 * Whoever writes facts knows a base by its GUID, a device and a license by their codes, and not by ids that come from a key of this
 * installation: `accountId` with `databaseGuid` or `deviceCode`, and `activationCode`, stand for them wherever an id is asked for.
 */
export function withIds(
  input: unknown,
  fact: Fact,
  keys: CommandKeys,
  service: Pick<CabinetService, 'licenseIdOfCode'>,
): unknown {
  // A base is registered by its GUID itself.
  if (typeof input !== 'object' || input === null || Array.isArray(input) || fact === FACTS.registerDatabase) return input;
  const { required, optional } = fact.shape;
  const { accountId, databaseGuid, deviceCode, activationCode, ...rest } = input as Readonly<Record<string, unknown>>;
  const takes = (field: string): boolean => Object.hasOwn(required, field) || Object.hasOwn(optional, field);
  const account = typeof accountId === 'string' ? parseAccountId(accountId) : undefined;
  const named: Record<string, unknown> = { ...rest };
  const byGuid = account && typeof databaseGuid === 'string' && takes('databaseId') && named['databaseId'] === undefined;
  const byDevice = account && typeof deviceCode === 'string' && takes('deviceId') && !takes('deviceCode');
  const byCode = typeof activationCode === 'string' && takes('licenseId') && !takes('activationCode');
  if (byGuid) named['databaseId'] = databaseIdOf(keys, account, databaseGuid.trim().toLowerCase());
  else if (databaseGuid !== undefined) named['databaseGuid'] = databaseGuid;
  if (byDevice) named['deviceId'] = deviceIdOf(keys, account, deviceCode.trim().normalize('NFC'));
  else if (deviceCode !== undefined) named['deviceCode'] = deviceCode;
  if (byCode) named['licenseId'] = service.licenseIdOfCode(activationCode) ?? '';
  else if (activationCode !== undefined) named['activationCode'] = activationCode;
  if (accountId !== undefined && (takes('accountId') || !(byGuid || byDevice))) named['accountId'] = accountId;
  return named;
}
