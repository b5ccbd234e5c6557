/** `Streams.Read` as a subscription: first from the log in pages, then as records come. */
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { caughtUp, checkpoint, confirmation, eventAnswer, type LogPosition } from './read-answers.js';
import { indexAt } from './read.js';
import type { Filter, From, ReadRequest } from './read-request.js';
import type { LogRecord, RecordLog } from './record-log.js';
import { invalidPosition, type RpcError } from './rpc-errors.js';

export type SubscriptionAnswers = { readonly answers: AsyncIterable<streams.ReadResp> } | { readonly error: RpcError };

/** Never ends before the signal. */
export function subscribe(log: RecordLog, { source, filter }: ReadRequest, signal: AbortSignal): SubscriptionAnswers {
  if (source.kind === 'stream') {
    const { name, from } = source;
    const first = from === 'start' ? 0 : from === 'end' ? log.stream(name).length : from + 1;
    return { answers: follow(log, () => log.stream(name), first, signal) };
  }
  log.subscriptions += 1;
  const start = allStart(log, source.from);
  if (start === undefined) return { error: invalidPosition };
  if (filter) return { answers: followFiltered(log, start, filter, signal) };
  return { answers: follow(log, () => log.records, start.index, signal, start.seen) };
}

interface AllStart {
  readonly index: number;
  /** Exclusive: what was seen last. Where that lies past the end of the log, nothing is sent until the log has grown past it. */
  readonly seen: LogPosition;
}

const BEFORE_ALL: LogPosition = { commit: -1, prepare: -1 };

function allStart(log: RecordLog, from: From<LogPosition>): AllStart | undefined {
  if (from === 'start') return { index: 0, seen: BEFORE_ALL };
  if (from === 'end') return { index: log.records.length, seen: positionOf(log.records.at(-1)) };
  const index = indexAt(log, from);
  if (index === undefined) return undefined;
  const record = log.records[index];
  const wasSeen = record?.position === from.commit && record.position <= from.prepare;
  return { index: wasSeen ? index + 1 : index, seen: from };
}

async function* follow(
  log: RecordLog,
  records: () => readonly LogRecord[],
  first: number,
  signal: AbortSignal,
  seen = BEFORE_ALL,
): AsyncGenerator<streams.ReadResp> {
  yield confirmation();
  let index = first;
  let live = false;
  while (!signal.aborted) {
    const record = records()[index];
    if (record) {
      if (isBefore(seen, positionOf(record))) yield eventAnswer(record);
      index += 1;
    } else if (!live) {
      live = true;
      yield caughtUp();
    } else {
      await growth(log, signal);
    }
  }
}

async function* followFiltered(
  log: RecordLog,
  start: AllStart,
  filter: Filter,
  signal: AbortSignal,
): AsyncGenerator<streams.ReadResp> {
  yield confirmation();
  const leavesOut = leavingOut(log);
  let { index } = start;
  if (index < log.records.length) index = yield* catchUp(log, start, filter, signal);
  yield caughtUp();
  let considered = 0;
  while (!signal.aborted) {
    const record = log.records[index];
    if (!record) {
      await growth(log, signal);
      continue;
    }
    index += 1;
    if (!isBefore(start.seen, positionOf(record))) continue;
    considered += 1;
    if (filter.matches(record) && !leavesOut()) yield eventAnswer(record);
    if (considered < filter.checkpointInterval) continue;
    considered = 0;
    yield checkpoint(positionOf(record));
  }
}

/** As a server does that reads to the end and listens from a moment later on: what is committed between is sent to nobody. */
function leavingOut(log: RecordLog): () => boolean {
  let { times } = log.leftOut;
  let left = 0;
  return () => {
    if (log.leftOut.times !== times) [times, left] = [log.leftOut.times, log.leftOut.events];
    if (left === 0) return false;
    left -= 1;
    return true;
  };
}

/**
 * Reads pages to the end; answers the index to go on from. As on the server, a checkpoint lags: it is the last event that was sent or the start
 * of the page last read, whose prepare position is 0 and whose commit position is that of a record not yet seen.
 */
async function* catchUp(
  log: RecordLog,
  start: AllStart,
  filter: Filter,
  signal: AbortSignal,
): AsyncGenerator<streams.ReadResp, number> {
  let { index, seen } = start;
  let pageStart = seen === BEFORE_ALL ? { commit: 0, prepare: 0 } : seen;
  let considered = 0;
  while (!signal.aborted) {
    const page = log.records.slice(index, index + filter.window);
    for (const record of page) {
      index += 1;
      if (!filter.matches(record)) continue;
      yield eventAnswer(record);
      seen = positionOf(record);
    }
    considered += page.length;
    const atEnd = page.length < filter.window;
    if (atEnd || considered >= filter.checkpointInterval) {
      considered %= filter.checkpointInterval;
      if (isBefore(seen, pageStart)) seen = pageStart;
      yield checkpoint(seen);
    }
    if (atEnd) return index;
    pageStart = { commit: page.at(-1)?.end ?? 0, prepare: 0 };
  }
  return index;
}

function growth(log: RecordLog, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stopListening();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const stopListening = log.onGrowth(done);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}

const positionOf = (record: LogRecord | undefined): LogPosition =>
  record ? { commit: record.position, prepare: record.position } : BEFORE_ALL;

const isBefore = (a: LogPosition, b: LogPosition): boolean =>
  a.commit < b.commit || (a.commit === b.commit && a.prepare < b.prepare);
