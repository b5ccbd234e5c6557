/** The two clocks of a license in the file (domain.md, section 2, fact 1). */
import type { LicenseKind, Term, Updates } from '../../domain/license-terms.js';
import type { StartTag } from '../strict-xml.js';
import type { Fields } from './fields.js';

const has = (tag: StartTag, attribute: string): boolean => tag.attributes[attribute] !== undefined;

/** Exactly one of: perpetual, from and until, months. A cloud license is itself a term. */
export function readTerm(tag: StartTag | undefined, license: StartTag, kind: LicenseKind, fields: Fields): Term | undefined {
  if (!tag) return fields.wrong('term', license);
  const perpetual = fields.boolean(tag, 'perpetual', 'term.perpetual');
  if (perpetual === undefined) return undefined;
  const dated = has(tag, 'from') || has(tag, 'until');
  if (Number(perpetual) + Number(dated) + Number(has(tag, 'months')) !== 1) return fields.wrong('term', tag);
  if (perpetual) return kind === 'CLOUD' ? fields.wrong('term.perpetual', tag) : { perpetual: true };
  if (!dated) {
    const months = fields.months(tag, 'months', 'term.months');
    return months === undefined ? undefined : { perpetual: false, months };
  }
  const from = fields.instant(tag, 'from', 'term.from');
  const until = fields.instant(tag, 'until', 'term.until');
  if (from === undefined || until === undefined) return undefined;
  return from < until ? { perpetual: false, from, until } : fields.wrong('term.until', tag);
}

/** Null where the file names no subscription; a cloud license has none. */
export function readUpdates(tag: StartTag | undefined, kind: LicenseKind, fields: Fields): Updates | undefined {
  if (!tag) return null;
  if (kind === 'CLOUD' || has(tag, 'until') === has(tag, 'months')) return fields.wrong('updates', tag);
  if (has(tag, 'months')) {
    const months = fields.months(tag, 'months', 'updates.months');
    return months === undefined ? undefined : { months };
  }
  const until = fields.instant(tag, 'until', 'updates.until');
  return until === undefined ? undefined : { until };
}
