/** Which streams a view could not take, of a few that are asked about. */
import { instantOf, type StreamName } from '../src/domain/ids.js';
import type { ParkedStreamRow } from './queries.js';
import type { Statements } from './reading.js';
import { listOf, sql } from './sql.js';

interface ParkedRecord {
  readonly view: string;
  readonly stream: StreamName;
  readonly position: number;
  readonly revision: number;
  readonly error: string;
  readonly parked_at: number;
}

export const parkedAmong = (statements: Statements, streams: readonly StreamName[]): readonly ParkedStreamRow[] =>
  statements
    .all<ParkedRecord>(
      sql`SELECT view, stream, position, revision, error, parked_at FROM parked WHERE stream IN ${listOf(streams)} ORDER BY position, view`,
    )
    .map(({ parked_at: parkedAt, ...parked }) => ({ ...parked, parkedAt: instantOf(parkedAt) }));
