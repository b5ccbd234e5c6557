/** When the term of each license ends, and whether the log says so already: what the ticker goes by, found without reading every license. */
import type { Database } from 'better-sqlite3';
import type { EventType, RecordedEvent } from '../../src/domain/events.js';
import { subjectOf, type StreamKind, type StreamName } from '../../src/domain/ids.js';
import { termEnd, type Term } from '../../src/domain/license-terms.js';
import { KeyedTable } from '../keyed-table.js';
import { millis, millisOrNull, type OwnedTable, type View } from '../view.js';
import type { WriteBuffer } from '../write-buffer.js';

export const EXPIRY_SCHEMA = {
  tables: [
    'CREATE TABLE expiry (license_id TEXT PRIMARY KEY NOT NULL, term_until INTEGER NOT NULL, recorded INTEGER NOT NULL) STRICT',
  ],
  indexes: ['CREATE INDEX expiry_open ON expiry (term_until, license_id) WHERE recorded = 0'],
};

interface Expiry {
  readonly until: number;
  readonly recorded: boolean;
}

const TAKES: readonly EventType[] = [
  'LicenseIssued',
  'LicenseActivated',
  'LicenseRenewed',
  'LicenseReplaced',
  'LicenseWithdrawn',
  'LicenseExpired',
];

export class ExpiryView implements View {
  readonly name = 'expiry';
  readonly takes: ReadonlySet<EventType> = new Set(TAKES);
  readonly streamKinds: ReadonlySet<StreamKind> = new Set<StreamKind>(['license']);
  readonly tables: readonly OwnedTable[] = [{ name: 'expiry', owner: 'license_id', ownerKind: 'license' }];
  readonly #expiries: KeyedTable<Expiry>;

  constructor(database: Database, buffer: WriteBuffer, cacheSize: number) {
    this.#expiries = new KeyedTable<Expiry>(
      database,
      buffer,
      {
        name: 'expiry',
        columns: ['license_id', 'term_until', 'recorded'],
        write: (license, { until, recorded }) => [license, until, Number(recorded)],
        read: (record) => ({ until: Number(record['term_until']), recorded: record['recorded'] === 1 }),
      },
      cacheSize,
    );
  }

  apply(event: RecordedEvent): void {
    const license = subjectOf(event.stream) ?? '';
    switch (event.type) {
      case 'LicenseIssued':
      case 'LicenseActivated':
        this.#endsAt(license, event.data.term);
        return;
      case 'LicenseRenewed':
        if (event.data.clock === 'TERM') this.#expiries.put(license, { until: millis(event.data.until), recorded: false });
        return;
      case 'LicenseExpired': {
        const until = millis(event.data.until);
        if (this.#expiries.get(license)?.until === until) this.#expiries.put(license, { until, recorded: true });
        return;
      }
      // What was ended by people does not expire any more.
      case 'LicenseReplaced':
      case 'LicenseWithdrawn':
        this.#expiries.remove(license);
        return;
      default:
        return;
    }
  }

  shapes(): readonly StreamName[] {
    return [];
  }

  linked(): readonly StreamName[] {
    return [];
  }

  #endsAt(license: string, term: Term): void {
    const until = millisOrNull(termEnd(term));
    if (until === null || this.#expiries.get(license)?.until === until) return;
    this.#expiries.put(license, { until, recorded: false });
  }
}
