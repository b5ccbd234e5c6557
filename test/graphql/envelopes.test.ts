/** What an event's proof is of, as far as an export of the account shows it; and what of the log's questions came with the audit page. */
import { createHash } from 'node:crypto';
import { exportLines } from '../../src/cli/export-log.js';
import type { AccountId } from '../../src/domain/ids.js';
import { verifyProof } from '../../src/audit/tlog-proof.js';
import { parseVerifierKey } from '../../src/audit/verifier-key.js';
import { bearerOf, openApi, OWNER, STRANGER, VENDOR, type Api } from './support.js';

interface Enveloped {
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly correlationId: string;
  readonly proof: string | null;
  readonly envelope: { readonly text: string; readonly body: string | null; readonly metadata: string | null } | null;
}
interface Line {
  readonly stream: string;
  readonly revision: number;
  readonly body?: unknown;
  readonly metadata?: unknown;
}

const EVENT = 'id type stream revision correlationId proof envelope { text body metadata }';
const EVENTS = `query ($accountId: ID, $where: EventWhere) { events(accountId: $accountId, where: $where, first: 200) { nodes { ${EVENT} } } }`;
const NODE = `query ($id: ID!) { node(id: $id) { id ... on Event { ${EVENT} } } }`;
const AUDITOR = bearerOf('AUDITOR', { accounts: ['*'] });
const BOTH = bearerOf('AUDITOR', { accounts: ['acc_shop', 'acc_other'] });
const ITEM = { kind: 'MAIN', perpetual: true, months: 12, product: { name: 'Магазин 15' } };

let api: Api;
let code: string;
beforeAll(async () => {
  api = await openApi();
  for (const accountId of ['acc_shop', 'acc_other'])
    await api.mutate(VENDOR, 'openAccount', { accountId, name: 'Магазин' }, 'position');
  const { issued } = await api.mutate<{ issued: { licenseId: string; code: string }[] }>(
    VENDOR,
    'issueLicenses',
    { accountId: 'acc_shop', items: [ITEM] },
    'issued { licenseId code }',
  );
  const [license] = issued;
  code = license?.code ?? '';
  await api.mutate(OWNER, 'addLicensesByCode', { codes: [code] }, 'position');
  const release = { licenseId: license?.licenseId, toAccountId: 'acc_other', reason: 'Продана' };
  await api.mutate(VENDOR, 'releaseLicense', release, 'position');
  await api.mutate(STRANGER, 'addLicensesByCode', { codes: [code] }, 'position');
  api.audit.makeCheckpoint();
});
afterAll(() => api.close());

const events = async (bearer: string, accountId?: string, where = {}): Promise<readonly Enveloped[]> =>
  (await api.data<{ events: { nodes: Enveloped[] } }>(bearer, EVENTS, { accountId, where })).events.nodes;
const node = async (bearer: string, id: string): Promise<Enveloped | null> =>
  (await api.data<{ node: Enveloped | null }>(bearer, NODE, { id })).node;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe("an event's envelope", () => {
  it('is what its proof is of, and names the hashes of what is stored', async () => {
    const { logCheckpoint } = await api.data<{ logCheckpoint: { origin: string; verifierKeys: string[] } }>(
      OWNER,
      '{ logCheckpoint { origin verifierKeys } }',
    );
    const [key] = logCheckpoint.verifierKeys.map(parseVerifierKey);
    const keys = key?.ok === true ? [key.key] : [];
    const shown = await events(OWNER);
    expect(shown.length).toBeGreaterThan(3);
    for (const { proof, envelope } of shown) {
      const question = { proof: proof ?? '', entry: envelope?.text ?? '', origin: logCheckpoint.origin, keys };
      expect(verifyProof(question)).toMatchObject({ ok: true });
    }
    const [opened] = shown;
    expect(opened?.envelope?.text).toContain(`\nbody-sha256 ${sha256(opened?.envelope?.body ?? '')}\n`);
    expect(opened?.envelope?.text).toContain(`\nmetadata-sha256 ${sha256(opened?.envelope?.metadata ?? '')}\n`);
  });

  it.each([
    ['acc_shop', OWNER],
    ['acc_other', STRANGER],
  ])('shows %s what its export shows, and withholds what that withholds', async (accountId, bearer) => {
    const lines: Line[] = [];
    for await (const { text } of exportLines(api.cabinet.store, { accountId: accountId as AccountId }))
      for (const line of text.split('\n').filter(Boolean)) lines.push(JSON.parse(line) as Line);
    const shown = (await events(bearer)).map(({ stream, revision, envelope }) => ({
      stream,
      revision,
      body: typeof envelope?.body === 'string',
      metadata: typeof envelope?.metadata === 'string',
    }));
    const exported = lines.map(({ stream, revision, body, metadata }) => ({
      stream,
      revision,
      body: body !== undefined,
      metadata: metadata !== undefined,
    }));
    expect(shown).toEqual(exported);
    expect(shown.filter(({ body }) => !body)).toHaveLength(1);
  });

  it('says no code, no personal text, and nothing of another account', async () => {
    const text = JSON.stringify([await events(OWNER), await events(STRANGER)]);
    expect(text).not.toContain(code);
    expect(text).not.toContain('Продана');
    expect(JSON.stringify(await events(OWNER))).not.toContain('acc_other');
    expect(JSON.stringify(await events(STRANGER))).not.toContain('acc_shop');
  });

  it.each([
    ['every account', AUDITOR],
    ['both accounts', BOTH],
  ])('withholds nothing from whoever reaches %s', async (_whose, bearer) => {
    const shown = await events(bearer, 'acc_other');
    expect(shown.filter(({ envelope }) => envelope?.body === null || envelope?.metadata === null)).toEqual([]);
  });

  it('is not there for a partner, who reads no events, though a diagnosis shows one as evidence', async () => {
    const query = `query ($input: DiagnoseMissingLicenseInput!) {
      diagnoseMissingLicense(input: $input) { checks { evidence { id envelope { text } } } }
    }`;
    interface Checked {
      readonly diagnoseMissingLicense: { readonly checks: { evidence: { envelope: object | null }[] }[] };
    }
    const input = { input: { accountId: 'acc_other', activationCode: code } };
    const ask = async (bearer: string): Promise<readonly (object | null)[]> => {
      const { diagnoseMissingLicense } = await api.data<Checked>(bearer, query, input);
      return diagnoseMissingLicense.checks.flatMap(({ evidence }) => evidence.map(({ envelope }) => envelope));
    };
    const asked = await ask(bearerOf('PARTNER', { accounts: ['acc_other'] }));
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((envelope) => envelope !== null)).toEqual([]);
    expect((await ask(STRANGER)).filter((envelope) => envelope !== null).length).toBeGreaterThan(0);
  });
});

describe('node', () => {
  it('finds an event by its id, for whoever finds it among the events of an account', async () => {
    const own = (await events(OWNER)).find(({ type }) => type === 'LicenseUploaded');
    const id = own?.id ?? '';
    expect(await node(OWNER, id)).toEqual(own);
    expect(await node(AUDITOR, id)).toMatchObject({ id, type: 'LicenseUploaded' });
    expect(await node(STRANGER, id)).toBeNull();
    expect(await node(VENDOR, id)).toBeNull();
    const { nodes } = await api.data<{ nodes: ({ id: string } | null)[] }>(
      OWNER,
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      { ids: ['acc_shop', id, 'evt_license-none.0'] },
    );
    expect(nodes).toEqual([{ id: 'acc_shop' }, { id }, null]);
  });

  it.each(['evt_', 'evt_license-1', 'evt_request-1.0', 'evt_nothing.0', 'evt_license-1.99999999999999999'])(
    'finds nothing by %s',
    async (id) => {
      expect(await node(AUDITOR, id)).toBeNull();
    },
  );
});

describe('events of one request', () => {
  it('are found by their correlation id', async () => {
    const all = await events(OWNER);
    const { correlationId } = all.find(({ type }) => type === 'LicenseUploaded') ?? { correlationId: '' };
    const found = await events(OWNER, 'acc_shop', { correlationId });
    expect(found.length).toBeGreaterThan(1);
    expect(found).toEqual(all.filter((event) => event.correlationId === correlationId));
  });
});

describe('a search for accounts', () => {
  it('finds one by its whole id too', async () => {
    const query = 'query ($search: String) { accounts(search: $search) { nodes { id } } }';
    const ids = async (search: string): Promise<unknown> =>
      (await api.data<{ accounts: object }>(AUDITOR, query, { search })).accounts;
    expect(await ids('acc_other')).toEqual({ nodes: [{ id: 'acc_other' }] });
    expect(await ids('acc_oth')).toEqual({ nodes: [] });
  });
});

describe('orders', () => {
  const query = `query ($status: OrderStatus, $accountId: ID) {
    orders(status: $status, accountId: $accountId) { totalCount nodes { status account { id } } }
  }`;
  interface Orders {
    readonly orders: { readonly totalCount: number; readonly nodes: readonly object[] };
  }
  const orders = async (bearer: string, variables: object): Promise<Orders['orders']> =>
    (await api.data<Orders>(bearer, query, variables)).orders;

  it('of every account that the asker reaches are one list, by where they stand', async () => {
    const items = [{ product: { name: 'Магазин 15' }, kind: 'MAIN', quantity: 1, months: 12 }];
    const placed: string[] = [];
    for (const bearer of [OWNER, STRANGER]) {
      const { order } = await api.mutate<{ order: { id: string } }>(bearer, 'orderLicenses', { items }, 'order { id }');
      placed.push(order.id);
    }
    await api.mutate(VENDOR, 'markOrderPaid', { orderId: placed[0] }, 'position');
    expect(await orders(VENDOR, {})).toMatchObject({ totalCount: 2, nodes: [{ account: { id: 'acc_other' } }, {}] });
    expect(await orders(VENDOR, { status: 'PAID' })).toEqual({
      totalCount: 1,
      nodes: [{ status: 'PAID', account: { id: 'acc_shop' } }],
    });
    expect(await orders(VENDOR, { status: 'UNPAID', accountId: 'acc_shop' })).toEqual({ totalCount: 0, nodes: [] });
    expect(await orders(STRANGER, {})).toMatchObject({ totalCount: 1, nodes: [{ status: 'UNPAID' }] });
  });
});
