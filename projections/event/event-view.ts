/**
 * Where events are found: by account, by the thing that they happened to, and by the things that they name. Only places: what an event says
 * is read from the log.
 */
import type { Database } from 'better-sqlite3';
import { EVENT_VERSIONS, type EventType, type RecordedEvent } from '../../src/domain/events.js';
import { streamKind, subjectOf, STREAM_KINDS, type AccountId, type StreamKind, type StreamName } from '../../src/domain/ids.js';
import { AppendedTable } from '../appended-table.js';
import { KeyedTable } from '../keyed-table.js';
import { millis, type OwnedTable, type View } from '../view.js';
import type { WriteBuffer } from '../write-buffer.js';
import { concernedAccounts, type ConcernedAccounts } from './event-accounts.js';
import { idsNamedIn } from './named-ids.js';

export const EVENT_SCHEMA = {
  tables: [
    `CREATE TABLE event (position INTEGER PRIMARY KEY NOT NULL, subject TEXT NOT NULL, account_id TEXT, to_account_id TEXT, type TEXT NOT NULL,
      actor_id TEXT NOT NULL, correlation_id TEXT NOT NULL, occurred_at INTEGER NOT NULL) STRICT`,
    'CREATE TABLE event_holder (license_id TEXT PRIMARY KEY NOT NULL, account_id TEXT) STRICT, WITHOUT ROWID',
    `CREATE TABLE event_mention (subject TEXT NOT NULL, position INTEGER NOT NULL, owner TEXT NOT NULL,
      PRIMARY KEY (subject, position)) STRICT, WITHOUT ROWID`,
  ],
  indexes: [
    'CREATE INDEX event_by_account ON event (account_id, position)',
    'CREATE INDEX event_by_next_account ON event (to_account_id, position) WHERE to_account_id IS NOT NULL',
    'CREATE INDEX event_by_subject ON event (subject, position)',
    'CREATE INDEX event_mention_by_owner ON event_mention (owner)',
  ],
};

/** Requests are the cabinet's own book-keeping: what they led to stands in the other streams. */
const KINDS: readonly StreamKind[] = STREAM_KINDS.filter((kind) => kind !== 'request');
const REQUEST_EVENTS: readonly EventType[] = ['RequestReceived', 'RequestFinished'];

export class EventView implements View {
  readonly name = 'event';
  readonly takes: ReadonlySet<EventType> = new Set(
    (Object.keys(EVENT_VERSIONS) as EventType[]).filter((type) => !REQUEST_EVENTS.includes(type)),
  );
  readonly streamKinds: ReadonlySet<StreamKind> = new Set(KINDS);
  readonly tables: readonly OwnedTable[] = [
    ...KINDS.flatMap((ownerKind) => [
      { name: 'event', owner: 'subject', ownerKind },
      { name: 'event_mention', owner: 'owner', ownerKind },
    ]),
    { name: 'event_holder', owner: 'license_id', ownerKind: 'license' },
  ];
  readonly #events: AppendedTable;
  readonly #mentions: AppendedTable;

  readonly #holders: KeyedTable<AccountId | null>;

  constructor(database: Database, buffer: WriteBuffer, cacheSize: number) {
    const columns = ['position', 'subject', 'account_id', 'to_account_id', 'type', 'actor_id', 'correlation_id', 'occurred_at'];
    this.#events = new AppendedTable(database, buffer, 'event', columns);
    this.#mentions = new AppendedTable(database, buffer, 'event_mention', ['subject', 'position', 'owner']);
    this.#holders = new KeyedTable<AccountId | null>(
      database,
      buffer,
      {
        name: 'event_holder',
        columns: ['license_id', 'account_id'],
        write: (license, account) => [license, account],
        read: (record) => record['account_id'] as AccountId | null,
      },
      cacheSize,
    );
  }

  apply(event: RecordedEvent): void {
    const { position, stream, type, metadata } = event;
    if (streamKind(stream) === 'request') return;
    const subject = subjectOf(stream);
    if (subject === undefined) throw new Error(`${stream} is no stream of ours`);
    const occurredAt = millis(metadata.occurredAt);
    const { account, toAccount } = this.#concerned(event, subject);
    const { actor, correlationId } = metadata;
    this.#events.append([position, subject, account, toAccount, type, actor.id, correlationId, occurredAt]);
    for (const named of idsNamedIn(event.data)) if (named !== subject) this.#mentions.append([named, position, subject]);
  }

  #concerned(event: RecordedEvent, subject: string): ConcernedAccounts {
    if (streamKind(event.stream) !== 'license') return concernedAccounts(event, null);
    const before = this.#holders.get(subject) ?? null;
    const concerned = concernedAccounts(event, before);
    if (concerned.holder !== before) this.#holders.put(subject, concerned.holder);
    return concerned;
  }

  shapes(): readonly StreamName[] {
    return [];
  }

  linked(): readonly StreamName[] {
    return [];
  }
}
