/** Events of which the simulated past has none, so that every table of the read model has rows: orders, a support case and a rating. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StreamName } from '../../src/domain/ids.js';
import type { EventStore } from '../../src/event-store/port.js';

const STREAMS: readonly (readonly [StreamName, readonly string[]])[] = [
  ['order-tampered' as StreamName, ['LicensesOrdered', 'OrderPaid', 'OrderFulfilmentStarted', 'OrderFulfilled']],
  ['case-tampered' as StreamName, ['SupportCaseOpened']],
  ['account-ours' as StreamName, ['DiagnosisRated']],
];

interface Example {
  readonly type: string;
  readonly version: number;
  readonly body: unknown;
  readonly metadata: unknown;
}

function exampleOf(type: string) {
  const { version, body, metadata } = JSON.parse(
    readFileSync(join('test/event-store/examples', `${type}.v1.json`), 'utf8'),
  ) as Example;
  const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
  return { id: randomUUID(), type, version, body: bytes(body), metadata: bytes(metadata) };
}

/** Behind what is in the log. */
export async function appendExamples(store: EventStore): Promise<void> {
  for (const [stream, types] of STREAMS) {
    let last = -1;
    for await (const event of store.readStream(stream, { direction: 'backwards', limit: 1 })) last = event.revision;
    const result = await store.append(stream, last < 0 ? 'none' : last, types.map(exampleOf));
    if (!result.ok) throw new Error(`conflict in ${stream}`);
  }
}
