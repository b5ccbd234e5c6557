import { exportRange, indexesOf } from '../../src/cli/export-range.js';
import { lastPositionOf } from '../../src/cli/moment.js';
import { openTerminal } from '../../src/cli/terminal.js';
import { newEvents, newStream } from '../event-store/events.js';
import { GAP, GappedEventStore } from '../support/gapped-store.js';

const terminal = openTerminal('en', {});
const HOUR = 3_600_000;

/** Five events at 1, 2, 3, 4, 5 o'clock of 1970, in a store whose positions have gaps. */
async function log() {
  let now = 0;
  const store = new GappedEventStore({ clock: () => now });
  for (let hour = 1; hour <= 5; hour += 1) {
    now = hour * HOUR;
    await store.append(newStream(), 'none', newEvents(1));
  }
  const tree = { indexOf: (position: number) => (position % GAP === 0 ? position / GAP - 1 : undefined) };
  return Object.assign(store, { tree });
}

it.each<[string | undefined, string | undefined, number, number]>([
  [undefined, undefined, 0, 5],
  ['1970-01-01T02:30:00Z', '1970-01-01T04:30:00Z', 2, 4],
  ['1970-01-01T02:00:00Z', '1970-01-01T04:00:00Z', 1, 4],
  ['1970-01-01T06:00:00Z', undefined, 5, 5],
  [undefined, '1970-01-01T00:30:00Z', 0, 0],
  ['1970-01-01T04:00:00Z', '1970-01-01T02:00:00Z', 2, 2],
  [String(2 * GAP), String(4 * GAP), 1, 4],
  [String(2 * GAP + 1), String(4 * GAP + 1), 2, 4],
  [undefined, String(GAP - 1), 0, 0],
])('names the part of the log from %s to %s by its log indexes %i to %i', async (from, to, firstIndex, endIndex) => {
  const store = await log();
  const range = await exportRange(store, { from, to }, terminal);
  expect(await indexesOf(store, range)).toEqual({ firstIndex, endIndex });
});

it('ends a replay at an event, where a position between two of them was named', async () => {
  const store = await log();
  expect(await lastPositionOf(store, String(3 * GAP + 7), terminal)).toBe(3 * GAP);
});
