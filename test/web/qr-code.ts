/** What a QR code on a page says, read from its pixels as the browser paints them. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Locator, Page } from 'playwright-core';

/** A program of its own, with no line of the one that makes the codes. It runs in the page: in Jest's rooms it takes a hundred times as long. */
const READER = readFileSync(createRequire(import.meta.url).resolve('jsqr'), 'utf8');

export async function readQrCode(page: Page, code: Locator): Promise<string | null> {
  const picture = (await code.screenshot()).toString('base64');
  // As a debugger would put it in: the policy of the page lets no script in.
  await page.evaluate(READER);
  return page.evaluate<string | null>(`(async () => {
    const image = new Image();
    image.src = 'data:image/png;base64,${picture}';
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const { data, width, height } = context.getImageData(0, 0, image.width, image.height);
    return jsQR(data, width, height)?.data ?? null;
  })()`);
}
