/** `Streams.Read` with a count: records of a stream or of `$all`, in either direction, and the end. */
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { eventAnswer, streamNotFound, type LogPosition } from './read-answers.js';
import type { From, ReadRequest } from './read-request.js';
import type { LogRecord, RecordLog } from './record-log.js';
import { invalidPosition, type RpcError } from './rpc-errors.js';

export type ReadAnswers = { readonly answers: Iterable<streams.ReadResp> } | { readonly error: RpcError };

export function read(log: RecordLog, { source, backwards, count, filter }: ReadRequest): ReadAnswers {
  const limit = count === 'subscription' ? 0 : count;
  if (source.kind === 'stream') {
    const records = log.stream(source.name);
    if (records.length === 0) return { answers: [streamNotFound(source.name)] };
    return {
      answers: answersOf(log.stream(source.name), revisionStart(source.from, records.length, backwards), backwards, limit),
    };
  }
  const from = allStart(log, source.from, backwards);
  if (from === undefined) return { error: invalidPosition };
  return { answers: answersOf(log.records, from, backwards, limit, filter?.matches) };
}

/** Index of the first record at or after a position; undefined where a record does not begin there: the server cannot read that. */
export function indexAt(log: RecordLog, { commit, prepare }: LogPosition): number | undefined {
  const index = lowerBound(log.records, commit);
  const record = log.records[index];
  if (record && record.position !== commit) return undefined;
  return prepare > commit ? index + 1 : index;
}

function* answersOf(
  records: readonly LogRecord[],
  from: number,
  backwards: boolean,
  limit: number,
  matches: (record: LogRecord) => boolean = () => true,
): Generator<streams.ReadResp> {
  // Records that are appended while this is read are not part of the answer.
  const until = backwards ? -1 : records.length;
  const step = backwards ? -1 : 1;
  let left = limit;
  for (let index = from; left > 0 && index * step < until * step; index += step) {
    const record = records[index];
    if (!record || !matches(record)) continue;
    yield eventAnswer(record);
    left -= 1;
  }
}

function revisionStart(from: From<number>, length: number, backwards: boolean): number {
  if (from === 'start') return 0;
  if (from === 'end') return backwards ? length - 1 : length;
  return backwards ? Math.min(from, length - 1) : from;
}

/** Forwards a position is inclusive; backwards the records that end there are read. */
function allStart(log: RecordLog, from: From<LogPosition>, backwards: boolean): number | undefined {
  const end = log.records.length;
  if (from === 'start') return backwards ? -1 : 0;
  if (from === 'end') return backwards ? end - 1 : end;
  const index = indexAt(log, from);
  return index === undefined || !backwards ? index : index - 1;
}

function lowerBound(records: readonly LogRecord[], position: number): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((records[middle]?.position ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
