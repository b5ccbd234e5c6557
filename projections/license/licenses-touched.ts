/** Which licenses of a list may differ between two moments: candidates, cheaply found; whoever asks compares their rows. */
import { millisOf, type AccountId, type LicenseId } from '../../src/domain/ids.js';
import type { Moment } from '../queries.js';
import type { Statements } from '../reading.js';
import { allOf, joinSql, raw, sql, type Sql } from '../sql.js';

interface Between {
  readonly from: Moment;
  readonly to: Moment;
}

export function licensesTouched(
  statements: Statements,
  account: AccountId,
  between: Between,
  after: LicenseId | null,
  limit: number,
): readonly LicenseId[] {
  const candidates = [...byOwnEvents(account, between), ...byDeviceEvents(account, between), ...byClocks(account, between)];
  return statements
    .all<{ readonly id: LicenseId }>(
      sql`SELECT id FROM (${joinSql(candidates, ' UNION ')}) WHERE id > ${after ?? ''} ORDER BY id LIMIT ${limit}`,
    )
    .map(({ id }) => id);
}

const within = (column: string, { from, to }: Between): Sql =>
  sql`${raw(column)} > ${from.position} AND ${raw(column)} <= ${to.position}`;

/** Rows that began or ended in between. */
const byOwnEvents = (account: AccountId, between: Between): readonly Sql[] =>
  [
    ['license', 'from_position'],
    ['license_past', 'from_position'],
    ['license_past', 'to_position'],
  ].map(
    ([table = '', column = '']) =>
      sql`SELECT id FROM ${raw(table)} WHERE list_account = ${account} AND ${within(column, between)}`,
  );

/** A license moves with its device to another base. */
const byDeviceEvents = (account: AccountId, between: Between): readonly Sql[] =>
  [
    ['device', 'from_position'],
    ['device_past', 'from_position'],
    ['device_past', 'to_position'],
  ].map(
    ([table = '', column = '']) =>
      sql`SELECT slot_license_id AS id FROM ${raw(table)}
        WHERE account_id = ${account} AND slot_license_id IS NOT NULL AND ${within(column, between)}`,
  );

/** Of rows that stood at the later moment: what ended before it without any event. */
function byClocks(account: AccountId, { from, to }: Between): readonly Sql[] {
  const stood = sql`+from_position <= ${to.position}`;
  return ['term_until', 'updates_until'].flatMap((clock) => {
    const ended = sql`list_account = ${account} AND ${raw(clock)} >= ${millisOf(from.at)} AND ${raw(clock)} <= ${millisOf(to.at)}`;
    return [
      sql`SELECT id FROM license WHERE ${allOf([ended, stood])}`,
      sql`SELECT id FROM license_past WHERE ${allOf([ended, stood, sql`+to_position > ${to.position}`])}`,
    ];
  });
}
