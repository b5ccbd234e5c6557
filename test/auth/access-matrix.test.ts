/** Every root field × every role × {own account, other account, no account, anonymous}. */
import { parse, subscribe } from 'graphql';
import { ACCESS } from '../../src/auth/access.js';
import { viewerOfClaims } from '../../src/auth/claims.js';
import { ROLES, type Role } from '../../src/domain/events.js';
import { maskError } from '../../src/graphql/masking.js';
import { guardSchema } from '../../src/graphql/guard.js';
import { buildKabinetSchema } from '../../src/graphql/schema.js';
import { buildSchema } from 'graphql';
import { bearer } from '../http/server.js';
import { OPERATIONS, WITHOUT_TENANT } from './operations.js';
import { ALLOWED } from './roles-table.js';
import { openTwoTenants, ownName, type Things, type TwoTenants } from './two-tenants.js';

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}
type Claims = Readonly<Record<string, unknown>>;

let tenants: TwoTenants;
beforeAll(async () => {
  tenants = await openTwoTenants();
});
afterAll(async () => {
  await tenants.close();
});

const schema = buildKabinetSchema();
const rootFields = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) =>
  Object.keys(type?.getFields() ?? {}),
);
/** In the order of `OPERATIONS`. */
const fields = Object.keys(OPERATIONS);
const isAllowed = (field: string, role: Role): boolean => ALLOWED.get(field)?.includes(role) ?? false;

const claimsOf = (role: Role, accounts: readonly string[], database = tenants.own.database): Claims => ({
  sub: `${role} of ${accounts.join()}`,
  role,
  accounts,
  ...(role === 'GATEWAY' && { database }),
});

/** The first answer of a subscription: what it refuses, or nothing at all. */
async function subscribed(document: string, claims: Claims): Promise<Answer> {
  const known = viewerOfClaims(claims);
  if (!known.ok) throw new Error(known.problem);
  const contextValue = tenants.contextFor(known.viewer);
  const result = await subscribe({ schema, document: parse(document), contextValue });
  if (!(Symbol.asyncIterator in result)) {
    return JSON.parse(JSON.stringify({ errors: result.errors?.map((error) => maskError(error, contextValue)) })) as Answer;
  }
  await result.return();
  return { data: {} };
}

async function ask(field: string, things: Things, claims: Claims): Promise<Answer> {
  const document = OPERATIONS[field]?.(things) ?? '';
  if (document.startsWith('subscription')) return subscribed(document, claims);
  const answer = await tenants.app.inject({
    method: 'POST',
    url: '/graphql',
    payload: { query: document },
    headers: bearer(claims),
  });
  return answer.json<Answer>();
}

const topCodes = ({ errors = [] }: Answer): readonly string[] => errors.map(({ extensions }) => extensions.code);
const payloadCodes = (answer: Answer): string => JSON.stringify(answer.data ?? null);

describe('the access table', () => {
  it('has a row for every root field, and no other', () => {
    expect(rootFields.toSorted()).toEqual([...ALLOWED.keys()].filter((name) => name !== 'history').sort());
    expect(fields.toSorted()).toEqual(rootFields.toSorted());
  });

  it('says what was agreed', () => {
    const inCode = Object.entries(ACCESS).map(([name, rule]) => [
      name.split('.')[1],
      ROLES.filter((role) => rule[role] !== undefined),
    ]);
    expect(Object.fromEntries(inCode)).toEqual(Object.fromEntries(ALLOWED));
  });

  it('fails the build for a new root field without a row, and for a row without a field', () => {
    const small = (): ReturnType<typeof buildSchema> => buildSchema('type Query { viewer: ID secret: ID }');
    expect(() => guardSchema(small(), { 'Query.viewer': {} })).toThrow(/no access rule for Query\.secret/);
    expect(() => guardSchema(small(), { 'Query.viewer': {}, 'Query.secret': {}, 'Query.gone': {} })).toThrow(
      /without a field.*Query\.gone/,
    );
    expect(() => guardSchema(small(), { 'Query.viewer': {}, 'Query.secret': {} })).not.toThrow();
  });
});

describe.each(fields)('%s', (field) => {
  it('is answered 401 to anybody without a token, whatever is asked for', async () => {
    const payload = { query: OPERATIONS[field]?.(tenants.own) };
    const answers = await Promise.all(
      [payload, { query: OPERATIONS[field]?.(tenants.nothing) }, { query: '{' }].map((body) =>
        tenants.app.inject({ method: 'POST', url: '/graphql', payload: body }),
      ),
    );
    for (const answer of answers) {
      expect(answer.statusCode).toBe(401);
      expect(topCodes(answer.json<Answer>())).toEqual(['UNAUTHENTICATED']);
    }
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  });

  const refused = ROLES.filter((role) => !isAllowed(field, role));
  if (refused.length > 0) {
    it.each(refused)('is FORBIDDEN to %s, the same whatever is asked for', async (role) => {
      const { own, other, nothing } = tenants;
      const answers: string[] = [];
      for (const things of [own, other, nothing]) {
        const answer = await ask(field, things, claimsOf(role, [own.account]));
        expect(topCodes(answer)).toEqual(['FORBIDDEN']);
        answers.push(JSON.stringify(answer));
      }
      expect(new Set(answers).size).toBe(1);
    });
  }

  const allowed = ROLES.filter((role) => isAllowed(field, role));
  const hasTenant = !WITHOUT_TENANT.includes(field);

  if (hasTenant) {
    it.each(allowed)('of another account is to %s like what does not exist', async (role) => {
      const { own, other, nothing } = tenants;
      const claims = claimsOf(role, [own.account]);
      const answer = await ask(field, other, claims);
      expect(answer).toEqual(await ask(field, nothing, claims));
      const mentions = JSON.stringify(answer);
      for (const id of [other.database, other.device, other.license, other.order, other.supportCase])
        expect(mentions).not.toContain(id);
    });

    it.each(allowed.filter((role) => role !== 'GATEWAY'))(
      'is to %s without an account like what does not exist',
      async (role) => {
        const { own, nothing } = tenants;
        expect(await ask(field, own, claimsOf(role, []))).toEqual(await ask(field, nothing, claimsOf(role, [])));
      },
    );
  }

  it.each(allowed)('of the own account is answered to %s', async (role) => {
    const { own, nothing } = tenants;
    const claims = claimsOf(role, [own.account]);
    const answer = await ask(field, own, claims);
    expect(topCodes(answer)).toEqual([]);
    expect(payloadCodes(answer)).not.toContain('NOT_FOUND');
    if (hasTenant) expect(answer).not.toEqual(await ask(field, nothing, claims));
  });
});

describe('a gateway', () => {
  it.each(['node', 'device', 'database', 'reportDatabase', 'reportDevice'])(
    'finds nothing by %s on another base of its own account',
    async (field) => {
      const { own, secondBase, nothing } = tenants;
      const claims = claimsOf('GATEWAY', [own.account], secondBase.database);
      expect(await ask(field, own, claims)).toEqual(await ask(field, nothing, claims));
    },
  );

  it('sees its own base alone in every list', async () => {
    const { own, secondBase } = tenants;
    const claims = claimsOf('GATEWAY', [own.account], secondBase.database);
    expect((await ask('databases', own, claims)).data).toEqual({
      databases: { totalCount: 1, nodes: [{ id: secondBase.database }] },
    });
    expect((await ask('devices', own, claims)).data).toEqual({ devices: { totalCount: 1, nodes: [{ id: secondBase.device }] } });
  });
});

describe('an operator', () => {
  it('sees the ids of accounts and no name', async () => {
    const claims = claimsOf('OPERATOR', ['*']);
    const answer = await ask('accounts', tenants.own, claims);
    expect(JSON.stringify(answer)).toContain(tenants.own.account);
    expect(JSON.stringify(answer)).not.toContain(ownName);
  });
});

describe('a role that reaches every account', () => {
  it.each(['SUPPORT', 'AUDITOR', 'VENDOR'] as const)('finds the things of each: %s', async (role) => {
    for (const things of [tenants.own, tenants.other]) {
      expect((await ask('device', things, claimsOf(role, ['*']))).data).toMatchObject({ device: { id: things.device } });
    }
  });
});
