/** Uploads and the outcome of each of their items; also which of them were cut off. */
import type { Database } from 'better-sqlite3';
import type { Actor, EventType, RecordedEvent } from '../../src/domain/events.js';
import { subjectOf, type AccountId, type StreamKind, type StreamName } from '../../src/domain/ids.js';
import { AppendedTable } from '../appended-table.js';
import { KeyedTable } from '../keyed-table.js';
import { atOf, type OwnedTable, type View } from '../view.js';
import type { WriteBuffer } from '../write-buffer.js';

export const UPLOAD_SCHEMA = {
  tables: [
    `CREATE TABLE upload (id TEXT PRIMARY KEY NOT NULL, account_id TEXT NOT NULL, received_at INTEGER NOT NULL, actor TEXT NOT NULL,
      finished INTEGER NOT NULL, position INTEGER NOT NULL) STRICT`,
    `CREATE TABLE upload_result (upload_id TEXT NOT NULL, item_index INTEGER NOT NULL, item TEXT NOT NULL, outcome TEXT NOT NULL,
      detail TEXT, license_id TEXT, PRIMARY KEY (upload_id, item_index)) STRICT, WITHOUT ROWID`,
  ],
  indexes: [
    'CREATE INDEX upload_by_position ON upload (account_id, position)',
    'CREATE INDEX upload_unfinished ON upload (position) WHERE finished = 0',
  ],
};

interface UploadColumns {
  readonly accountId: AccountId;
  readonly receivedAt: number;
  readonly actor: Actor;
  readonly finished: boolean;
  /** Of its first event: newest first is by it. */
  readonly position: number;
}

export class UploadView implements View {
  readonly name = 'upload';
  readonly takes: ReadonlySet<EventType> = new Set<EventType>([
    'UploadReceived',
    'UploadItemAccepted',
    'UploadItemRejected',
    'UploadFinished',
  ]);
  readonly streamKinds: ReadonlySet<StreamKind> = new Set<StreamKind>(['upload']);
  readonly tables: readonly OwnedTable[] = [
    { name: 'upload', owner: 'id', ownerKind: 'upload' },
    { name: 'upload_result', owner: 'upload_id', ownerKind: 'upload' },
  ];
  readonly #uploads: KeyedTable<UploadColumns>;
  readonly #results: AppendedTable;

  constructor(database: Database, buffer: WriteBuffer, cacheSize: number) {
    this.#uploads = new KeyedTable<UploadColumns>(
      database,
      buffer,
      {
        name: 'upload',
        columns: ['id', 'account_id', 'received_at', 'actor', 'finished', 'position'],
        write: (id, row) => [id, row.accountId, row.receivedAt, JSON.stringify(row.actor), Number(row.finished), row.position],
        read: (record) => ({
          accountId: String(record['account_id']) as AccountId,
          receivedAt: Number(record['received_at']),
          actor: JSON.parse(String(record['actor'])) as Actor,
          finished: record['finished'] === 1,
          position: Number(record['position']),
        }),
      },
      cacheSize,
    );
    const columns = ['upload_id', 'item_index', 'item', 'outcome', 'detail', 'license_id'];
    this.#results = new AppendedTable(database, buffer, 'upload_result', columns);
  }

  apply(event: RecordedEvent): void {
    const id = subjectOf(event.stream) ?? '';
    switch (event.type) {
      case 'UploadReceived': {
        const { position, time } = atOf(event);
        const { accountId } = event.data;
        this.#uploads.put(id, { accountId, receivedAt: time, actor: event.metadata.actor, finished: false, position });
        return;
      }
      case 'UploadItemAccepted':
      case 'UploadItemRejected': {
        const { index, item, outcome, detail } = event.data;
        const license = event.type === 'UploadItemAccepted' ? event.data.licenseId : null;
        this.#received(id);
        this.#results.append([id, index, JSON.stringify(item), outcome, detail && JSON.stringify(detail), license]);
        return;
      }
      case 'UploadFinished':
        this.#uploads.put(id, { ...this.#received(id), finished: true });
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

  #received(id: string): UploadColumns {
    const upload = this.#uploads.get(id);
    if (!upload) throw new Error('an upload begins with UploadReceived');
    return upload;
  }
}
