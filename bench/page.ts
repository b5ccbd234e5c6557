/**
 * `npm run bench -- page`: how long somebody waits for the page of a long list, in a browser: first rows, language, filters, orders, jumps,
 * and frames that are late while it is scrolled. The page must be built: `npm run build:web`.
 *
 *     KABINET_BENCH_LICENSES=225000 KABINET_BENCH_FOLDER=/data/bench npm run bench -- page
 *
 * KABINET_BENCH_LICENSES: how many are issued, nine of ten of which are in the list; 20000 where it is left out. KABINET_BENCH_FOLDER: keeps
 * the log there, and goes on with the one that it finds.
 */
import { rmSync } from 'node:fs';
import { openReadModel } from '../projections/open-read-model.js';
import { instantOf } from '../src/domain/ids.js';
import { launchBrowser } from '../test/web/browser.js';
import { openLargeLog, type LargeLog } from './large-log/open-large-log.js';
import { line, timesLine, title } from './measure.js';
import { measureInteractions } from './page/interactions.js';
import { LongListPage } from './page/long-list-page.js';
import { measureScrolling } from './page/scrolling.js';
import { serve } from './served.js';

const LICENSES = '20000';
const VISITS = 5;

export async function benchPage(): Promise<void> {
  const log = await openLargeLog(Number(process.env['KABINET_BENCH_LICENSES'] ?? LICENSES), { inOneAccount: true });
  const account = log.estate.accounts[0]?.id;
  if (account === undefined) throw new Error('an estate has an account');
  const total = await listed(log, account);
  await log.store.close();
  const served = await serve(log.folder, { KABINET_BENCH_OWNER: account });
  const browser = await launchBrowser();
  try {
    title(`The page of a list of ${total.toLocaleString('en-US')} licenses`);
    const cold: number[] = [];
    const warm: number[] = [];
    for (let visit = 0; visit < VISITS; visit++) {
      const page = await LongListPage.open(browser, served.url);
      cold.push(await page.firstRowsMs());
      await page.again();
      warm.push(await page.firstRowsMs());
      await page.close();
    }
    timesLine('first rows, nothing in the browser’s cache', cold);
    timesLine('first rows, loaded again', warm);
    const page = await LongListPage.open(browser, served.url);
    await page.firstRowsMs();
    await measureInteractions(page, total);
    await measureScrolling(page, total);
    await page.close();
  } finally {
    await browser.close();
    await served.stop();
    if (log.isTemporary) rmSync(log.folder, { recursive: true });
  }
}

/** Builds the read model where it is not built, so that no server is measured that does so. */
async function listed({ folder, store }: LargeLog, account: LargeLog['estate']['accounts'][number]['id']): Promise<number> {
  const model = await openReadModel({ folder, store });
  await model.catchUp();
  const moment = { position: model.queries.checkpoint().position, at: instantOf(Date.now()) };
  const { total, byStatus } = model.queries.licenseSummary(moment, account);
  await model.close();
  line('licenses by status', [...byStatus].map(([status, count]) => `${status} ${String(count)}`).join(', '));
  return total;
}
