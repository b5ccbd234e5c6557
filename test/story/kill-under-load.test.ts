/**
 * 64 clients mutate and query for a minute while the server is killed (`kill -9`) ten times and started again: nothing acknowledged is lost
 * or doubled (issue 2). The same run of a product that is broken on purpose shows that the checks would tell.
 */
import { compiledSources } from '../support/compile.js';
import { ACKNOWLEDGED_BEFORE_COMMIT, KEYS_FORGOTTEN, withBrokenSources, type Patch } from './kill-under-load/broken-sources.js';
import { summary, type Finding } from './kill-under-load/findings.js';
import { killUnderLoad } from './kill-under-load/run.js';

const WHOLE = { clients: 64, accounts: 16, seconds: 60, kills: 10, patienceSeconds: 30, sentAgain: 1_000 };
const SHORT = { clients: 16, accounts: 4, seconds: 5, kills: 3, sentAgain: 200 };

/** The short run of a product that is broken on purpose. */
const findingsWith = (patches: readonly Patch[], patienceSeconds: number): Promise<readonly Finding[]> =>
  withBrokenSources(patches, async (sources) => (await killUnderLoad({ ...SHORT, patienceSeconds, sources })).findings);

describe('a server that is killed under load', () => {
  it('loses and doubles nothing that it acknowledged', async () => {
    const { findings, figures } = await killUnderLoad({ ...WHOLE, sources: compiledSources() });
    process.stdout.write(`kill under load: ${JSON.stringify(figures)}\n`);
    expect(summary(findings)).toBe('');
    expect(figures.kills).toBeGreaterThanOrEqual(10);
    expect(figures.mutations).toBeGreaterThan(500);
    expect(figures.queries).toBeGreaterThan(100);
    expect(figures.sentTwice).toBeGreaterThan(300);
    expect(figures.unknown).toBeGreaterThan(0);
    expect(figures.cutOff).toBeGreaterThan(0);
  }, 120_000);
});

describe('the checks of that', () => {
  it('find a loss where appends are acknowledged before they are committed', async () => {
    // Who waits for a position that was lost waits in vain.
    const findings = await findingsWith(ACKNOWLEDGED_BEFORE_COMMIT, 2);
    const lost = { kind: 'LOST', text: expect.stringMatching(/^\w+ [A-Z]\w+: \d acknowledged, \d found$/) as string };
    expect(findings).toContainEqual(lost);
  }, 60_000);

  it('find doubles where the key of a request is not looked up', async () => {
    const findings = await findingsWith(KEYS_FORGOTTEN, 30);
    const doubled = {
      kind: 'DOUBLED',
      text: expect.stringMatching(/^lic_\w+ LicenseIssued: 0 acknowledged, 1 found$/) as string,
    };
    expect(findings).toContainEqual(doubled);
  }, 60_000);
});
