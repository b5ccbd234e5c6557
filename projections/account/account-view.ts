/** Accounts. Not temporal: no list of accounts is asked for as of a moment. */
import type { Database } from 'better-sqlite3';
import { evolveAccount } from '../../src/domain/account.js';
import type { EventType, RecordedEvent } from '../../src/domain/events.js';
import { subjectOf, type StreamKind, type StreamName } from '../../src/domain/ids.js';
import { KeyedTable } from '../keyed-table.js';
import { foldedOf, textOf } from '../personal-columns.js';
import type { SqlValue } from '../sql.js';
import { atOf, millis, type OwnedTable, type View } from '../view.js';
import type { WriteBuffer } from '../write-buffer.js';

export const ACCOUNT_SCHEMA = {
  tables: [
    `CREATE TABLE account (id TEXT PRIMARY KEY NOT NULL, name_subject TEXT NOT NULL, name TEXT, name_folded TEXT, locale TEXT NOT NULL,
      time_zone TEXT NOT NULL, opened_at INTEGER NOT NULL, position INTEGER NOT NULL) STRICT`,
  ],
  indexes: ['CREATE INDEX account_by_name ON account (name_folded, id)'],
};

const COLUMNS = ['id', 'name_subject', 'name', 'name_folded', 'locale', 'time_zone', 'opened_at', 'position'];

export class AccountView implements View {
  readonly name = 'account';
  readonly takes: ReadonlySet<EventType> = new Set<EventType>(['AccountOpened']);
  readonly streamKinds: ReadonlySet<StreamKind> = new Set<StreamKind>(['account']);
  readonly tables: readonly OwnedTable[] = [{ name: 'account', owner: 'id', ownerKind: 'account' }];
  /** The values of the columns behind the id. */
  readonly #rows: KeyedTable<readonly SqlValue[]>;

  constructor(database: Database, buffer: WriteBuffer, cacheSize: number) {
    this.#rows = new KeyedTable<readonly SqlValue[]>(
      database,
      buffer,
      {
        name: 'account',
        columns: COLUMNS,
        write: (id, values) => [id, ...values],
        read: (record) => COLUMNS.slice(1).map((column) => record[column] ?? null),
      },
      cacheSize,
    );
  }

  apply(event: RecordedEvent): void {
    if (event.type !== 'AccountOpened') return;
    const { name, locale, timeZone } = evolveAccount(undefined, event);
    const { position } = atOf(event);
    const openedAt = millis(event.metadata.occurredAt);
    this.#rows.put(subjectOf(event.stream) ?? '', [
      name.subject,
      textOf(name),
      foldedOf(name),
      locale,
      timeZone,
      openedAt,
      position,
    ]);
  }

  shapes(): readonly StreamName[] {
    return [];
  }

  linked(): readonly StreamName[] {
    return [];
  }
}
