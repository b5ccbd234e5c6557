/** A signed-in page of a browser, and what must hold for every page: no fault, no request elsewhere, nothing that axe finds. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What an expression is in the page. */
export const inPage = <Value>(page: Page, expression: string): Promise<Value> => page.evaluate<Value>(expression);

export interface PageOptions {
  /** The browser's language, as its Accept-Language says. */
  readonly locale?: 'ru-RU' | 'en-US' | 'de-DE';
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
}

export interface Visit {
  readonly page: Page;
  /** Errors of scripts and of the console, and requests to other places: empty where all is well. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

export async function visit(browser: Browser, address: string, options: PageOptions = {}): Promise<Visit> {
  const { locale = 'ru-RU', scheme = 'light', width = 1280 } = options;
  const context = await browser.newContext({
    locale,
    colorScheme: scheme,
    viewport: { width, height: 900 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const faults: string[] = [];
  const { origin } = new URL(address);
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== origin) faults.push(request.url());
  });
  await page.goto(address);
  return { page, faults, close: () => context.close() };
}

/** Rules of axe that the page breaks, with the elements that do. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  // As a debugger would put it in: the policy of the page lets no script in.
  await page.evaluate(AXE);
  const findings = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: AxeRule[] }> } };
    return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  });
  return findings;
}

interface AxeRule {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}
