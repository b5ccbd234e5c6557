import { setTimeout as wait } from 'node:timers/promises';
import { binaryEvent, EventStoreDBClient } from '@eventstore/db-client';
import type { AppendResult, BinaryEventData, ExpectedRevision, Position, RecordedEvent } from '@eventstore/db-client';
import { startKurrentDouble, type KurrentDouble, type KurrentDoubleOptions } from '../../support/kurrentdb/kurrentdb-double.js';

export const newEvent = (id: string = crypto.randomUUID(), body = 'body'): BinaryEventData =>
  binaryEvent({ id, type: 'Happened', data: Buffer.from(body), metadata: Buffer.from('meta') });
export const newEvents = (count: number): BinaryEventData[] => Array.from({ length: count }, () => newEvent());
export const idsOf = (events: readonly { readonly id: string }[]): string[] => events.map(({ id }) => id);
export const positionOf = (event: RecordedEvent | undefined): Position => event?.position ?? { commit: -1n, prepare: -1n };

export async function eventually(condition: () => boolean): Promise<void> {
  while (!condition()) await wait(5);
}

export type ReadStream = NonNullable<Parameters<EventStoreDBClient['readStream']>[1]>;
type ReadAll = NonNullable<Parameters<EventStoreDBClient['readAll']>[0]>;

/** A double and the plain client of the database's makers at it. */
export class PlainClient {
  #double: KurrentDouble | undefined;
  #client: EventStoreDBClient | undefined;

  constructor(readonly appendsByBatch: boolean) {}

  get double(): KurrentDouble {
    if (!this.#double) throw new Error('not started');
    return this.#double;
  }

  get client(): EventStoreDBClient {
    if (!this.#client) throw new Error('not started');
    return this.#client;
  }

  async start(options: KurrentDoubleOptions = {}, urlOf = ({ url }: KurrentDouble): string => url): Promise<void> {
    this.#double = await startKurrentDouble({ batchAppend: this.appendsByBatch, ...options });
    this.#client = EventStoreDBClient.connectionString(urlOf(this.#double));
  }

  async stop(): Promise<void> {
    await this.#client?.dispose();
    await this.#double?.stop();
  }

  append(
    stream: string,
    expectedRevision: ExpectedRevision,
    events: BinaryEventData[],
    options: { readonly requiresLeader?: boolean } = {},
  ): Promise<AppendResult> {
    return this.client.appendToStream(stream, events, { expectedRevision, ...options });
  }

  async read(stream: string, options: ReadStream = {}): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const { event } of this.client.readStream(stream, options)) if (event) events.push(event);
    return events;
  }

  async readAll(options: ReadAll = {}): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const { event } of this.client.readAll(options)) if (event) events.push(event);
    return events;
  }

  /** Ids in the log of streams that are not the system's. */
  written(): string[] {
    return idsOf(this.double.records().filter(({ stream }) => !stream.startsWith('$')));
  }
}

/** Twice: the client appends in one of two ways, by what the server says it can do. */
export function toThePlainClient(room: string, tests: (plain: PlainClient) => void): void {
  describe.each([
    ['a batch call', true],
    ['a call each', false],
  ])(`the double of KurrentDB, to the plain client that appends by %s: ${room}`, (_, appendsByBatch) => {
    const plain = new PlainClient(appendsByBatch);
    afterEach(() => plain.stop());
    tests(plain);
  });
}
