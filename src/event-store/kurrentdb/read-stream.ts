import type { StreamName } from '../../domain/ids.js';
import { assertCount } from '../append-request.js';
import type { ReadStreamOptions, StoredEvent } from '../port.js';
import { withTime, type LogIndex } from './log-index.js';
import type { LogReader } from './read-log.js';

/** A stream's page. */
const PAGE = 500;

export interface StreamSource {
  readonly reader: LogReader;
  readonly index: LogIndex;
  readonly assertOpen: () => void;
}

/** The events of one stream, as the port has it. */
export async function* readStream(
  { reader, index, assertOpen }: StreamSource,
  stream: StreamName,
  options: ReadStreamOptions,
): AsyncGenerator<StoredEvent, void, undefined> {
  const { from, limit = Number.MAX_SAFE_INTEGER, direction = 'forwards' } = options;
  assertCount('limit', limit);
  if (from !== undefined) assertCount('from', from);
  const backwards = direction === 'backwards';
  let next: number | 'end' = backwards ? await startBackwards(reader, stream, from) : (from ?? 0);
  let left = limit;
  let last: number | undefined;
  while (left > 0) {
    assertOpen();
    const count = Math.min(left, PAGE);
    const page = await reader.stream(stream, { from: next, count, backwards });
    for (const record of page) {
      if (last !== undefined && record.revision > last) return;
      yield withTime(record, Date.parse(index.recordedAt(record.position, record.writtenAt)));
    }
    const end = page.at(-1)?.revision;
    if (end === undefined || page.length < count || (backwards && end === 0)) return;
    left -= page.length;
    next = backwards ? end - 1 : end + 1;
    // A stream that grows as fast as it is read still ends: at what was its last event when the second page was asked for.
    if (!backwards && left > 0) last ??= (await reader.stream(stream, { from: 'end', count: 1, backwards: true }))[0]?.revision;
  }
}

async function startBackwards(reader: LogReader, stream: StreamName, from: number | undefined): Promise<number | 'end'> {
  if (from === undefined) return 'end';
  const [last] = await reader.stream(stream, { from: 'end', count: 1, backwards: true });
  return Math.min(from, last?.revision ?? 0);
}
