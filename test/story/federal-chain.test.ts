/**
 * A federal chain's three years (issue 2, "Real input that must pass"): the list is the same to the byte whether it was projected as the
 * events came, built anew from the log, or rebuilt. 300 devices; with `KABINET_TEST_FEDERAL=1` the chain's own 10,000.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kabinet, linesOf } from '../cli/kabinet.js';
import { compiledSources } from '../support/compile.js';
import { serverProcess, type ServerProcess } from '../support/server-process.js';

const IS_FEDERAL = process.env['KABINET_TEST_FEDERAL'] === '1';
const DEVICES = IS_FEDERAL ? 10_000 : 300;
const PATIENCE_MS = IS_FEDERAL ? 1_800_000 : 180_000;
const ACCOUNT = 'acc_chain';
const NOW = '2026-03-01T09:00:00.000Z';
/** Before the chain's first day, so that its events keep their own times. */
const LONG_AGO = '2022-03-01T09:00:00.000Z';

const PAGE = `query ($after: String) {
  licenses(first: 50, after: $after, where: { status: { eq: ACTIVATED } }, orderBy: { field: TERM_UNTIL, direction: ASC }) {
    edges {
      cursor
      node {
        id code kind status demo source listedAt activatedAt updatesUntil updatesActive deviceMode deviceModeReason position
        product { name level configuration sku }
        term { perpetual from until months }
        device { id code name model os clientVersion mode connectedAt lastReportedAt }
        database { id name kind state productName serverVersion }
        replaces { id status }
        replacedBy { id status }
        viewerCan { unlink { allowed refusal } renew { allowed refusal } remove { allowed refusal } }
      }
    }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount
    position
  }
}`;

interface Answer {
  readonly data: {
    readonly licenses: {
      readonly edges: readonly { readonly node: { readonly status: string; readonly term: { readonly until: string | null } } }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
      readonly totalCount: number;
    };
  };
}

const licensesOf = (page: string): Answer['data']['licenses'] => (JSON.parse(page) as Answer).data.licenses;

/** Every page forward, as the bytes that came. */
async function pagesOf(server: ServerProcess, token: string): Promise<readonly string[]> {
  const pages: string[] = [];
  for (let after: string | null = null; ;) {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: PAGE, variables: { after } }),
    });
    const page = await response.text();
    if (!response.ok || 'errors' in (JSON.parse(page) as object)) throw new Error(page.slice(0, 1_000));
    pages.push(page);
    const { pageInfo } = licensesOf(page);
    if (!pageInfo.hasNextPage) return pages;
    after = pageInfo.endCursor;
  }
}

/** The first page that differs, rather than a comparison of megabytes. */
function firstDifference(before: readonly string[], after: readonly string[]): object | null {
  const page = Array.from({ length: Math.max(before.length, after.length) }, (_, index) => index).find(
    (index) => before[index] !== after[index],
  );
  return page === undefined ? null : { page, before: before[page], after: after[page] };
}

function deleteReadModel(dataDir: string): readonly string[] {
  const files = readdirSync(dataDir).filter((name) => name.startsWith('read-model-'));
  for (const name of files) rmSync(join(dataDir, name));
  return files;
}

describe(`a chain of ${String(DEVICES)} devices and three years`, () => {
  let dataDir: string;
  let server: ServerProcess;
  const figures: Record<string, number> = { devices: DEVICES };

  const run = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await kabinet(args, { dataDir });
    if (code !== 0) throw new Error(`kabinet ${args.join(' ')} ended with ${String(code)}: ${stdout}${stderr}`);
    return stdout;
  };
  const timed = async <Value>(name: string, work: () => Promise<Value>): Promise<Value> => {
    const start = performance.now();
    const value = await work();
    figures[name] = Math.round((performance.now() - start) / 100) / 10;
    return value;
  };

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'kabinet-federal-'));
    const clock = join(dataDir, 'clock');
    writeFileSync(clock, NOW);
    server = await serverProcess(compiledSources(), dataDir, { KABINET_TEST_CLOCK: clock });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
    process.stdout.write(`federal chain, ${IS_FEDERAL ? 'the whole' : 'the small one'}: ${JSON.stringify(figures)}\n`);
  });

  it(
    'lists the same licenses to the byte without its read model, and after a rebuild',
    async () => {
      // A read model that is there already takes the chain in event by event; one that is missing would be built in one go at once.
      await run('simulate', '--devices', '1', '--years', '1', '--now', LONG_AGO);
      await server.start();
      expect(await server.stop()).toBe(0);
      const summary = await timed('secondsToSimulate', () =>
        run('simulate', '--devices', String(DEVICES), '--years', '3', '--account', ACCOUNT, '--now', NOW),
      );
      figures['events'] = (JSON.parse(linesOf(summary).at(-1) ?? '') as { events: number }).events;
      const token = linesOf(await run('token', '--role', 'OWNER', '--account', ACCOUNT)).at(-1) ?? '';

      await timed('secondsToCatchUp', () => server.start());
      const projected = await timed('secondsForAllPages', () => pagesOf(server, token));
      const found = projected.flatMap((page) => licensesOf(page).edges.map(({ node }) => node));
      figures['activated'] = found.length;
      expect(found.length).toBeGreaterThan(DEVICES / 2);
      expect(projected.map((page) => licensesOf(page).totalCount)).toEqual(projected.map(() => found.length));
      expect(new Set(found.map(({ status }) => status))).toEqual(new Set(['ACTIVATED']));
      const ends = found.map(({ term }) => term.until ?? 'never');
      expect(ends).toEqual([...ends].sort());
      expect(new Set(ends).size).toBeGreaterThan(20);

      expect(await server.stop()).toBe(0);
      expect(deleteReadModel(dataDir)).not.toEqual([]);
      await timed('secondsToReadyWithoutReadModel', () => server.start());
      expect(firstDifference(projected, await pagesOf(server, token))).toBeNull();

      expect(await server.stop()).toBe(0);
      await timed('secondsToRebuild', () => run('rebuild'));
      await server.start();
      expect(firstDifference(projected, await pagesOf(server, token))).toBeNull();
    },
    PATIENCE_MS,
  );
});
