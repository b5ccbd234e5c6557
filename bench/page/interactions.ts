/** What somebody does to a long list, and waits for. */
import { line } from '../measure.js';
import { median } from '../report.js';
import type { LongListPage, Waited } from './long-list-page.js';

const ROUNDS = 5;

interface Interaction {
  readonly name: string;
  readonly act: string;
  readonly isDrawn: string;
  /** How the list is made what it was, for the next round. */
  readonly back: string;
  /** A place in the list: what was read there before has to be forgotten. */
  readonly isPlace?: true;
}

const TABLE = `document.querySelector('[role=table]')`;
const isRead = (index: number): string =>
  `document.querySelector('[aria-rowindex="${String(index + 2)}"]:not(.unread)') !== null`;
const counts = (total: number): string =>
  `${TABLE} !== null && ${TABLE}.getAttribute('aria-rowcount') === '${String(total + 1)}'`;
const choose = (label: string, value: string): string =>
  `(() => { const select = [...document.querySelectorAll('label')].find((each) => each.textContent.startsWith('${label}')).querySelector('select');
    select.value = '${value}'; select.dispatchEvent(new Event('change', { bubbles: true })); })()`;
const press = (selector: string): string => `document.querySelector('${selector}').click()`;
const ROWS = `document.querySelector('.licenses .body').textContent`;

function interactions(total: number): readonly Interaction[] {
  const another = `${isRead(0)} && ${TABLE}.getAttribute('aria-busy') !== 'true' && ${ROWS} !== globalThis.rowsBefore`;
  const filtered = `${isRead(0)} && !(${counts(total)})`;
  const sorted = (name: string): Interaction => ({
    name: `order: ${name}`,
    act: `globalThis.rowsBefore = ${ROWS}; ${choose('Порядок', name)}`,
    isDrawn: another,
    back: choose('Порядок', 'listed'),
  });
  return [
    {
      name: 'language',
      act: choose('Язык', 'en'),
      isDrawn: `document.querySelector('h1').textContent === 'Licenses' && ${isRead(0)}`,
      back: choose('Language', 'ru'),
    },
    { name: 'filter: status FREE', act: press('.chip.FREE'), isDrawn: filtered, back: press('.chip.ALL') },
    { name: 'filter: status EXPIRED', act: press('.chip.EXPIRED'), isDrawn: filtered, back: press('.chip.ALL') },
    { name: 'filter: kind', act: choose('Вид', 'MAIN'), isDrawn: filtered, back: choose('Вид', '') },
    {
      name: 'filter: ends within 30 days',
      act: choose('Заканчивается', '30'),
      isDrawn: filtered,
      back: choose('Заканчивается', ''),
    },
    ...['product', 'status', 'device', 'term', 'updates'].map(sorted),
    {
      name: 'to the middle',
      act: `scrollTo(0, document.documentElement.scrollHeight / 2)`,
      isDrawn: middleIsRead,
      back: 'scrollTo(0, 0)',
      isPlace: true,
    },
    {
      name: 'to the end',
      act: 'scrollTo(0, document.documentElement.scrollHeight)',
      isDrawn: isRead(total - 1),
      back: 'scrollTo(0, 0)',
      isPlace: true,
    },
  ];
}

/** Nothing that is on the screen is still to be read, and that is not the beginning. */
const middleIsRead = `document.querySelector('[aria-rowindex="2"]') === null && ![...document.querySelectorAll('.unread')].some((row) => {
  const { top, bottom } = row.getBoundingClientRect(); return bottom > 0 && top < innerHeight; })
  && document.querySelector('.licenses .body .row:not(.unread)') !== null`;

export async function measureInteractions(page: LongListPage, total: number): Promise<void> {
  for (const { name, act, isDrawn, back, isPlace } of interactions(total)) {
    const waited: Waited[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      waited.push(await page.waited(act, isDrawn));
      await page.waited(back, `${isRead(0)} && (${counts(total)})`);
      if (isPlace) {
        await page.waited(press('.chip.FREE'), `${isRead(0)} && !(${counts(total)})`);
        await page.waited(press('.chip.ALL'), `${isRead(0)} && (${counts(total)})`);
      }
      await page.page.waitForTimeout(500);
    }
    const all = median(waited.map((each) => each.all));
    const requests = median(waited.map((each) => each.requests));
    const drawing = median(waited.map((each) => each.all - each.requests));
    line(
      name,
      `median ${all.toFixed(0).padStart(6)} ms; requests ${requests.toFixed(0)} ms, the page itself ${drawing.toFixed(0)} ms`,
    );
  }
}
