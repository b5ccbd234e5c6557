/** What the operator's log tells of the event log's server and of the read model. Both are opened before there is a log to write to: news wait until then. */
import type { ProjectionObserver } from '../../projections/runner.js';

export interface NewsLog {
  /** Fields never hold an event's data. */
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

type Item = readonly [fields: Readonly<Record<string, unknown>>, message: string];

/** More than that waits for nobody: the parked streams stand in the read model's status anyway. */
const MOST_WAITING = 100;

export interface News {
  readonly observer: ProjectionObserver;
  /** A server of the event log was lost. */
  readonly onLost: (error: Error) => void;
  readonly disagreed: (problem: string) => void;
  /** This node's index was not the log, and was cut to so many events. */
  readonly cut: (size: number) => void;
  readonly to: (log: NewsLog) => void;
}

export const CUT =
  "THIS NODE'S INDEX WAS NOT THE EVENT LOG: it is the log's up to `size` events, and made anew from there; the read model is built anew";

export function createNews(): News {
  let log: NewsLog | undefined;
  const waiting: Item[] = [];
  const tell = (...news: Item): void => {
    if (log) log.error(...news);
    else if (waiting.length < MOST_WAITING) waiting.push(news);
  };
  return {
    observer: {
      onParked: ({ view, stream, type, error }) => {
        tell({ view, stream, type, problem: error }, 'a view could not take an event: its stream is parked');
      },
      onError: (error) => {
        tell({ err: error }, 'the read model cannot be written, or the log not be read: it is tried again');
      },
    },
    onLost: (error) => {
      tell({ err: error }, 'the event log could not be followed: it is tried again');
    },
    disagreed: (problem) => {
      tell(
        { problem },
        'THE EVENT LOG DOES NOT AGREE WITH ITS TRANSPARENCY LOG: nothing is appended and nothing signed any more',
      );
    },
    cut: (size) => {
      tell({ size }, CUT);
    },
    to: (opened) => {
      log = opened;
      for (const news of waiting.splice(0)) log.error(...news);
    },
  };
}
