/** The bases of an account. */
import type { Database } from 'better-sqlite3';
import { evolveDatabase, type DatabaseState } from '../../src/domain/database.js';
import type { EventType, RecordedEvent } from '../../src/domain/events.js';
import { subjectOf, type DatabaseId, type StreamKind, type StreamName } from '../../src/domain/ids.js';
import { KeyedTable } from '../keyed-table.js';
import { stateTable } from '../state-json.js';
import { temporalIndexes, temporalTables, TemporalTable } from '../temporal-table.js';
import { atOf, type OwnedTable, type View } from '../view.js';
import type { WriteBuffer } from '../write-buffer.js';
import { DATABASE_COLUMNS, databaseColumns, type DatabaseColumns } from './database-rows.js';

export const DATABASE_SCHEMA = {
  tables: [
    ...temporalTables<DatabaseColumns>('database', DATABASE_COLUMNS),
    'CREATE TABLE database_state (id TEXT PRIMARY KEY NOT NULL, state TEXT NOT NULL) STRICT',
  ],
  indexes: [
    ...temporalIndexes('database'),
    'CREATE INDEX database_by_name ON database (account_id, name_folded, id)',
    'CREATE INDEX database_past_by_name ON database_past (account_id, name_folded, id)',
  ],
};

const TAKES: readonly EventType[] = [
  'DatabaseRegistered',
  'DatabaseRenamed',
  'DatabaseFactsChanged',
  'DatabaseExchangeChanged',
  'DatabaseStopped',
  'DatabaseStarted',
  'DatabaseDeleted',
];

export class DatabaseView implements View {
  readonly name = 'database';
  readonly takes: ReadonlySet<EventType> = new Set(TAKES);
  readonly streamKinds: ReadonlySet<StreamKind> = new Set<StreamKind>(['database']);
  readonly tables: readonly OwnedTable[] = [
    { name: 'database', owner: 'id', ownerKind: 'database' },
    { name: 'database_past', owner: 'id', ownerKind: 'database' },
    { name: 'database_state', owner: 'id', ownerKind: 'database' },
  ];
  readonly #rows: TemporalTable<DatabaseColumns>;
  readonly #states: KeyedTable<DatabaseState>;

  constructor(database: Database, buffer: WriteBuffer, cacheSize: number) {
    this.#rows = new TemporalTable(database, buffer, 'database', DATABASE_COLUMNS, cacheSize);
    this.#states = new KeyedTable(database, buffer, stateTable<DatabaseState>('database_state'), cacheSize);
  }

  apply(event: RecordedEvent): void {
    switch (event.type) {
      case 'DatabaseRegistered':
      case 'DatabaseRenamed':
      case 'DatabaseFactsChanged':
      case 'DatabaseExchangeChanged':
      case 'DatabaseStopped':
      case 'DatabaseStarted':
      case 'DatabaseDeleted': {
        const id = subjectOf(event.stream) as DatabaseId;
        const state = evolveDatabase(this.#states.get(id), event, event.metadata.occurredAt);
        this.#states.put(id, state);
        this.#rows.put(databaseColumns(id, state), atOf(event));
        return;
      }
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
}
