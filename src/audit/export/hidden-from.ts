/** Which parts of a stored event its reader may not see: stored bytes cannot be masked, so what the API shows only in part is not shown. */
import { parseAccountId, type AccountId } from '../../domain/ids.js';
import { decodeEvent } from '../../event-store/codec.js';
import { EventNotStorable } from '../../event-store/errors.js';
import type { StoredEvent } from '../../event-store/port.js';
import { textOf } from '../json-bytes.js';
import { ALL_HIDDEN, type Hidden } from './hidden.js';

/** `reaches`: the accounts of the reader. Also what this build cannot read is hidden: nobody knows whom it names. */
export function hiddenFrom(reaches: (account: AccountId) => boolean): (event: StoredEvent) => Hidden {
  return (event) => {
    if (!isReadable(event)) return ALL_HIDDEN;
    const [data, metadata] = [parsed(event.body), parsed(event.metadata)];
    return {
      body: namesAnother(data, reaches) || isReleaseFromAnother(event.type, data, reaches),
      metadata: namesAnother(metadata, reaches),
    };
  };
}

function isReadable(event: StoredEvent): boolean {
  try {
    decodeEvent(event);
    return true;
  } catch (error) {
    if (error instanceof EventNotStorable) return false;
    throw error;
  }
}

/** Why a license came to an account was said to the one that it left. */
function isReleaseFromAnother(type: string, data: unknown, reaches: (account: AccountId) => boolean): boolean {
  if (type !== 'LicenseReleased') return false;
  const from = typeof data === 'object' && data !== null && 'fromAccountId' in data ? data.fromAccountId : undefined;
  const account = typeof from === 'string' ? parseAccountId(from) : undefined;
  return account === undefined || !reaches(account);
}

function namesAnother(value: unknown, reaches: (account: AccountId) => boolean): boolean {
  if (typeof value === 'string') {
    const account = parseAccountId(value);
    return account !== undefined && !reaches(account);
  }
  return typeof value === 'object' && value !== null && Object.values(value).some((field) => namesAnother(field, reaches));
}

const parsed = (bytes: Uint8Array): unknown => JSON.parse(textOf(bytes));
