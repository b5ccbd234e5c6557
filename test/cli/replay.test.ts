/** `kabinet replay`: the lists of a past moment, built again from the log: twice the same bytes, and what `asOf` answers of the live ones. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { StreamName } from '../../src/domain/ids.js';
import { openSqliteEventStore } from '../../src/event-store/sqlite/sqlite-event-store.js';
import { folders, kabinet, linesOf, startKabinet, type Running } from './kabinet.js';

const { make, removeAll } = folders();
afterAll(removeAll);

const NOW = '2026-03-01T09:00:00Z';
const ACCOUNT = 'acc_chain';
const SIMULATE = ['simulate', '--devices', '30', '--years', '2', '--now', NOW, '--account', ACCOUNT];

interface Summary {
  readonly position: number;
  readonly parked: number;
  readonly file: string;
  readonly sha256: string;
}
const summaryOf = (stdout: string): Summary => JSON.parse(linesOf(stdout).at(-1) ?? '') as Summary;

async function listening({ child }: Running): Promise<string> {
  let output = '';
  child.stderr?.on('data', (text: string) => (output += text));
  for (;;) {
    const [url] = /http:\/\/127\.0\.0\.1:[1-9]\d*/.exec(output) ?? [];
    if (url !== undefined) return url;
    if (child.exitCode !== null) throw new Error(output);
    await delay(20);
  }
}

interface Page {
  readonly nodes: readonly object[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

const FIELDS = `nodes { id code status kind source term { from until } updatesUntil updatesActive device { id name mode } database { id name }
  viewerCan { unlink { allowed } } position } pageInfo { hasNextPage endCursor }`;

async function wholeList(url: string, token: string, asOf?: object): Promise<readonly object[]> {
  const rows: object[] = [];
  const query = `query ($after: String, $asOf: AsOf) { licenses(first: 100, after: $after, asOf: $asOf, orderBy: { field: TERM_UNTIL, direction: ASC }) { ${FIELDS} } }`;
  for (let after: string | null = null; ;) {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables: { after, ...(asOf && { asOf }) } }),
    });
    const { data } = (await response.json()) as { readonly data: { readonly licenses: Page } };
    rows.push(...data.licenses.nodes);
    if (!data.licenses.pageInfo.hasNextPage) return rows;
    after = data.licenses.pageInfo.endCursor;
  }
}

it('is the same twice, and the whole list is what asOf of the live one answers', async () => {
  const dataDir = make();
  expect((await kabinet(SIMULATE, { dataDir })).code).toBe(0);
  const token = linesOf((await kabinet(['token', '--role', 'OWNER', '--account', ACCOUNT], { dataDir })).stdout).at(-1) ?? '';
  const live = startKabinet(['serve'], { dataDir, env: { PORT: '0', KABINET_LOG_LEVEL: 'silent' } });
  const liveUrl = await listening(live);
  const moment = '2025-06-01T12:00:00Z';
  const [one, two] = [join(make(), 'one'), join(make(), 'two')];
  const first = await kabinet(['replay', '--to', moment, '--folder', one], { dataDir });
  expect(first.code).toBe(0);
  const { position, sha256, file } = summaryOf(first.stdout);

  const second = startKabinet(['replay', '--to', moment, '--folder', two, '--serve'], {
    dataDir,
    env: { PORT: '0', KABINET_LOG_LEVEL: 'silent' },
  });
  let printed = '';
  second.child.stdout?.on('data', (text: string) => (printed += text));
  const replayUrl = await listening(second);
  expect(summaryOf(printed)).toMatchObject({ position, sha256 });
  expect(readFileSync(file).length).toBeGreaterThan(0);
  expect(statSync(file).mode & 0o777).toBe(0o600);

  const replayed = await wholeList(replayUrl, token);
  expect(replayed.length).toBeGreaterThan(20);
  expect(replayed).toEqual(await wholeList(liveUrl, token, { time: moment }));
  expect(replayed).not.toEqual(await wholeList(liveUrl, token));

  const refused = await fetch(`${replayUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: 'mutation { registerDatabase(input: { name: "Новая", kind: CLOUD }) { position } }' }),
  });
  expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  for (const running of [live, second]) {
    running.child.kill('SIGTERM');
    expect((await running.ended).code).toBe(0);
  }
}, 120_000);

it('leaves nothing behind when it is stopped', async () => {
  const dataDir = make();
  expect((await kabinet(['simulate', '--devices', '300', '--years', '3'], { dataDir })).code).toBe(0);
  const folder = join(make(), 'stopped');
  const running = startKabinet(['replay', '--to', '5000', '--folder', folder], { dataDir });
  while (!existsSync(folder) || readdirSync(folder).length === 0) await delay(2);
  running.child.kill('SIGINT');
  const { code, stderr } = await running.ended;
  expect([code, stderr, readdirSync(folder)]).toEqual([1, expect.stringContaining('not finished'), []]);
}, 60_000);

it('names every event that a list could not take, at the end', async () => {
  const dataDir = make();
  await kabinet(SIMULATE, { dataDir });
  const store = openSqliteEventStore({ folder: dataDir, clock: Date.now });
  const metadata = Buffer.from(
    JSON.stringify({
      account: null,
      occurredAt: NOW,
      actor: { role: null, id: 'x', name: null },
      correlationId: 'x',
      causationId: null,
      requestId: 'x',
      step: 'x',
    }),
  );
  for (const [nth, stream] of ['device-strange', 'license-strange'].entries())
    await store.append(stream as StreamName, 'none', [
      {
        id: `00000000-0000-8000-8000-00000000000${String(nth)}`,
        type: 'NeverHeardOf',
        version: 1,
        body: Buffer.from('{}'),
        metadata,
      },
    ]);
  const { position } = await store.head();
  await store.close();
  const { code, stderr, stdout } = await kabinet(['replay', '--to', String(position), '--folder', join(make(), 'r')], {
    dataDir,
  });
  expect(code).toBe(4);
  for (const stream of ['device-strange', 'license-strange']) expect(stderr).toContain(stream);
  expect(summaryOf(stdout).parked).toBeGreaterThanOrEqual(2);
});

it.each([
  ['a moment before the log', ['--to', '2001-01-01T00:00:00Z'], '2001'],
  ['a moment to come', ['--to', '2999-01-01T00:00:00Z'], '2999'],
  ['a moment to come, to be served', ['--to', '2999-01-01T00:00:00Z', '--serve'], '2999'],
  ['a position beyond it', ['--to', '99999999'], '99999999'],
  ['a date without an offset', ['--to', '2026-03-01'], '2026-03-01'],
])('refuses %s, and makes nothing', async (_what, args, named) => {
  const dataDir = make();
  await kabinet(['simulate', '--devices', '3', '--years', '1', '--now', NOW], { dataDir });
  const folder = join(make(), 'replay');
  const { code, stderr } = await kabinet(['replay', ...args, '--folder', folder], { dataDir });
  expect({ code, named: stderr.includes(named), made: existsSync(folder) }).toEqual({ code: 2, named: true, made: false });
});
