/** A page of 50 of the largest account's list in several orders and filters, its count, and its summary. */
import type { Moment, ReadModelQueries } from '../../projections/queries.js';
import { instantOf } from '../../src/domain/ids.js';
import { timed, tookLine } from '../measure.js';
import type { LargeLog } from './open-large-log.js';

type Query = Omit<Parameters<ReadModelQueries['licenses']>[2], 'limit' | 'direction'>;

const QUERIES: readonly (readonly [string, Query])[] = [
  ['newest first', {}],
  ['ACTIVATED by TERM_UNTIL', { where: { status: { eq: 'ACTIVATED' } }, orderBy: [{ field: 'TERM_UNTIL', direction: 'ASC' }] }],
  ['MAIN by UPDATES_UNTIL', { where: { kind: { eq: 'MAIN' } }, orderBy: [{ field: 'UPDATES_UNTIL', direction: 'ASC' }] }],
  ['by PRODUCT', { orderBy: [{ field: 'PRODUCT', direction: 'ASC' }] }],
  ['by STATUS', { orderBy: [{ field: 'STATUS', direction: 'ASC' }] }],
  ['by DEVICE_NAME', { orderBy: [{ field: 'DEVICE_NAME', direction: 'ASC' }] }],
  ['EXPIRED, newest first', { where: { status: { eq: 'EXPIRED' } } }],
  ['search for a last group that nobody has', { where: { search: 'ZZZZZ' } }],
];
const CALLS = 40;
/** Of queries that read a whole list. */
const MOST_MS = 5_000;

export async function measureLists({ estate }: LargeLog, queries: ReadModelQueries): Promise<void> {
  const account = estate.accounts[0]?.id;
  if (account === undefined) throw new Error('an estate has accounts');
  const moment: Moment = { position: queries.checkpoint().position, at: instantOf(Date.now()) };
  const times = async (name: string, call: () => unknown): Promise<void> => {
    const [first] = await timed([call]);
    const count = Math.min(CALLS, Math.max(2, Math.floor(MOST_MS / Math.max(first?.clock ?? 0, 0.001))));
    tookLine(name, await timed(Array<() => unknown>(count).fill(call)));
  };
  for (const [name, query] of QUERIES)
    await times(`page of 50: ${name}`, () => queries.licenses(moment, account, { ...query, limit: 50, direction: 'forwards' }));
  await times('count of ACTIVATED', () => queries.countLicenses(moment, account, { status: { eq: 'ACTIVATED' } }));
  await times('licenseSummary', () => queries.licenseSummary(moment, account));
  await times('page of 50 devices', () => queries.devices(moment, account, { limit: 50, direction: 'forwards' }));
}
