/** A long list that is scrolled: frames that come late, rows that are not there yet, and what the page then holds in memory. */
import { line } from '../measure.js';
import { quantile } from '../report.js';
import type { LongListPage } from './long-list-page.js';

const FRAMES = 600;
const FRAME_MS = 1_000 / 60;
/** Rows a second that somebody who looks for something scrolls by, and one who only wants to get on. */
const SPEEDS = [30, 300] as const;

interface Scrolled {
  readonly frames: readonly number[];
  readonly unread: number;
}

export async function measureScrolling(page: LongListPage, total: number): Promise<void> {
  for (const rowsASecond of SPEEDS) {
    const { frames, unread } = await scrolled(page, rowsASecond);
    const late = frames.reduce((sum, ms) => sum + Math.max(0, Math.round(ms / FRAME_MS) - 1), 0);
    const share = ((100 * late) / (frames.length + late)).toFixed(1);
    const frame = `frame median ${quantile(frames, 0.5).toFixed(1)} ms, p99 ${quantile(frames, 0.99).toFixed(0)} ms`;
    line(
      `scrolled by ${String(rowsASecond)} rows a second`,
      `${String(late)} of ${String(frames.length + late)} frames dropped (${share} %); ${frame}; ${String(unread)} frames with rows not read yet`,
    );
  }
  const before = await heapMb(page);
  for (let jump = 1; jump <= 60; jump++) {
    const row = Math.floor((total * jump) / 60) - 20;
    await page.page.evaluate(`scrollTo(0, ${String(row)} * document.querySelector('.licenses .body .row').offsetHeight)`);
    await page.page.locator(`[aria-rowindex="${String(row + 3)}"]:not(.unread)`).waitFor();
  }
  line(
    'memory of scripts',
    `${before.toFixed(1)} MB, and ${(await heapMb(page)).toFixed(1)} MB after 60 places all over the list`,
  );
}

const scrolled = (page: LongListPage, rowsASecond: number): Promise<Scrolled> =>
  page.page.evaluate<Scrolled>(`new Promise((resolve) => {
    scrollTo(0, 0);
    const step = document.querySelector('.licenses .body .row').offsetHeight * ${String(rowsASecond)} / 60;
    const frames = [];
    let unread = 0;
    let last = performance.now();
    const next = (now) => {
      frames.push(now - last);
      last = now;
      if (frames.length > ${String(FRAMES)}) return resolve({ frames: frames.slice(1), unread });
      const isUnread = [...document.querySelectorAll('.unread')].some((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return bottom > 0 && top < innerHeight;
      });
      if (isUnread) unread += 1;
      scrollBy(0, step);
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  })`);

async function heapMb({ page }: LongListPage): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 1e6;
}
