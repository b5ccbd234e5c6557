/** A request to `Streams.Read`, as what it asks of the log. */
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { streamNameOf, type LogPosition } from './read-answers.js';
import type { LogRecord } from './record-log.js';

export interface Filter {
  matches(record: LogRecord): boolean;
  /** How many records are looked at for one page, and after how many of them a checkpoint is due. */
  readonly window: number;
  readonly checkpointInterval: number;
}

export type From<T> = 'start' | 'end' | T;

export interface ReadRequest {
  readonly source:
    | { readonly kind: 'stream'; readonly name: string; readonly from: From<number> }
    | { readonly kind: 'all'; readonly from: From<LogPosition> };
  readonly backwards: boolean;
  readonly count: number | 'subscription';
  readonly filter: Filter | undefined;
}

/** The server's own page where a filter names no window. */
const PAGE = 32;

export function readRequest(request: streams.ReadReq): ReadRequest {
  const options = request.getOptions() ?? new streams.ReadReq.Options();
  return {
    source: sourceOf(options),
    backwards: options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS,
    count: options.hasSubscription() ? 'subscription' : Number(options.getCount()),
    filter: filterOf(options.getFilter()),
  };
}

function sourceOf(options: streams.ReadReq.Options): ReadRequest['source'] {
  const all = options.getAll();
  if (all) {
    const at = all.getPosition();
    const position = at && { commit: Number(at.getCommitPosition()), prepare: Number(at.getPreparePosition()) };
    return { kind: 'all', from: position ?? (all.hasEnd() ? 'end' : 'start') };
  }
  const stream = options.getStream();
  const from = stream?.hasRevision() ? Number(stream.getRevision()) : stream?.hasEnd() ? 'end' : 'start';
  return { kind: 'stream', name: streamNameOf(stream?.getStreamIdentifier()), from };
}

function filterOf(options: streams.ReadReq.Options.FilterOptions | undefined): Filter | undefined {
  if (!options) return undefined;
  const onStream = options.getStreamIdentifier();
  const expression = onStream ?? options.getEventType();
  const prefixes = expression?.getPrefixList() ?? [];
  const regex = expression?.getRegex() ? new RegExp(expression.getRegex(), 'u') : undefined;
  const window = options.hasMax() ? options.getMax() : PAGE;
  return {
    matches: (record) => {
      const text = onStream ? record.stream : record.type;
      return regex ? regex.test(text) : prefixes.some((prefix) => text.startsWith(prefix));
    },
    window,
    checkpointInterval: Math.max(1, options.getCheckpointintervalmultiplier()) * window,
  };
}
