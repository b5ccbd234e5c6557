/** The page of licenses in a browser, and how long it takes until it shows something. Times are taken in the page itself. */
import type { Browser, BrowserContext, Page } from 'playwright-core';

/** Milliseconds until it was drawn, and of them those that requests to the server were on their way. */
export interface Waited {
  readonly all: number;
  readonly requests: number;
}

const READ_ROW = '.licenses .body .row:not(.unread)';
const LONGEST_MS = 60_000;

export class LongListPage {
  readonly page: Page;
  readonly #context: BrowserContext;

  private constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
  }

  static async open(browser: Browser, link: string): Promise<LongListPage> {
    const context = await browser.newContext({ locale: 'ru-RU', viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(LONGEST_MS);
    await page.addInitScript(`addEventListener('DOMContentLoaded', () => {
      const look = () => document.querySelector('${READ_ROW}') ? (globalThis.firstRows = performance.now()) : requestAnimationFrame(look);
      look();
    })`);
    await page.goto(link);
    return new LongListPage(context, page);
  }

  /** Loads the page anew: what the browser keeps is not asked for again. */
  async again(): Promise<void> {
    await this.page.reload();
  }

  /** From the beginning of the navigation. */
  firstRowsMs(): Promise<number> {
    return this.page.evaluate<number>(`new Promise((resolve) => {
      const look = () => (globalThis.firstRows === undefined ? setTimeout(look, 20) : resolve(globalThis.firstRows));
      look();
    })`);
  }

  /** Both are expressions in the page: what is done, and whether what comes of it is drawn. */
  waited(act: string, isDrawn: string): Promise<Waited> {
    return this.page.evaluate<Waited>(`new Promise((resolve, reject) => {
      performance.clearResourceTimings();
      const start = performance.now();
      ${act};
      const look = () => {
        const all = performance.now() - start;
        if (all > ${String(LONGEST_MS)}) reject(new Error(${JSON.stringify(`not drawn: ${isDrawn}`)}));
        else if (!(${isDrawn})) requestAnimationFrame(look);
        else setTimeout(() => resolve({ all, requests: onTheirWay(start, start + all) }), 300);
      };
      const onTheirWay = (from, to) => {
        let [sum, end] = [0, from];
        const sent = performance.getEntriesByType('resource').filter(({ startTime }) => startTime < to);
        for (const { startTime, responseEnd } of sent.sort((one, other) => one.startTime - other.startTime)) {
          const upTo = Math.min(responseEnd, to);
          sum += Math.max(0, upTo - Math.max(startTime, end));
          end = Math.max(end, upTo);
        }
        return sum;
      };
      requestAnimationFrame(look);
    })`);
  }

  close(): Promise<void> {
    return this.#context.close();
  }
}
