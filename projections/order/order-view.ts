/** Orders, and the licenses that each of them brought or renewed. Not temporal: no list of orders is asked for as of a moment. */
import type { Database } from 'better-sqlite3';
import type { EventType, RecordedEvent } from '../../src/domain/events.js';
import { subjectOf, type Instant, type StreamKind, type StreamName } from '../../src/domain/ids.js';
import { evolveOrder, type OrderEvent, type OrderState } from '../../src/domain/order.js';
import { AppendedTable } from '../appended-table.js';
import { KeyedTable } from '../keyed-table.js';
import { atOf, type OwnedTable, type View } from '../view.js';
import type { WriteBuffer } from '../write-buffer.js';

export const ORDER_SCHEMA = {
  tables: [
    `CREATE TABLE license_order (id TEXT PRIMARY KEY NOT NULL, account_id TEXT NOT NULL, position INTEGER NOT NULL,
      status TEXT NOT NULL, fulfilling INTEGER NOT NULL, content TEXT NOT NULL) STRICT`,
    `CREATE TABLE license_order_result (order_id TEXT NOT NULL, license_id TEXT NOT NULL,
      PRIMARY KEY (order_id, license_id)) STRICT, WITHOUT ROWID`,
  ],
  indexes: [
    'CREATE INDEX license_order_by_position ON license_order (account_id, position)',
    'CREATE INDEX license_order_by_status ON license_order (status, position)',
    'CREATE INDEX license_order_unfinished ON license_order (position) WHERE fulfilling = 1',
  ],
};

/** What a row holds beside what it is found by. */
export interface OrderContent {
  readonly state: OrderState;
  readonly orderedAt: Instant;
  readonly paidAt: Instant | null;
  readonly fulfilledAt: Instant | null;
  readonly cancelledAt: Instant | null;
}

interface OrderColumns {
  /** Of its first event: newest first is by it. */
  readonly position: number;
  readonly content: OrderContent;
}

const TAKES = [
  'LicensesOrdered',
  'RenewalOrdered',
  'OrderPaid',
  'OrderFulfilmentStarted',
  'OrderFulfilled',
  'OrderCancelled',
] as const satisfies readonly OrderEvent['type'][];

const taken: ReadonlySet<EventType> = new Set<EventType>(TAKES);

const isOrderEvent = (event: RecordedEvent): event is RecordedEvent<OrderEvent> => taken.has(event.type);

export class OrderView implements View {
  readonly name = 'order';
  readonly takes: ReadonlySet<EventType> = taken;
  readonly streamKinds: ReadonlySet<StreamKind> = new Set<StreamKind>(['order']);
  readonly tables: readonly OwnedTable[] = [
    { name: 'license_order', owner: 'id', ownerKind: 'order' },
    { name: 'license_order_result', owner: 'order_id', ownerKind: 'order' },
  ];
  readonly #orders: KeyedTable<OrderColumns>;
  readonly #results: AppendedTable;

  constructor(database: Database, buffer: WriteBuffer, cacheSize: number) {
    this.#orders = new KeyedTable<OrderColumns>(
      database,
      buffer,
      {
        name: 'license_order',
        columns: ['id', 'account_id', 'position', 'status', 'fulfilling', 'content'],
        write: (id, { position, content }) => [
          id,
          content.state.accountId,
          position,
          content.state.status,
          Number(content.state.fulfilmentStarted && content.state.status === 'PAID'),
          JSON.stringify(content),
        ],
        read: (record) => ({
          position: Number(record['position']),
          content: JSON.parse(String(record['content'])) as OrderContent,
        }),
      },
      cacheSize,
    );
    this.#results = new AppendedTable(database, buffer, 'license_order_result', ['order_id', 'license_id']);
  }

  apply(event: RecordedEvent): void {
    if (!isOrderEvent(event)) return;
    const id = subjectOf(event.stream) ?? '';
    const before = this.#orders.get(id);
    const state = evolveOrder(before?.content.state, event);
    if (event.type === 'OrderFulfilled') {
      const licenses = new Set(event.data.items.flatMap(({ licenseIds }) => licenseIds));
      for (const license of licenses) this.#results.append([id, license]);
    }
    const content = { ...(before?.content ?? { ...NOT_YET, orderedAt: event.recordedAt }), ...timesOf(event), state };
    this.#orders.put(id, { position: before?.position ?? atOf(event).position, content });
  }

  shapes(): readonly StreamName[] {
    return [];
  }

  linked(): readonly StreamName[] {
    return [];
  }
}

const NOT_YET = { paidAt: null, fulfilledAt: null, cancelledAt: null };

function timesOf({ type, recordedAt }: RecordedEvent<OrderEvent>): Partial<OrderContent> {
  switch (type) {
    case 'OrderPaid':
      return { paidAt: recordedAt };
    case 'OrderFulfilled':
      return { fulfilledAt: recordedAt };
    case 'OrderCancelled':
      return { cancelledAt: recordedAt };
    default:
      return {};
  }
}
