/** `npm run screenshots [part of a name…]`: every page of the demo in both languages, into docs/images. To be looked at before it is committed. */
/* global document, Image, requestAnimationFrame -- of the page, for what runs there */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from './lib/browser.mjs';
import { buildWhatIsOld } from './lib/build.mjs';
import { startDemoServer } from './lib/demo-server.mjs';
import { inProject } from './lib/project.mjs';
import { ROLES, prepare, scenes } from './lib/screens.mjs';

const FOLDER = inProject('docs', 'images');
const NOW = '2026-03-01T09:00:00Z';
const LANGUAGES = { ru: 'ru-RU', en: 'en-US' };
const QUALITY = 0.75;
/** Sharp enough on a dense screen, and half the bytes of 2. */
const SCALE = 1.25;
const only = process.argv.slice(2);

buildWhatIsOld();
mkdirSync(FOLDER, { recursive: true });
if (only.length === 0) for (const name of readdirSync(FOLDER)) if (name.endsWith('.webp')) rmSync(join(FOLDER, name));

const server = await startDemoServer(NOW);
const failures = [];
try {
  const more = scenes(await prepare(server));
  for (const [language, locale] of Object.entries(LANGUAGES)) {
    const browser = await launchBrowser(locale);
    try {
      await takeAll(more, { browser, language, locale });
    } finally {
      await browser.close();
    }
  }
} finally {
  await server.stop();
}
for (const failure of failures) console.error(failure);
process.exitCode = failures.length > 0 ? 1 : 0;

async function takeAll(more, camera) {
  const seen = new Set();
  for (const role of ROLES) {
    for (const path of await tabsOf(role, camera)) {
      if (seen.has(path)) continue;
      seen.add(path);
      await take({ name: path.slice(1).replaceAll('/', '-'), role, path }, camera);
    }
  }
  for (const scene of more) await take(scene, camera);
}

async function tabsOf(role, camera) {
  const page = await signedIn({ role, path: '/' }, camera);
  const tabs = page.getByRole('navigation').first().getByRole('link');
  await tabs.first().waitFor();
  const addresses = await tabs.evaluateAll((links) => links.map((link) => new URL(link.href).pathname));
  await page.context().close();
  return addresses;
}

async function take(scene, camera) {
  const file = `${scene.name}.${camera.language}.webp`;
  if (only.length > 0 && !only.some((part) => file.includes(part))) return;
  const page = await signedIn(scene, camera);
  try {
    await settled(page);
    await scene.act?.(page);
    await settled(page);
  } catch (error) {
    failures.push(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  writeFileSync(join(FOLDER, file), await webp(camera.browser, await page.screenshot()));
  await page.context().close();
}

async function signedIn({ role, path, scheme = 'light', width = 1280, height = 800 }, { browser, locale }) {
  const context = await browser.newContext({
    locale,
    timezoneId: 'Europe/Moscow',
    colorScheme: scheme,
    reducedMotion: 'reduce',
    viewport: { width, height },
    deviceScaleFactor: SCALE,
  });
  // The server's clock stands as well: «in three days» says the same each time.
  await context.clock.setFixedTime(NOW);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  if (role === null) {
    await page.goto(server.url + path);
    return page;
  }
  const link = new URL(server.signInLink(role));
  await page.goto(`${server.url}${path}${link.hash}`);
  return page;
}

/** Nothing is asked of the server any more, and nothing says that it loads. */
async function settled(page) {
  await page.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page
    .getByText(/^(Загружается|Loading)…$/)
    .first()
    .waitFor({ state: 'detached' });
  // The pictures of the page, and a frame in which it is drawn.
  await page.evaluate(() =>
    document.fonts.ready.then(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))),
  );
}

/** By the browser itself, which saves a package that compresses pictures. */
async function webp(browser, png) {
  const encoder = await browser.newPage();
  const address = await encoder.evaluate(
    async ([source, quality]) => {
      const picture = new Image();
      picture.src = source;
      await picture.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width: picture.width, height: picture.height });
      canvas.getContext('2d').drawImage(picture, 0, 0);
      return canvas.toDataURL('image/webp', quality);
    },
    [`data:image/png;base64,${png.toString('base64')}`, QUALITY],
  );
  await encoder.context().close();
  return Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');
}
