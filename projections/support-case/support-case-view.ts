/** Support cases with the diagnoses made of each. Not temporal: no list of cases is asked for as of a moment. */
import type { Database } from 'better-sqlite3';
import type { Actor, EventType, RecordedEvent } from '../../src/domain/events.js';
import { subjectOf, type Instant, type StreamKind, type StreamName } from '../../src/domain/ids.js';
import { evolveSupportCase, type SupportCaseEvent, type SupportCaseState } from '../../src/domain/support-case.js';
import { KeyedTable } from '../keyed-table.js';
import { atOf, type OwnedTable, type View } from '../view.js';
import type { WriteBuffer } from '../write-buffer.js';

export const SUPPORT_CASE_SCHEMA = {
  tables: [
    `CREATE TABLE support_case (id TEXT PRIMARY KEY NOT NULL, account_id TEXT NOT NULL, position INTEGER NOT NULL,
      status TEXT NOT NULL, waits_for TEXT, content TEXT NOT NULL) STRICT`,
  ],
  indexes: [
    'CREATE INDEX support_case_by_position ON support_case (account_id, position)',
    'CREATE INDEX support_case_by_status ON support_case (account_id, status, position)',
    'CREATE INDEX support_case_in_queue ON support_case (status, position)',
    `CREATE INDEX support_case_waiting ON support_case (waits_for) WHERE status = 'OPEN' AND waits_for IS NOT NULL`,
  ],
};

/** What a row holds beside what it is found by. */
export interface SupportCaseContent {
  readonly state: SupportCaseState;
  readonly openedAt: Instant;
  readonly openedBy: Actor;
  readonly resolvedAt: Instant | null;
  readonly resolvedBy: Actor | null;
}

interface SupportCaseColumns {
  /** Of its first event: newest first is by it. */
  readonly position: number;
  readonly content: SupportCaseContent;
}

const TAKES = [
  'SupportCaseOpened',
  'DiagnosisRecorded',
  'SupportCaseResolved',
] as const satisfies readonly SupportCaseEvent['type'][];

const taken: ReadonlySet<EventType> = new Set<EventType>(TAKES);

const isCaseEvent = (event: RecordedEvent): event is RecordedEvent<SupportCaseEvent> => taken.has(event.type);

export class SupportCaseView implements View {
  readonly name = 'support-case';
  readonly takes: ReadonlySet<EventType> = taken;
  readonly streamKinds: ReadonlySet<StreamKind> = new Set<StreamKind>(['case']);
  readonly tables: readonly OwnedTable[] = [{ name: 'support_case', owner: 'id', ownerKind: 'case' }];
  readonly #cases: KeyedTable<SupportCaseColumns>;

  constructor(database: Database, buffer: WriteBuffer, cacheSize: number) {
    this.#cases = new KeyedTable<SupportCaseColumns>(
      database,
      buffer,
      {
        name: 'support_case',
        columns: ['id', 'account_id', 'position', 'status', 'waits_for', 'content'],
        write: (id, { position, content }) => [
          id,
          content.state.accountId,
          position,
          content.state.status,
          content.state.waitsFor,
          JSON.stringify(content),
        ],
        read: (record) => ({
          position: Number(record['position']),
          content: JSON.parse(String(record['content'])) as SupportCaseContent,
        }),
      },
      cacheSize,
    );
  }

  apply(event: RecordedEvent): void {
    if (!isCaseEvent(event)) return;
    const id = subjectOf(event.stream) ?? '';
    const before = this.#cases.get(id);
    const state = evolveSupportCase(before?.content.state, event);
    const { recordedAt, metadata } = event;
    const opened = before?.content ?? { openedAt: recordedAt, openedBy: metadata.actor, resolvedAt: null, resolvedBy: null };
    const resolved = event.type === 'SupportCaseResolved' ? { resolvedAt: recordedAt, resolvedBy: metadata.actor } : {};
    const content = { ...opened, ...resolved, state };
    this.#cases.put(id, { position: before?.position ?? atOf(event).position, content });
  }

  shapes(): readonly StreamName[] {
    return [];
  }

  linked(): readonly StreamName[] {
    return [];
  }
}
