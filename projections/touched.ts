/** What a batch of events is about, worked out only where somebody asks. */
import type { EventMetadata } from '../src/domain/events.js';
import {
  parseCaseId,
  parseLicenseId,
  streamKind,
  subjectOf,
  type AccountId,
  type CaseId,
  type LicenseId,
} from '../src/domain/ids.js';
import type { StoredEvent } from '../src/event-store/port.js';

export interface Touched {
  /** Support cases that something was written to, and the account of each. */
  readonly cases: ReadonlyMap<CaseId, AccountId>;
  /** In which something happened, beside what was written to support cases. */
  readonly accounts: ReadonlySet<AccountId>;
  readonly licenses: ReadonlySet<LicenseId>;
}

export class TouchedByEvents implements Touched {
  readonly #events: readonly StoredEvent[];
  #cases: ReadonlyMap<CaseId, AccountId> | undefined;
  #accounts: ReadonlySet<AccountId> | undefined;

  constructor(events: readonly StoredEvent[]) {
    this.#events = events;
  }

  get cases(): ReadonlyMap<CaseId, AccountId> {
    this.#cases ??= new Map(
      this.#events.flatMap(({ stream, metadata }) => {
        const id = isCase(stream) ? parseCaseId(subjectOf(stream) ?? '') : undefined;
        const account = id && accountIn(metadata);
        return account ? [[id, account] as const] : [];
      }),
    );
    return this.#cases;
  }

  get accounts(): ReadonlySet<AccountId> {
    this.#accounts ??= new Set(
      this.#events.flatMap(({ stream, metadata }) => (isCase(stream) ? [] : (accountIn(metadata) ?? []))),
    );
    return this.#accounts;
  }

  get licenses(): ReadonlySet<LicenseId> {
    const ofLicenses = this.#events.filter(({ stream }) => streamKind(stream) === 'license');
    return new Set(ofLicenses.flatMap(({ stream }) => parseLicenseId(subjectOf(stream) ?? '') ?? []));
  }
}

const isCase = (stream: string): boolean => streamKind(stream) === 'case';

/** Null for the vendor's own, and for an event that no view could read either. */
function accountIn(metadata: Uint8Array): AccountId | null {
  try {
    const text = Buffer.from(metadata.buffer, metadata.byteOffset, metadata.byteLength).toString('utf8');
    return (JSON.parse(text) as EventMetadata).account;
  } catch {
    return null;
  }
}
