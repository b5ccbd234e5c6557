/** What of an event's data is shown: whole codes never, personal texts in clear, accounts only where the viewer reaches them. */
import { maskedCode } from '../../domain/activation-code.js';
import type { RecordedEvent } from '../../domain/events.js';
import { parseAccountId, type AccountId } from '../../domain/ids.js';

/** `reaches` tells of accounts. A license that changed hands shows nothing of its former holder (domain.md, section 6). */
export function shownData(event: RecordedEvent, reaches: (account: AccountId) => boolean): unknown {
  if (event.type === 'LicenseReleased' && !reaches(event.data.fromAccountId)) {
    return { toAccountId: shownValue(event.data.toAccountId, reaches) };
  }
  return shownValue(event.data, reaches);
}

function shownValue(value: unknown, reaches: (account: AccountId) => boolean): unknown {
  if (typeof value === 'string') {
    const account = parseAccountId(value);
    return account === undefined || reaches(account) ? value : null;
  }
  if (Array.isArray(value)) return value.map((item) => shownValue(item, reaches));
  if (typeof value !== 'object' || value === null) return value;
  if ('sealed' in value && 'lastGroup' in value) return maskedCode(String(value.lastGroup));
  if (isPersonal(value)) return value.text;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, shownValue(field, reaches)]));
}

const isPersonal = (value: object): value is { readonly subject: string; readonly text: string | null } =>
  'subject' in value && 'text' in value && Object.keys(value).length === 2;
