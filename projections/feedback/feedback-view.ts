/** How diagnoses were rated, with the causes as they were shown. Not temporal: the share that helped is asked for as it is now. */
import type { Database } from 'better-sqlite3';
import type { EventType, RecordedEvent } from '../../src/domain/events.js';
import { subjectOf, type StreamKind, type StreamName } from '../../src/domain/ids.js';
import { AppendedTable } from '../appended-table.js';
import { textOf } from '../personal-columns.js';
import { atOf, type OwnedTable, type View } from '../view.js';
import type { WriteBuffer } from '../write-buffer.js';

export const FEEDBACK_SCHEMA = {
  tables: [
    `CREATE TABLE rating (position INTEGER PRIMARY KEY NOT NULL, account_id TEXT NOT NULL, helped INTEGER NOT NULL,
      causes TEXT NOT NULL, comment_subject TEXT, comment TEXT, rated_at INTEGER NOT NULL) STRICT`,
    `CREATE TABLE rating_cause (position INTEGER NOT NULL, code TEXT NOT NULL, account_id TEXT NOT NULL, helped INTEGER NOT NULL,
      PRIMARY KEY (position, code)) STRICT, WITHOUT ROWID`,
  ],
  indexes: [
    'CREATE INDEX rating_by_account ON rating (account_id, helped)',
    'CREATE INDEX rating_with_comment ON rating (position) WHERE comment_subject IS NOT NULL',
    'CREATE INDEX rating_cause_by_code ON rating_cause (code, helped, account_id)',
  ],
};

export class FeedbackView implements View {
  readonly name = 'feedback';
  readonly takes: ReadonlySet<EventType> = new Set<EventType>(['DiagnosisRated']);
  readonly streamKinds: ReadonlySet<StreamKind> = new Set<StreamKind>(['account']);
  readonly tables: readonly OwnedTable[] = [
    { name: 'rating', owner: 'account_id', ownerKind: 'account' },
    { name: 'rating_cause', owner: 'account_id', ownerKind: 'account' },
  ];
  readonly #ratings: AppendedTable;
  readonly #causes: AppendedTable;

  constructor(database: Database, buffer: WriteBuffer) {
    const columns = ['position', 'account_id', 'helped', 'causes', 'comment_subject', 'comment', 'rated_at'];
    this.#ratings = new AppendedTable(database, buffer, 'rating', columns);
    this.#causes = new AppendedTable(database, buffer, 'rating_cause', ['position', 'code', 'account_id', 'helped']);
  }

  apply(event: RecordedEvent): void {
    if (event.type !== 'DiagnosisRated') return;
    const account = subjectOf(event.stream) ?? '';
    const { helped, causes, comment } = event.data;
    const { position, time } = atOf(event);
    const subject = comment?.subject ?? null;
    this.#ratings.append([position, account, Number(helped), JSON.stringify(causes), subject, textOf(comment), time]);
    for (const code of new Set(causes)) this.#causes.append([position, code, account, Number(helped)]);
  }

  shapes(): readonly StreamName[] {
    return [];
  }

  linked(): readonly StreamName[] {
    return [];
  }
}
