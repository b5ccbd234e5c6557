/** Two customers with the same things each, behind the whole GraphQL API: what one asks for of the other must not be there. */
import type { FastifyInstance } from 'fastify';
import { retryParkedEvents } from '../../src/processes/retry-parked-events.js';
import { diagnose } from '../../src/diagnosis/diagnose.js';
import { openReadModel } from '../../projections/open-read-model.js';
import { createGuessLimit } from '../../src/auth/guess-limit.js';
import type { Viewer } from '../../src/auth/viewer.js';
import { eventAt, eventOf, storedAt } from '../../src/event-store/event-at.js';
import { graphqlPlugin } from '../../src/graphql/http.js';
import type { Instant } from '../../src/domain/ids.js';
import type { GraphqlContext, GraphqlDeps } from '../../src/graphql/context.js';
import { requireViewer } from '../../src/http/authenticate.js';
import { openAudit } from '../support/audit.js';
import { openCabinet, valueOf, type Cabinet } from '../support/cabinet.js';
import { startHttp } from '../http/server.js';
import { verifier } from './issuer.js';

/** Ids of one customer's things. */
export interface Things {
  readonly account: string;
  /** The base that a gateway token is for. */
  readonly database: string;
  readonly device: string;
  /** Without a license. */
  readonly freeDevice: string;
  /** Active on `device`. */
  readonly license: string;
  readonly freeLicense: string;
  readonly code: string;
  /** Of licenses, not paid. */
  readonly order: string;
  /** Not paid either: one to cancel. */
  readonly unwantedOrder: string;
  readonly supportCase: string;
}

export interface TwoTenants {
  readonly app: FastifyInstance;
  readonly own: Things;
  readonly other: Things;
  /** Well-formed ids of nothing. */
  readonly nothing: Things;
  /** A second base of `own`, with a device of its own. */
  readonly secondBase: Pick<Things, 'database' | 'device'>;
  contextFor(viewer: Viewer): GraphqlContext;
  close(): Promise<void>;
}

export const ownName = 'Аптека «Ромашка»';
const UPDATES_UNTIL = '2027-03-01T00:00:00.000Z' as Instant;

async function openThings({ service, call }: Cabinet, account: string, name: string): Promise<Things> {
  const vendor = call({ role: 'VENDOR', viewer: 'vendor' });
  const owner = call({ accounts: [account], viewer: `owner of ${account}` });
  await valueOf(service.openAccount(vendor, { accountId: account, name }));
  const { databaseId: database } = await valueOf(
    service.registerDatabase(owner, { accountId: account, name: 'Склад', kind: 'LOCAL' }),
  );
  const report = async (deviceCode: string): Promise<string> =>
    (await valueOf(service.reportDevice(owner, { databaseId: database, deviceCode, name: deviceCode }))).deviceId ?? 'none';
  const [device, freeDevice] = [await report('A1B2C3D4'), await report('E5F6A7B8')];
  const item = { kind: 'MAIN', product: { name: 'Склад 15' }, perpetual: true, updatesUntil: UPDATES_UNTIL } as const;
  const { issued } = await valueOf(service.issueLicenses(vendor, { accountId: account, items: [item, item] }));
  const [first, second] = issued;
  if (!first || !second) throw new Error('two licenses were issued');
  await valueOf(service.addLicensesByCode(owner, { accountId: account, codes: [first.code, second.code] }));
  await valueOf(service.activateLicense(owner, { licenseId: first.licenseId, deviceId: device }));
  const order = async (): Promise<string> => {
    const items = [{ sku: 'MS-15', kind: 'MAIN', quantity: 1 }] as const;
    return (await valueOf(service.orderLicenses(owner, { accountId: account, items }))).orderId;
  };
  const nothingAsked = { code: null, licenseId: null, deviceId: null, databaseId: null, orderId: null, fileName: null } as const;
  const found = { position: 0, listed: false, licenseId: null, deviceId: null, causes: [], checks: [] } as const;
  const { caseId: supportCase } = await valueOf(
    service.openSupportCase(owner, {
      accountId: account,
      question: { ...nothingAsked, expectedKind: null },
      diagnose: () => Promise.resolve({ ...found, askedAt: UPDATES_UNTIL }),
    }),
  );
  return {
    account,
    database,
    device,
    freeDevice,
    license: first.licenseId,
    freeLicense: second.licenseId,
    code: first.code,
    order: await order(),
    unwantedOrder: await order(),
    supportCase,
  };
}

export async function openTwoTenants(): Promise<TwoTenants> {
  const cabinet = await openCabinet();
  const { service, store, folder, deps } = cabinet;
  const own = await openThings(cabinet, 'acc_own', ownName);
  const other = await openThings(cabinet, 'acc_other', 'Супермаркет «Вега»');
  const owner = cabinet.call({ accounts: [own.account] });
  const { databaseId } = await valueOf(
    service.registerDatabase(owner, { accountId: own.account, name: 'Второй', kind: 'CLOUD' }),
  );
  const { deviceId } = await valueOf(service.reportDevice(owner, { databaseId, deviceCode: 'SECOND', name: 'SECOND' }));

  const readModel = await openReadModel({ folder, store });
  await readModel.catchUp();
  const graphqlDeps: GraphqlDeps = {
    queries: readModel.queries,
    service,
    now: deps.now,
    guesses: createGuessLimit(() => 0),
    readModel: {
      status: () => readModel.status(),
      retryParkedEvents: (call, input) => retryParkedEvents(deps, (stream) => readModel.retryParked(stream), call, input),
    },
    diagnose: (question) => diagnose({ store, queries: readModel.queries, now: deps.now }, question),
    eventAt: (position) => eventAt(store, position),
    storedAt: (position) => storedAt(store, position),
    eventOf: (stream, revision) => eventOf(store, stream, revision),
    audit: await openAudit(cabinet.log),
    spool: (files) =>
      Promise.resolve({ files: files.map(({ name }) => ({ name, path: '/dev/null' })), remove: () => Promise.resolve() }),
    log: { error: (fields, message) => process.stderr.write(`${message} ${String(fields['err'])}\n`) },
    clockCheckMs: null,
  };
  const { app } = await startHttp({ routes: [graphqlPlugin({ ...graphqlDeps, viewerOf: requireViewer, verifier: verifier() })] });
  return {
    app,
    own,
    other,
    nothing: {
      account: 'acc_nothing',
      database: nothingLike(own.database),
      device: nothingLike(own.device),
      freeDevice: nothingLike(own.freeDevice),
      license: nothingLike(own.license),
      freeLicense: nothingLike(own.freeLicense),
      code: '00000-00000-00000-00000-00000',
      order: nothingLike(own.order),
      unwantedOrder: nothingLike(own.unwantedOrder),
      supportCase: nothingLike(own.supportCase),
    },
    secondBase: { database: databaseId, device: deviceId ?? 'none' },
    contextFor: (viewer) => ({ ...graphqlDeps, viewer, language: 'ru', correlationId: 'test', origin: null }),
    async close() {
      await app.close();
      await readModel.close();
      await cabinet.close();
    },
  };
}

const nothingLike = (id: string): string => `${id.split('_')[0] ?? ''}_${'0'.repeat(26)}`;
