/**
 * `npm run lighthouse [runs]`: what Lighthouse says of the sign-in page and of the licenses of the demo, on a telephone as it simulates one.
 * Lighthouse itself comes by npx, for it is larger than all that the project depends on. Its figures for speed are worth something on a quiet
 * machine only.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchProfile } from './lib/browser.mjs';
import { buildWhatIsOld } from './lib/build.mjs';
import { startDemoServer } from './lib/demo-server.mjs';

/** The last one for Node.js 20. */
const LIGHTHOUSE = 'lighthouse@12.8.2';
const CATEGORIES = ['performance', 'accessibility', 'best-practices'];
const TIMES = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift'];
const runs = Number(process.argv[2] ?? 5);
const median = (sorted) => sorted[Math.floor(sorted.length / 2)];

buildWhatIsOld();
const folder = mkdtempSync(join(tmpdir(), 'kabinet-lighthouse-'));
const port = await freePort();
const server = await startDemoServer();
const browser = await launchProfile(join(folder, 'profile'), port);
try {
  await measure('sign-in page', `${server.url}/`);
  const page = await browser.newPage();
  await page.goto(server.signInLink('OWNER'));
  await page.getByRole('row').nth(1).waitFor();
  await page.close();
  await measure('licenses, signed in', `${server.url}/licenses`);
} finally {
  await browser.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(name, url) {
  const reports = [];
  for (let run = 0; run < runs; run += 1) reports.push(await report(url));
  console.log(`\n${name}, median of ${runs} (lowest to highest)`);
  for (const category of CATEGORIES) {
    const scores = reports.map(({ categories }) => Math.round(categories[category].score * 100)).sort((a, b) => a - b);
    console.log(`  ${category}: ${median(scores)} (${scores[0]} to ${scores.at(-1)})`);
  }
  for (const id of TIMES) {
    const values = reports.map(({ audits }) => audits[id].numericValue).sort((a, b) => a - b);
    console.log(`  ${id}: ${median(values).toFixed(id.endsWith('shift') ? 3 : 0)}`);
  }
  const last = reports.at(-1);
  const failed = CATEGORIES.flatMap((category) => last.categories[category].auditRefs)
    .map(({ id }) => last.audits[id])
    .filter(({ score, scoreDisplayMode }) => score !== null && score < 0.9 && scoreDisplayMode !== 'informative');
  for (const { id, displayValue = '' } of failed) console.log(`  below 0.9: ${id} ${displayValue}`);
}

async function report(url) {
  const options = [`--port=${port}`, '--quiet', '--output=json', `--only-categories=${CATEGORIES.join(',')}`];
  const child = spawn('npx', ['--yes', LIGHTHOUSE, url, ...options, '--no-enable-error-reporting'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let json = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    json += text;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`lighthouse ended with ${code}`);
  return JSON.parse(json);
}

async function freePort() {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address();
  listener.close();
  await once(listener, 'close');
  return port;
}
