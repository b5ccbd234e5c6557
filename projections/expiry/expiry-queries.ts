import { millisOf, type Instant, type LicenseId } from '../../src/domain/ids.js';
import type { Statements } from '../reading.js';
import { sql } from '../sql.js';

/** Licenses whose term is over and whose stream does not say so yet; those that ended first come first. */
export const unrecordedExpiries = (statements: Statements, now: Instant, limit: number): readonly LicenseId[] =>
  statements
    .all<{ readonly id: LicenseId }>(
      sql`SELECT license_id AS id FROM expiry WHERE recorded = 0 AND term_until <= ${millisOf(now)}
        ORDER BY term_until, license_id LIMIT ${limit}`,
    )
    .map(({ id }) => id);
