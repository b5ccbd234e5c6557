/** Scenarios of the diagnosis, built through the public API and the test clock alone: a shop, its bases, devices and licenses. */
import { startTestServer, type TestServer } from '../support/server.js';

export interface CauseAnswer {
  readonly code: string;
  readonly certainty: string;
  readonly title: string;
  readonly explanation: string;
  readonly evidence: readonly { readonly type: string; readonly stream: string }[];
  readonly missingFacts: readonly string[];
  readonly nextAction: {
    readonly label: string;
    readonly mutation: string | null;
    readonly variables: { readonly input?: object } | null;
  } | null;
}

export interface DiagnosisAnswer {
  readonly listed: boolean;
  readonly license: { readonly id: string; readonly status: string } | null;
  readonly device: { readonly id: string } | null;
  readonly causes: readonly CauseAnswer[];
  readonly checks: readonly { readonly code: string; readonly result: string; readonly explanation: string }[];
}

export interface IssuedAnswer {
  readonly licenseId: string;
  readonly code: string;
}

const DIAGNOSE = `query ($input: DiagnoseMissingLicenseInput!) {
  diagnoseMissingLicense(input: $input) {
    listed license { id status } device { id }
    causes { code certainty title explanation evidence { type stream } missingFacts nextAction { label mutation variables } }
    checks { code result explanation }
  }
}`;

export const PRODUCT = { name: 'Магазин 15', level: 'Базовая' };
/** A cloud license of a year from the first activation. */
export const CLOUD = { kind: 'CLOUD', perpetual: false, months: 12, product: PRODUCT };
/** A main license with an update subscription of a year. */
export const MAIN = { kind: 'MAIN', perpetual: true, updatesUntil: '2027-03-01T00:00:00.000Z', product: PRODUCT };

export interface Shop {
  readonly server: TestServer;
  readonly owner: string;
  readonly vendor: string;
  readonly support: string;
  diagnose(input: object, token?: string): Promise<DiagnosisAnswer>;
  /** Codes of the causes, in their order. */
  causes(input: object, token?: string): Promise<readonly string[]>;
  mutate<Payload = object>(token: string, name: string, input: object, selection?: string): Promise<Payload & PayloadErrors>;
  base(kind: string, facts?: object): Promise<string>;
  issue(item: object, accountId?: string | null): Promise<IssuedAnswer>;
  report(databaseId: string, deviceCode: string, facts?: object): Promise<string>;
  activate(licenseId: string, deviceId: string): Promise<void>;
  unlink(licenseId: string): Promise<void>;
  /** Sends what a cause says, as it stands, and answers the codes of what was refused. */
  follow(cause: CauseAnswer | undefined, token?: string): Promise<readonly string[]>;
  /** An order by that mutation, paid and fulfilled; answers the codes of what was refused. */
  fulfilled(mutation: string, input: object): Promise<readonly string[]>;
  /** The same for the order that a cause says. */
  orderAndFulfil(cause: CauseAnswer): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface PayloadErrors {
  readonly errors: readonly { readonly code: string; readonly path: readonly string[] }[];
}

/** `page`: with the web page. */
export async function openShop(options: { readonly page?: boolean } = {}): Promise<Shop> {
  const server = await startTestServer(options);
  const vendor = await server.token('VENDOR');
  for (const [accountId, name] of [
    ['acc_shop', 'Магазин на Ленина'],
    ['acc_other', 'Супермаркет «Вега»'],
  ])
    await server.mutate(vendor, 'openAccount', { accountId, name });
  const owner = await server.token('OWNER', 'acc_shop');
  const support = await server.token('SUPPORT');
  const mutate: Shop['mutate'] = (token, name, input, selection = '') => server.mutate(token, name, input, selection);
  const must = async <Payload extends object>(token: string, name: string, input: object, selection = ''): Promise<Payload> => {
    const payload = await mutate<Payload>(token, name, input, selection);
    if (payload.errors.length > 0) throw new Error(`${name}: ${JSON.stringify(payload.errors)}`);
    return payload;
  };
  const diagnose: Shop['diagnose'] = async (input, token = owner) =>
    (await server.query<{ diagnoseMissingLicense: DiagnosisAnswer }>(token, DIAGNOSE, { input })).diagnoseMissingLicense;
  const fulfilled: Shop['fulfilled'] = async (mutation, input) => {
    const { order } = await must<{ order: { id: string } }>(owner, mutation, input, 'order { id }');
    await must(vendor, 'markOrderPaid', { orderId: order.id });
    return (await mutate(vendor, 'fulfilOrder', { orderId: order.id })).errors.map(({ code }) => code);
  };
  return {
    server,
    fulfilled,
    orderAndFulfil: ({ code, nextAction }) => {
      const { mutation, variables } = nextAction ?? {};
      if (!mutation || !variables?.input) throw new Error(`nothing to order for ${code}`);
      return fulfilled(mutation, variables.input);
    },
    owner,
    vendor,
    support,
    diagnose,
    causes: async (input, token) => (await diagnose(input, token)).causes.map(({ code }) => code),
    mutate,
    base: async (kind, facts = {}) => {
      const input = { name: `База ${kind}`, kind, ...facts };
      const { database } = await must<{ database: { id: string } }>(owner, 'registerDatabase', input, 'database { id }');
      return database.id;
    },
    issue: async (item, accountId = 'acc_shop') => {
      const input = { ...(accountId !== null && { accountId }), items: [item] };
      const { issued } = await must<{ issued: IssuedAnswer[] }>(vendor, 'issueLicenses', input, 'issued { licenseId code }');
      const [license] = issued;
      if (!license) throw new Error('nothing was issued');
      return license;
    },
    report: async (databaseId, deviceCode, facts = {}) => {
      const input = { databaseId, deviceCode, name: `ТСД ${deviceCode}`, ...facts };
      const { device } = await mutate<{ device: { id: string } }>(owner, 'reportDevice', input, 'device { id }');
      return device.id;
    },
    activate: async (licenseId, deviceId) => {
      await must(owner, 'activateLicense', { licenseId, deviceId });
    },
    unlink: async (licenseId) => {
      await must(owner, 'unlinkLicense', { licenseId, confirmWorkFinished: true });
    },
    follow: async (cause, token = owner) => {
      const { mutation, variables } = cause?.nextAction ?? {};
      if (!mutation || !variables?.input) throw new Error(`nothing to send for ${cause?.code ?? 'no cause'}`);
      return (await mutate(token, mutation, variables.input)).errors.map(({ code }) => code);
    },
    close: () => server.close(),
  };
}

/** The cause of that code, which must be there. */
export function causeOf(diagnosis: DiagnosisAnswer, code: string): CauseAnswer {
  const cause = diagnosis.causes.find((each) => each.code === code);
  if (!cause) throw new Error(`${code} is not among ${diagnosis.causes.map((each) => each.code).join(', ')}`);
  return cause;
}
