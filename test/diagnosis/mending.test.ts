/** A fault of the list, from the diagnosis to the license that appears by itself. */
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { CLOUD, causeOf, openShop, type Shop } from './support.js';

interface Outcome {
  readonly view: string;
  readonly outcome: string;
  readonly error: string | null;
  readonly parkedAt: string | null;
  readonly appliedAt: string | null;
}

const OUTCOMES = `query ($input: DiagnoseMissingLicenseInput!) {
  diagnoseMissingLicense(input: $input) {
    causes { code evidence { type outcomes { view outcome error parkedAt appliedAt } } }
    checks { code evidence { type outcomes { view outcome error parkedAt appliedAt } } }
  }
}`;

let shop: Shop;
let licenseId: string;

beforeEach(async () => {
  shop = await openShop();
  const base = await shop.base('CLOUD');
  const license = await shop.issue(CLOUD);
  ({ licenseId } = license);
  shop.server.faults({ view: 'license', type: 'LicenseActivated', do: 'throw' });
  await shop.report(base, 'D1', { activationCode: license.code });
});
afterEach(async () => {
  shop.server.faults();
  await shop.close();
});

/** What the license view did with the activation, by the diagnosis. */
async function activationInLicenseView(): Promise<Outcome | undefined> {
  type Part = { readonly evidence: readonly { readonly type: string; readonly outcomes: readonly Outcome[] }[] };
  type Answer = { readonly diagnoseMissingLicense: { readonly causes: readonly Part[]; readonly checks: readonly Part[] } };
  const answer = await shop.server.query<Answer>(shop.owner, OUTCOMES, { input: { licenseId } });
  const { causes, checks } = answer.diagnoseMissingLicense;
  const events = [...causes, ...checks].flatMap(({ evidence }) => evidence);
  const activation = events.find(({ type }) => type === 'LicenseActivated');
  return activation?.outcomes.find(({ view }) => view === 'license');
}

/** The first change that comes over server-sent events once `ready`. */
async function firstChange(work: () => Promise<unknown>): Promise<unknown> {
  const query = 'subscription { licenseChanged(accountId: "acc_shop") { event { type } license { id } } }';
  const response = await fetch(`${shop.server.url}/graphql/stream?query=${encodeURIComponent(query)}`, {
    headers: { authorization: `Bearer ${shop.owner}`, accept: 'text/event-stream' },
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) throw new Error('no stream');
  await work();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`the stream ended: ${text}`);
    text += value;
    const [, data] = /^data: (\{.*\})$/m.exec(text) ?? [];
    if (data === undefined) continue;
    await reader.cancel();
    return (JSON.parse(data) as { readonly data: unknown }).data;
  }
}

it('support retries what the diagnosis names, the license appears by itself, and the subscription hears of it', async () => {
  const before = await shop.diagnose({ licenseId }, undefined);
  expect(before.listed).toBe(false);
  expect(causeOf(before, 'CLOUD_PROJECTION_FAULT').nextAction?.mutation).toBe('openSupportCase');
  expect(await activationInLicenseView()).toMatchObject({ outcome: 'PARKED', error: 'test fault: throw', appliedAt: null });

  shop.server.faults();
  const change = await firstChange(async () => {
    const seen = await shop.diagnose({ accountId: 'acc_shop', licenseId }, shop.support);
    expect(await shop.follow(causeOf(seen, 'CLOUD_PROJECTION_FAULT'), shop.support)).toEqual([]);
  });
  expect(change).toEqual({ licenseChanged: { event: null, license: { id: licenseId } } });
  const after = await shop.diagnose({ licenseId });
  expect([after.listed, after.causes]).toEqual([true, []]);
  expect(await activationInLicenseView()).toMatchObject({ outcome: 'APPLIED', error: 'test fault: throw' });
  expect((await activationInLicenseView())?.appliedAt).not.toBeNull();
});

it('the support case that waited for it resolves itself', async () => {
  const diagnosis = { licenseId };
  const opened = await shop.mutate<{ supportCase: { id: string; status: string } }>(
    shop.owner,
    'openSupportCase',
    { diagnosis, message: 'Лицензия пропала' },
    'supportCase { id status }',
  );
  expect([opened.errors, opened.supportCase.status]).toEqual([[], 'OPEN']);
  shop.server.faults();
  expect((await shop.mutate(shop.support, 'retryParkedEvents', {})).errors).toEqual([]);
  type Case = { readonly node: { readonly status: string; readonly resolvedBy: { readonly role: string | null } | null } };
  const look = async (): Promise<Case['node']> =>
    (
      await shop.server.query<Case>(
        shop.owner,
        'query ($id: ID!) { node(id: $id) { ... on SupportCase { status resolvedBy { role } } } }',
        {
          id: opened.supportCase.id,
        },
      )
    ).node;
  while ((await look()).status === 'OPEN') await wait(20);
  expect(await look()).toEqual({ status: 'RESOLVED', resolvedBy: { role: null } });
}, 20_000);

it('support and operators see what is parked, and an operator sees no data of customers', async () => {
  const query =
    '{ readModel { lagSeconds parked { view stream error behind event { type data actor { id } } rebuild: parkedAt } } }';
  type Answer = { readonly readModel: { readonly parked: readonly { readonly event: { readonly data: object } }[] } };
  const bySupport = await shop.server.query<Answer>(shop.support, query);
  expect(bySupport.readModel.parked).toMatchObject([
    { view: 'license', error: 'test fault: throw', event: { type: 'LicenseActivated' } },
  ]);
  expect(Object.keys(bySupport.readModel.parked[0]?.event.data ?? {})).toContain('deviceId');
  const byOperator = await shop.server.query<Answer>(await shop.server.token('OPERATOR'), query);
  expect(byOperator.readModel.parked[0]?.event.data).toEqual({});
});

it('the log of the operator tells of it, without a code', async () => {
  const log = readFileSync(shop.server.logFile, 'utf8');
  expect(log).toContain('a view could not take an event');
  expect(log).not.toMatch(/[0-9A-Z]{5}(-[0-9A-Z]{5}){4}/);
});

it('a retry that fails again changes nothing and says so', async () => {
  type Payload = { readonly applied: number; readonly stillParked: number };
  const payload = await shop.mutate<Payload>(shop.support, 'retryParkedEvents', {}, 'applied stillParked');
  expect(payload).toMatchObject({ applied: 0, stillParked: 1, errors: [] });
  expect(await shop.causes({ licenseId })).toEqual(['CLOUD_PROJECTION_FAULT']);
});
