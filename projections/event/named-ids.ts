/** Public ids of the things that an event's data names beside the one that it happened to. */
import {
  parseCaseId,
  parseDatabaseId,
  parseDeviceId,
  parseLicenseId,
  parseOrderId,
  parseUploadId,
} from '../../src/domain/ids.js';

const PARSERS = [parseCaseId, parseDatabaseId, parseDeviceId, parseLicenseId, parseOrderId, parseUploadId];
/** Texts are far longer, and many. */
const LONGEST_ID = 80;
/** As of a diagnosis, which holds a whole answer: it is about what was asked, and the rest is no news of the things it names. */
const NOT_LOOKED_INTO = new Set(['diagnosis', 'causes', 'checks']);

/** Accounts are left out: every event tells its own. */
export function idsNamedIn(data: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  collect(data, found);
  return found;
}

function collect(value: unknown, found: Set<string>): void {
  if (typeof value === 'string') {
    if (value.length <= LONGEST_ID && PARSERS.some((parse) => parse(value) !== undefined)) found.add(value);
    return;
  }
  if (typeof value !== 'object' || value === null || isPersonal(value)) return;
  for (const [name, field] of Object.entries(value)) if (!NOT_LOOKED_INTO.has(name)) collect(field, found);
}

/** What a person typed names nothing, whatever it looks like. */
const isPersonal = (value: object): boolean => 'subject' in value && 'text' in value;
