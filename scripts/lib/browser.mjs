/** The browser of the tests (test/web/browser.ts), for scripts: the one that KABINET_TEST_BROWSER names, else the one that comes as a package. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

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

/** Its program, and the environment that it needs. */
async function browserProgram() {
  const own = process.env.KABINET_TEST_BROWSER;
  if (own) return { executablePath: own, env: process.env };
  // The package unpacks its libraries only where it believes to be run.
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs20.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  const executablePath = await packaged.executablePath();
  const unpacked = { LD_LIBRARY_PATH: join(tmpdir(), 'al2023', 'lib'), FONTCONFIG_PATH: join(tmpdir(), 'fonts') };
  return { executablePath, env: { ...process.env, ...unpacked } };
}

/** `locale`, like `ru-RU`: of its own words and date fields, as far as it has them (the package has dates alone). */
export async function launchBrowser(locale) {
  const { executablePath, env } = await browserProgram();
  const [language] = locale.split('-');
  const spoken = { LANGUAGE: language, LANG: `${locale.replace('-', '_')}.UTF-8` };
  return chromium.launch({ executablePath, args: FLAGS, env: { ...env, ...spoken } });
}

/** With a profile in a folder, for other programs to steer by this port. */
export async function launchProfile(folder, port) {
  return chromium.launchPersistentContext(folder, {
    ...(await browserProgram()),
    args: [...FLAGS, `--remote-debugging-port=${port}`],
  });
}
