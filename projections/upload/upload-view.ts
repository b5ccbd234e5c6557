/** Uploads and the outcome of each of their items; also which of them were cut off. */
import type { Database } from 'better-sqlite3';
import type { Actor, EventType, RecordedEvent } from '../../src/domain/events.js';
import { subjectOf, type AccountId, type StreamKind, type StreamName } from '../../src/domain/ids.js';
import type { UploadItem } from '../../src/domain/upload.js';
import { AppendedTable } from '../appended-table.js';
import { KeyedTable } from '../keyed-table.js';
import { foldedOf } from '../personal-columns.js';
import type { SqlValue } from '../sql.js';
import { atOf, type OwnedTable, type View } from '../view.js';
import type { WriteBuffer } from '../write-buffer.js';

export const UPLOAD_SCHEMA = {
  tables: [
    `CREATE TABLE upload (id TEXT PRIMARY KEY NOT NULL, account_id TEXT NOT NULL, received_at INTEGER NOT NULL, actor TEXT NOT NULL,
      finished INTEGER NOT NULL, position INTEGER NOT NULL) STRICT`,
    `CREATE TABLE upload_result (upload_id TEXT NOT NULL, item_index INTEGER NOT NULL, item TEXT NOT NULL, outcome TEXT NOT NULL,
      detail TEXT, license_id TEXT, rejected_account TEXT, rejected_at INTEGER, accepted_account TEXT, accepted_at INTEGER,
      file_folded TEXT, last_group TEXT, PRIMARY KEY (upload_id, item_index)) STRICT, WITHOUT ROWID`,
  ],
  indexes: [
    'CREATE INDEX upload_by_position ON upload (account_id, position)',
    `CREATE INDEX upload_rejected_by_file ON upload_result (rejected_account, file_folded, rejected_at)
      WHERE rejected_account IS NOT NULL AND file_folded IS NOT NULL`,
    `CREATE INDEX upload_rejected_by_group ON upload_result (rejected_account, last_group, rejected_at)
      WHERE rejected_account IS NOT NULL AND last_group IS NOT NULL`,
    'CREATE INDEX upload_accepted_by_file ON upload_result (accepted_account, file_folded, accepted_at) WHERE accepted_account IS NOT NULL',
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

const RESULT_COLUMNS = [
  'upload_id',
  'item_index',
  'item',
  'outcome',
  'detail',
  'license_id',
  'rejected_account',
  'rejected_at',
  'accepted_account',
  'accepted_at',
  'file_folded',
  'last_group',
];

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
    this.#results = new AppendedTable(database, buffer, 'upload_result', RESULT_COLUMNS);
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
        const { accountId } = this.#received(id);
        const foundBy =
          license === null ? rejectedColumns(accountId, item, event.position) : acceptedColumns(accountId, item, event.position);
        const texts = [JSON.stringify(item), outcome, detail && JSON.stringify(detail)];
        this.#results.append([id, index, ...texts, license, ...foundBy]);
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

/** What was rejected is looked for by its file and its group. */
function rejectedColumns(account: AccountId, item: UploadItem, position: number): readonly SqlValue[] {
  return [account, position, null, null, fileOf(item), item.lastGroup];
}

/** That a file came in is looked for by its first license: the others of a large file cost no index. */
function acceptedColumns(account: AccountId, item: UploadItem, position: number): readonly SqlValue[] {
  const isFirst = item.source === 'FILE' && (item.licenseNumber ?? 1) === 1;
  return isFirst ? [null, null, account, position, fileOf(item), null] : [null, null, null, null, null, null];
}

const fileOf = (item: UploadItem): string | null => (item.source === 'FILE' ? foldedOf(item.fileName) : null);
