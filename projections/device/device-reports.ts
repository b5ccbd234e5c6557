import type { Listing } from '../page.js';
import type { Reading } from '../reading.js';
import { raw, sql, type Sql } from '../sql.js';
import { DEVICE_SELECT } from './device-rows.js';

/** When the device `d` had last reported, as of the moment: the one thing of its row that a later event changes without a new row. */
export const lastReportedAt = (reading: Reading): Sql => asOf(reading, 'last_reported_at', 'last_reported_at');

/** What a query reads of a device. */
export const deviceSelect = (reading: Reading): Listing['columns'] =>
  DEVICE_SELECT.map((name) => {
    if (name === 'last_reported_at') return { name, expression: lastReportedAt(reading) };
    return name === 'reported_position' ? { name, expression: asOf(reading, name, 'from_position') } : name;
  });

function asOf(reading: Reading, column: string, historic: string): Sql {
  if (reading.present) return raw(`d.${column}`);
  return sql`(SELECT r.${raw(historic)} FROM device_report r WHERE r.device_id = d.id AND r.from_position <= ${reading.position}
    ORDER BY r.from_position DESC LIMIT 1)`;
}
