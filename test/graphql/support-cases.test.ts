import { createClient } from 'graphql-sse';
import type { FaultKind, ProjectionFaults } from '../../projections/faults.js';
import { bearerOf, ENGLISH, openApi, openShop, OWNER, STRANGER, VENDOR, type Api } from './support.js';

interface CauseShown {
  readonly code: string;
  readonly title: string;
  readonly evidence: readonly { readonly type: string }[];
  readonly nextAction: { readonly mutation: string | null; readonly variables: { readonly input: object } | null } | null;
}
interface CaseShown {
  readonly id: string;
  readonly status: string;
  readonly resolvedBy: { readonly role: string | null; readonly id: string } | null;
  readonly diagnoses: readonly { readonly listed: boolean; readonly causes: readonly CauseShown[] }[];
}
interface Payload {
  readonly supportCase: CaseShown;
  readonly errors: readonly { readonly code: string; readonly path: readonly string[] }[];
}

const SUPPORT = bearerOf('SUPPORT', { accounts: ['*'] });
const PARTNER = bearerOf('PARTNER', { accounts: ['acc_shop', 'acc_other'] });
const CAUSES = 'causes { code title evidence { type } nextAction { label mutation variables } }';
const CASE = `id status account { id } message openedBy { role id } resolvedAt resolvedBy { role id } note
  diagnoses { listed askedAt license { id code } ${CAUSES} checks { code result explanation evidence { type } } }`;

let api: Api;
let shop: Awaited<ReturnType<typeof openShop>>;
let fault: { readonly view: string; readonly type: string; readonly do: FaultKind } | undefined;
const faults: ProjectionFaults = {
  faultFor: (view, { type }) => (fault?.view === view && fault.type === type ? fault.do : undefined),
  refresh: () => undefined,
};
beforeEach(async () => {
  fault = undefined;
  api = await openApi({ faults });
  shop = await openShop(api, 0);
  await openShop(api, 0, 'acc_other', STRANGER);
});
afterEach(() => api.close());

const license = () => shop.issued[0] ?? { licenseId: '', code: '' };
const run = (bearer: string, name: string, input: object): Promise<Payload> =>
  api.mutate<Payload>(bearer, name, input, `supportCase { ${CASE} }`);
const open = (diagnosis: object, more: object = {}, bearer = OWNER) => run(bearer, 'openSupportCase', { diagnosis, ...more });
const causesOf = ({ diagnoses }: CaseShown): readonly string[] => diagnoses.at(-1)?.causes.map(({ code }) => code) ?? [];

/** The license's device reports it; the list does not show it, for its view fails on the activation. */
async function missLicense(): Promise<void> {
  fault = { view: 'license', type: 'LicenseActivated', do: 'throw' };
  const report = { databaseId: shop.databaseId, deviceCode: 'D1', name: 'ТСД 1', activationCode: license().code };
  await api.mutate(OWNER, 'reportDevice', report, 'position');
}

function follow(caseId: string, bearer = OWNER) {
  const client = createClient({
    url: `${api.url}/graphql/stream`,
    headers: { authorization: `Bearer ${bearer}` },
    retryAttempts: 0,
  });
  const query = `subscription ($caseId: ID!) { supportCaseChanged(caseId: $caseId) { ${CASE} } }`;
  const results = client.iterate<{ supportCaseChanged: CaseShown }>({ query, variables: { caseId } });
  return {
    next: async (): Promise<CaseShown | undefined> => {
      const { value } = (await results.next()) as { value: { data?: { supportCaseChanged: CaseShown }; errors?: unknown } };
      if (value.errors) throw new Error(JSON.stringify(value.errors));
      return value.data?.supportCaseChanged;
    },
    stop: () => {
      client.dispose();
    },
  };
}

describe('a case of a license that a faulty list does not show', () => {
  it('keeps what was found, and resolves itself once the fault is mended and the license has appeared', async () => {
    await missLicense();
    const { supportCase, errors } = await open({ licenseId: license().licenseId }, { message: 'Нет лицензии' });
    expect(errors).toEqual([]);
    expect(supportCase).toMatchObject({
      status: 'OPEN',
      account: { id: 'acc_shop' },
      message: 'Нет лицензии',
      openedBy: { role: 'OWNER', id: 'usr_owner' },
      resolvedBy: null,
      diagnoses: [{ listed: false, causes: [{ code: 'CLOUD_PROJECTION_FAULT', evidence: [{ type: 'LicenseActivated' }] }] }],
    });

    const following = follow(supportCase.id);
    expect(await following.next()).toEqual(supportCase);
    const changed = following.next();
    fault = undefined;
    await api.readModel.retryParked();
    expect(await changed).toMatchObject({
      id: supportCase.id,
      status: 'RESOLVED',
      resolvedBy: { role: null, id: 'case-resolver' },
      note: null,
      diagnoses: [{ listed: false }, { listed: true, causes: [] }],
    });
    following.stop();
    expect(api.logged).toEqual([]);
  });

  it('stays open while the fault is there, until support resolves it', async () => {
    await missLicense();
    const { supportCase } = await open({ licenseId: license().licenseId });
    await api.readModel.retryParked();
    const { supportCase: resolved } = await run(SUPPORT, 'resolveSupportCase', { caseId: supportCase.id, note: 'починили' });
    expect(resolved).toMatchObject({ status: 'RESOLVED', resolvedBy: { role: 'SUPPORT' }, note: 'починили' });
    expect((await run(SUPPORT, 'resolveSupportCase', { caseId: supportCase.id, note: 'ещё' })).errors).toMatchObject([
      { code: 'ALREADY_DONE', path: ['caseId'] },
    ]);
  });

  it('is read in the language of whoever reads it', async () => {
    await missLicense();
    const { supportCase } = await open({ licenseId: license().licenseId });
    const query = `query ($id: ID!) { node(id: $id) { ... on SupportCase { ${CASE} } } }`;
    const titleIn = async (headers: Readonly<Record<string, string>>) => {
      const { data } = await api.ask<{ node: CaseShown }>(OWNER, query, { id: supportCase.id }, headers);
      return data.node.diagnoses[0]?.causes[0]?.title;
    };
    expect(await titleIn({ 'accept-language': 'ru' })).toMatch(/[а-я]/);
    expect(await titleIn(ENGLISH)).toMatch(/^[^а-я]+$/i);
  });
});

describe('the list of cases', () => {
  it('shows those of the account, newest first, of the status that is asked for', async () => {
    const ids: string[] = [];
    for (const message of ['1', '2', '3']) ids.push((await open({ licenseId: license().licenseId }, { message })).supportCase.id);
    await run(SUPPORT, 'resolveSupportCase', { caseId: ids[1], note: 'починили' });
    const list = async (which: string): Promise<readonly string[]> => {
      const query = `{ supportCases${which} { totalCount nodes { id } } }`;
      const { supportCases } = await api.data<{ supportCases: { totalCount: number; nodes: { id: string }[] } }>(OWNER, query);
      expect(supportCases.totalCount).toBe(supportCases.nodes.length);
      return supportCases.nodes.map(({ id }) => id);
    };
    expect(await list('')).toEqual(ids.toReversed());
    expect(await list('(status: OPEN)')).toEqual([ids[2], ids[0]]);
    expect(await list('(status: RESOLVED)')).toEqual([ids[1]]);
  });
});

describe('the queue of cases', () => {
  const listed = async (bearer: string, which = ''): Promise<readonly string[]> => {
    const query = `{ supportCases${which} { totalCount nodes { id account { id } } } }`;
    const { supportCases } = await api.data<{
      supportCases: { totalCount: number; nodes: { id: string; account: { id: string } }[] };
    }>(bearer, query);
    expect(supportCases.totalCount).toBe(supportCases.nodes.length);
    return supportCases.nodes.map(({ id }) => id);
  };

  it('is of all accounts that the asker reaches, the open ones first, the oldest first', async () => {
    const ours = (await open({ licenseId: license().licenseId })).supportCase.id;
    const done = (await open({ licenseId: license().licenseId })).supportCase.id;
    const theirs = (await open({ licenseId: 'lic_none' }, {}, STRANGER)).supportCase.id;
    await run(SUPPORT, 'resolveSupportCase', { caseId: done, note: 'починили' });
    expect(await listed(SUPPORT)).toEqual([ours, theirs, done]);
    expect(await listed(SUPPORT, '(status: OPEN)')).toEqual([ours, theirs]);
    expect(await listed(SUPPORT, '(accountId: "acc_other")')).toEqual([theirs]);
    expect(await listed(PARTNER)).toEqual([ours, theirs, done]);
    expect(await listed(bearerOf('PARTNER', { accounts: ['acc_other', 'acc_third'] }))).toEqual([theirs]);
    expect(await listed(OWNER)).toEqual([done, ours]);
  });

  it('comes page by page', async () => {
    const ids: string[] = [];
    for (const message of ['1', '2', '3']) ids.push((await open({ licenseId: license().licenseId }, { message })).supportCase.id);
    const page = async (after: string | null) => {
      const query =
        'query ($after: String) { supportCases(first: 2, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } } }';
      return (
        await api.data<{
          supportCases: { nodes: { id: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
        }>(SUPPORT, query, { after })
      ).supportCases;
    };
    const first = await page(null);
    const second = await page(first.pageInfo.endCursor);
    expect([first, second].map(({ nodes }) => nodes.map(({ id }) => id))).toEqual([ids.slice(0, 2), ids.slice(2)]);
    expect(second.pageInfo.hasNextPage).toBe(false);
  });
});

describe('a case that is opened while the list stands still', () => {
  it('is named all the same, and stands in the list once that has come on', async () => {
    fault = { view: 'support-case', type: 'SupportCaseOpened', do: 'stall' };
    const { supportCase, errors } = await open({ licenseId: license().licenseId }, { message: 'Нет лицензии' });
    expect(errors).toEqual([]);
    expect(supportCase).toMatchObject({
      status: 'OPEN',
      account: { id: 'acc_shop' },
      message: 'Нет лицензии',
      openedBy: { role: 'OWNER', id: 'usr_owner' },
      diagnoses: [{ listed: false }],
    });
    const resolved = await run(SUPPORT, 'resolveSupportCase', { caseId: supportCase.id, note: 'починили' });
    expect(resolved.supportCase).toMatchObject({ id: supportCase.id, status: 'RESOLVED', note: 'починили' });
    fault = undefined;
    await api.readModel.catchUp();
    const { node } = await api.data<{ node: CaseShown }>(
      OWNER,
      `query ($id: ID!) { node(id: $id) { ... on SupportCase { ${CASE} } } }`,
      { id: supportCase.id },
    );
    expect(node).toEqual(resolved.supportCase);
  }, 15_000);
});

describe('what only others may send', () => {
  it('is offered to a member as a support case: a parked event', async () => {
    await missLicense();
    const find = async (bearer: string) => {
      const { diagnoseMissingLicense } = await api.data<{ diagnoseMissingLicense: { causes: CauseShown[] } }>(
        bearer,
        `query ($input: DiagnoseMissingLicenseInput!) { diagnoseMissingLicense(input: $input) { ${CAUSES} } }`,
        { input: { accountId: 'acc_shop', licenseId: license().licenseId } },
      );
      return diagnoseMissingLicense.causes.find(({ code }) => code === 'CLOUD_PROJECTION_FAULT')?.nextAction;
    };
    const offered = await find(OWNER);
    expect(offered?.mutation).toBe('openSupportCase');
    expect((await run(OWNER, 'openSupportCase', offered?.variables?.input ?? {})).errors).toEqual([]);
    expect((await find(SUPPORT))?.mutation).toBe('retryParkedEvents');
  });

  it('is offered to a member as a support case: the backup of a base that was deleted', async () => {
    await api.mutate(OWNER, 'deleteDatabase', { databaseId: shop.databaseId }, 'position');
    const { diagnoseMissingLicense } = await api.data<{ diagnoseMissingLicense: { causes: CauseShown[] } }>(
      OWNER,
      `query ($databaseId: ID!) { diagnoseMissingLicense(input: { databaseId: $databaseId }) { ${CAUSES} } }`,
      { databaseId: shop.databaseId },
    );
    const offered = diagnoseMissingLicense.causes.find(({ code }) => code === 'BASE_DELETED')?.nextAction;
    expect(offered?.mutation).toBe('openSupportCase');
    expect((await run(OWNER, 'openSupportCase', offered?.variables?.input ?? {})).errors).toEqual([]);
  });
});

describe('the code of a case', () => {
  it.each(['whole', 'mistyped'])('is masked for support and kept nowhere: %s', async (how) => {
    await missLicense();
    const { code } = license();
    const typed = how === 'whole' ? code : `${code.slice(0, 10)}${code.charAt(10) === '7' ? '8' : '7'}${code.slice(11)}`;
    const { supportCase } = await open({ activationCode: typed });
    expect(causesOf(supportCase)).toEqual([how === 'whole' ? 'CLOUD_PROJECTION_FAULT' : 'CODE_MISTYPED']);
    const seen = await api.data(SUPPORT, `{ supportCases(accountId: "acc_shop") { nodes { ${CASE} } } }`);
    const log = JSON.stringify(await api.cabinet.events());
    for (const text of [JSON.stringify(seen), log]) {
      for (const secret of [typed, typed.replaceAll('-', ''), typed.slice(0, 11)]) expect(text).not.toContain(secret);
    }
  });
});

describe('who opens a case', () => {
  it('sends what a cause offers, as it stands', async () => {
    const { order } = await api.mutate<{ order: { id: string } }>(
      OWNER,
      'orderLicenses',
      { items: [{ sku: 'A', kind: 'MAIN', quantity: 1 }] },
      'order { id }',
    );
    await api.mutate(VENDOR, 'markOrderPaid', { orderId: order.id }, 'position');
    const { diagnoseMissingLicense } = await api.data<{ diagnoseMissingLicense: { causes: CauseShown[] } }>(
      OWNER,
      `query ($orderId: ID!) { diagnoseMissingLicense(input: { orderId: $orderId }) { ${CAUSES} } }`,
      { orderId: order.id },
    );
    const offered = diagnoseMissingLicense.causes.find(({ code }) => code === 'ORDER_NOT_FULFILLED')?.nextAction;
    expect(offered?.mutation).toBe('openSupportCase');
    const { supportCase, errors } = await run(OWNER, 'openSupportCase', offered?.variables?.input ?? {});
    expect(errors).toEqual([]);
    expect(causesOf(supportCase)).toContain('ORDER_NOT_FULFILLED');
  });

  it('is offered none where it would take the code to ask again', async () => {
    const { diagnoseMissingLicense } = await api.data<{ diagnoseMissingLicense: { causes: CauseShown[] } }>(
      STRANGER,
      `query ($code: String!) { diagnoseMissingLicense(input: { activationCode: $code }) { ${CAUSES} } }`,
      { code: license().code },
    );
    expect(diagnoseMissingLicense.causes).toMatchObject([
      { code: 'CLAIMED_ELSEWHERE', nextAction: { mutation: null, variables: null } },
    ]);
  });

  it.each([
    ['a partner of both accounts', PARTNER],
    ['support', SUPPORT],
  ])('leaves nothing of another account in it: %s', async (_who, bearer) => {
    await api.mutate(OWNER, 'addLicensesByCode', { codes: [license().code] }, 'position');
    const { supportCase } = await open({ activationCode: license().code }, { accountId: 'acc_other' }, bearer);
    expect(causesOf(supportCase)).toEqual(['CLAIMED_ELSEWHERE']);
    expect(JSON.stringify(supportCase)).not.toMatch(/acc_shop|Магазин/);
  });

  it('names what is missed, and one account', async () => {
    const refused = async (diagnosis: object, more: object = {}, bearer = OWNER) =>
      (await open(diagnosis, more, bearer)).errors.map(({ code, path }) => `${code} ${path.join('.')}`);
    expect(await refused({})).toEqual(['INVALID_INPUT diagnosis']);
    expect(await refused({ licenseId: license().licenseId, accountId: 'acc_other' }, { accountId: 'acc_shop' }, PARTNER)).toEqual(
      ['INVALID_INPUT diagnosis.accountId'],
    );
    expect(await refused({ licenseId: license().licenseId }, {}, PARTNER)).toEqual(['INVALID_INPUT accountId']);
  });

  it('under one key has one case, whatever the list shows later', async () => {
    await missLicense();
    const input = { diagnosis: { licenseId: license().licenseId }, idempotencyKey: 'k1' };
    const first = await run(OWNER, 'openSupportCase', input);
    api.cabinet.at('2026-03-02T09:00:00Z');
    expect(await run(OWNER, 'openSupportCase', input)).toEqual(first);
    const changed = { ...input, message: 'другое' };
    expect((await run(OWNER, 'openSupportCase', changed)).errors).toMatchObject([{ code: 'CONFLICT' }]);
  });
});

describe('a case of another tenant', () => {
  it('is like one that does not exist', async () => {
    const { supportCase } = await open({ licenseId: license().licenseId });
    const theirSupport = bearerOf('SUPPORT', { accounts: ['acc_other'] });
    const look = async (id: string, accountId: string) => ({
      node: await api.data(STRANGER, 'query ($id: ID!) { node(id: $id) { id } }', { id }),
      list: await api.data(
        STRANGER,
        'query ($accountId: ID!) { supportCases(accountId: $accountId) { totalCount nodes { id } } }',
        {
          accountId,
        },
      ),
      resolved: await run(theirSupport, 'resolveSupportCase', { caseId: id, note: 'нет' }),
      opened: await open({ licenseId: license().licenseId }, { accountId }, STRANGER),
      followed: await follow(id, STRANGER)
        .next()
        .catch((error: unknown) => String(error).includes('NOT_FOUND')),
    });
    const theirs = await look(supportCase.id, 'acc_shop');
    expect(theirs).toMatchObject({
      node: { node: null },
      list: { supportCases: { totalCount: 0, nodes: [] } },
      resolved: { supportCase: null, errors: [{ code: 'NOT_FOUND', path: ['caseId'] }] },
      opened: { supportCase: null, errors: [{ code: 'NOT_FOUND', path: ['accountId'] }] },
      followed: true,
    });
    expect(await look('case_nothing', 'acc_nothing')).toEqual(theirs);
  });

  it('is resolved by no one but support', async () => {
    const { supportCase } = await open({ licenseId: license().licenseId });
    const resolve = 'mutation ($id: ID!) { resolveSupportCase(input: { caseId: $id, note: "x" }) { errors { code } } }';
    expect((await api.ask(OWNER, resolve, { id: supportCase.id })).errors[0]?.extensions.code).toBe('FORBIDDEN');
  });
});
