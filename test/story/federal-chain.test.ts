/**
 * A chain of shops with a past of three years: its read model is deleted, and built again from the log; the list answers the same bytes
 * (issue 2). In every run with 300 devices; `KABINET_TEST_FEDERAL=1` takes the 10,000 devices of a federal chain.
 */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folders, kabinet } from '../cli/kabinet.js';
import { compiledSources } from '../support/compile.js';
import { serverProcess, type ServerProcess } from '../support/server-process.js';

const DEVICES = process.env['KABINET_TEST_FEDERAL'] === '1' ? 10_000 : 300;
const NOW = '2026-11-01T09:00:00.000Z';
const LIST = `query ($after: String) {
  licenses(first: 50, after: $after, where: { status: { eq: ACTIVATED } }, orderBy: { field: TERM_UNTIL, direction: ASC }) {
    totalCount position pageInfo { hasNextPage endCursor }
    edges { cursor node {
      id code kind status product { name level configuration sku } term { perpetual from until months } updatesUntil updatesActive demo
      source listedAt activatedAt deviceMode deviceModeReason position
      device { id code name model os clientVersion connectedAt lastReportedAt } database { id name kind state serverVersion }
    } }
  }
}`;
const PAGES = 20;

const { make, removeAll } = folders();
afterAll(removeAll);

interface Page {
  readonly data: {
    readonly licenses: {
      readonly totalCount: number;
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    };
  };
}

/** The answers to the question, page after page, byte by byte. */
async function pages({ url }: ServerProcess, token: string): Promise<readonly string[]> {
  const answers: string[] = [];
  let after: string | null = null;
  while (answers.length < PAGES) {
    const response: Response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: LIST, variables: { after } }),
    });
    const text = await response.text();
    answers.push(text);
    const { pageInfo } = (JSON.parse(text) as Page).data.licenses;
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  return answers;
}

const readModelFiles = (dataDir: string): readonly string[] =>
  readdirSync(dataDir).filter((name) => name.startsWith('read-model'));

it('a list whose read model was deleted and built again answers the same bytes', async () => {
  const dataDir = make();
  const clock = join(dataDir, 'clock');
  writeFileSync(clock, NOW);
  const env = { KABINET_TEST_CLOCK: clock };
  const started = Date.now();
  const simulated = await kabinet(['simulate', '--devices', String(DEVICES), '--account', 'acc_chain'], { dataDir, env });
  const simulatedIn = Date.now() - started;
  expect(simulated).toMatchObject({ code: 0 });
  const { events } = JSON.parse(simulated.stdout.trim().split('\n').at(-1) ?? '') as { readonly events: number };
  const { stdout } = await kabinet(['token', '--role', 'OWNER', '--account', 'acc_chain'], { dataDir, env });
  const token = stdout.trim().split('\n').at(-1) ?? '';

  const server = await serverProcess(compiledSources(), dataDir, env);
  await server.start();
  const before = await pages(server, token);
  expect(await server.stop()).toBe(0);
  expect((JSON.parse(before[0] ?? '') as Page).data.licenses.totalCount).toBeGreaterThan(DEVICES / 4);

  const files = readModelFiles(dataDir);
  expect(files).not.toEqual([]);
  for (const name of files) rmSync(join(dataDir, name));
  const deleted = Date.now();
  await server.start();
  const readyIn = Date.now() - deleted;
  const after = await pages(server, token);
  expect(await server.stop()).toBe(0);
  expect(after).toEqual(before);

  expect(await kabinet(['rebuild'], { dataDir, env })).toMatchObject({ code: 0 });
  await server.start();
  expect(await pages(server, token)).toEqual(before);
  expect(await server.stop()).toBe(0);
  process.stdout.write(
    `chain: ${JSON.stringify({ devices: DEVICES, events, simulatedIn, readyIn, pages: before.length, bytes: before.join('').length })}\n`,
  );
}, 600_000);
