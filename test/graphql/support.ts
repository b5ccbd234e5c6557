/** The whole API over a real log, read model and service, on a port of its own; tokens of any viewer. */
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import type { ProjectionFaults } from '../../projections/faults.js';
import { openReadModel, type ReadModel } from '../../projections/open-read-model.js';
import type { TransparencyLog } from '../../src/audit/transparency-log.js';
import { createGuessLimit } from '../../src/auth/guess-limit.js';
import { eventAt, eventOf, storedAt } from '../../src/event-store/event-at.js';
import { diagnose } from '../../src/diagnosis/diagnose.js';
import { diagnoseCase } from '../../src/diagnosis/snapshot.js';
import type { Diagnosis } from '../../src/diagnosis/cause.js';
import type { Question } from '../../src/diagnosis/question.js';
import type { GraphqlContext } from '../../src/graphql/context.js';
import { graphqlPlugin, type GraphqlPluginDeps } from '../../src/graphql/http.js';
import { authenticateRequests, requireViewer } from '../../src/http/authenticate.js';
import { answerErrors } from '../../src/http/http-errors.js';
import { followCases } from '../../src/processes/follow-cases.js';
import { KEY_ID, ownerClaims, token, verifier } from '../auth/issuer.js';
import { retryParkedEvents } from '../../src/processes/retry-parked-events.js';
import { openAudit } from '../support/audit.js';
import { openCabinet, type Cabinet } from '../support/cabinet.js';

export interface Answer<Data> {
  readonly status: number;
  readonly data: Data;
  readonly errors: readonly ApiError[];
}
export interface ApiError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: {
    readonly code: string;
    readonly fields?: readonly string[];
    readonly correlationId?: string;
    readonly retryable?: boolean;
  };
}

export interface Api {
  readonly cabinet: Cabinet;
  readonly readModel: ReadModel;
  readonly audit: TransparencyLog;
  readonly app: FastifyInstance;
  readonly url: string;
  /** What was logged as an error. */
  readonly logged: readonly Readonly<Record<string, unknown>>[];
  ask<Data = never>(
    bearer: string,
    query: string,
    variables?: object,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer<Data>>;
  /** The data of an answer that must have no errors. */
  data<Data>(bearer: string, query: string, variables?: object): Promise<Data>;
  /** Runs a mutation and answers its payload. */
  mutate<Payload>(
    bearer: string,
    name: string,
    input: object,
    selection: string,
  ): Promise<Payload & { readonly errors: readonly { readonly code: string }[] }>;
  close(): Promise<void>;
}

export const bearerOf = (role: string, claims: Readonly<Record<string, unknown>> = {}): string =>
  token({
    claims: { ...ownerClaims, exp: Math.floor(Date.now() / 1_000) + 3_600, sub: `usr_${role.toLowerCase()}`, role, ...claims },
  });

export const OWNER = bearerOf('OWNER', { accounts: ['acc_shop'] });
export const VENDOR = bearerOf('VENDOR', { accounts: ['*'] });
export const STRANGER = bearerOf('OWNER', { accounts: ['acc_other'], sub: 'usr_stranger' });
export const ENGLISH = { 'accept-language': 'en' };

/** A gentle close waits for its clients, as a server does; fetch leaves connections open on which it never asked anything. */
export async function openApi(
  { faults, ...options }: Partial<GraphqlPluginDeps> & { readonly faults?: ProjectionFaults } = {},
  close: 'gentle' | 'forced' = 'forced',
): Promise<Api> {
  const cabinet = await openCabinet();
  const clock = (): number => Date.parse(cabinet.deps.now());
  const readModel = await openReadModel({
    folder: join(cabinet.folder, 'read-model'),
    store: cabinet.store,
    clock,
    ...(faults && { faults }),
  });
  readModel.start();
  const tokens = verifier(Date.now);
  const logged: Record<string, unknown>[] = [];
  const asked = (question: Question): Promise<Diagnosis | undefined> =>
    diagnose({ store: cabinet.store, queries: readModel.queries, now: cabinet.deps.now }, question);
  const cases = followCases({
    ...cabinet.deps,
    queries: readModel.queries,
    diagnose: diagnoseCase(asked),
    failed: (error) => logged.push({ err: error, message: 'case resolver' }),
  });
  const audit = await openAudit(cabinet.log, { clock });
  const app = fastify({ forceCloseConnections: close === 'forced' });
  answerErrors(app);
  authenticateRequests(app, tokens);
  await graphqlPlugin({
    queries: readModel.queries,
    service: cabinet.service,
    now: cabinet.deps.now,
    guesses: createGuessLimit(clock, 3),
    readModel: {
      status: () => readModel.status(),
      retryParkedEvents: (call, input) => retryParkedEvents(cabinet.deps, (stream) => readModel.retryParked(stream), call, input),
    },
    diagnose: asked,
    eventAt: (position) => eventAt(cabinet.store, position),
    storedAt: (position) => storedAt(cabinet.store, position),
    eventOf: (stream, revision) => eventOf(cabinet.store, stream, revision),
    audit,
    spool: () => Promise.reject(new Error('no files in this test')),
    log: { error: (fields, message) => logged.push({ ...fields, message }) },
    clockCheckMs: 20,
    viewerOf: requireViewer,
    verifier: tokens,
    ...options,
  })(app);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${String((app.server.address() as AddressInfo).port)}`;

  const ask: Api['ask'] = async (bearer, query, variables = {}, headers = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}`, ...headers },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors = [] } = (await response.json()) as { data: never; errors?: ApiError[] };
    return { status: response.status, data, errors };
  };
  const data: Api['data'] = async <Data>(bearer: string, query: string, variables?: object) => {
    const answer = await ask<Data>(bearer, query, variables);
    if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
    return answer.data;
  };
  return {
    cabinet,
    readModel,
    audit,
    app,
    url,
    logged,
    ask,
    data,
    async mutate(bearer, name, input, selection) {
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
      const query = `mutation ($input: ${name === 'unlinkDeviceFromDatabase' ? 'UnlinkDeviceInput' : type}!) {
        ${name}(input: $input) { ${selection} errors { code message path } }
      }`;
      return (await data<Record<string, never>>(bearer, query, { input }))[name] as never;
    },
    async close() {
      await app.close();
      await cases.stop();
      await readModel.close();
      await cabinet.close();
    },
  };
}

export type { GraphqlContext };
export { KEY_ID };

/** An account with a cloud base and so many devices, each with an activated license; the last one of the codes is free. */
export async function openShop(api: Api, devices: number, accountId = 'acc_shop', bearer = OWNER) {
  await api.mutate(VENDOR, 'openAccount', { accountId, name: 'Магазин' }, 'account { id }');
  const { database } = await api.mutate<{ database: { id: string } }>(
    bearer,
    'registerDatabase',
    { name: 'Облако', kind: 'CLOUD', productName: 'Магазин 15' },
    'database { id }',
  );
  const items = Array.from({ length: devices + 1 }, () => ({
    kind: 'CLOUD',
    perpetual: false,
    months: 1,
    product: { name: 'Магазин 15' },
  }));
  const { issued } = await api.mutate<{ issued: { licenseId: string; code: string }[] }>(
    VENDOR,
    'issueLicenses',
    { accountId, items },
    'issued { licenseId code }',
  );
  let position = '';
  for (const [index, { code }] of issued.slice(0, devices).entries()) {
    const deviceCode = `D${String(index).padStart(3, '0')}`;
    const report = { databaseId: database.id, deviceCode, name: `ТСД ${deviceCode}`, activationCode: code };
    ({ position } = await api.mutate<{ position: string }>(bearer, 'reportDevice', report, 'position'));
  }
  return { databaseId: database.id, issued, position };
}
