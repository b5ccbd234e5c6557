/** Stretches of the log in events: positions may have gaps. The event view has a row for each but the requests, which shape no rows. */
import type { Database } from 'better-sqlite3';

/** The position that so many events up to and with another one lie behind; 0 where there are no more. */
export function eventsBack(database: Database, upTo: number, events: number): number {
  const found = database
    .prepare<[number, number], { position: number }>(
      'SELECT position FROM event WHERE position <= ? ORDER BY position DESC LIMIT 1 OFFSET ?',
    )
    .get(upTo, events);
  return found?.position ?? 0;
}

/** Whether more than so many events lie behind a position. */
export const moreEventsBehind = (database: Database, position: number, events: number): boolean =>
  database
    .prepare<[number, number], { position: number }>(
      'SELECT position FROM event WHERE position > ? ORDER BY position LIMIT 1 OFFSET ?',
    )
    .get(position, events) !== undefined;
