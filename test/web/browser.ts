/**
 * A browser that works from an empty clone: Debian's Chromium where KABINET_TEST_BROWSER names one, else the one that comes as a package,
 * with the libraries and the font that it needs.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function launchBrowser(): Promise<Browser> {
  const own = process.env['KABINET_TEST_BROWSER'];
  if (own !== undefined && own !== '') return chromium.launch({ executablePath: own, args: FLAGS });
  // The package unpacks its libraries only where it believes to be run.
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs20.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  const executablePath = await packaged.executablePath();
  return chromium.launch({
    executablePath,
    args: FLAGS,
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(tmpdir(), 'al2023', 'lib'),
      FONTCONFIG_PATH: join(tmpdir(), 'fonts'),
    },
  });
}
