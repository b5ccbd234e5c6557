/** What was done to the cabinet itself (domain.md, section 3, operation): one stream a deed, for whoever asks later who did what. */
import type { StreamName } from './ids.js';

export type OperationEvent =
  | {
      readonly type: 'ParkedEventsRetried';
      readonly data: {
        /** Null: all that were parked. */
        readonly stream: StreamName | null;
        /** Events that were parked, or waited behind one, and are applied now. */
        readonly applied: number;
        /** Streams that a view still could not take. */
        readonly stillParked: number;
      };
    }
  /** Rows of a read model were not what the log says, and are now. */
  | {
      readonly type: 'ReadModelRepaired';
      readonly data: {
        /** By the view, and the public id of the thing whose rows they are. */
        readonly rows: readonly { readonly view: string; readonly subject: string }[];
      };
    }
  /** The key of a subject was destroyed: its personal texts read as erased, in the log, its copies and backups. */
  | { readonly type: 'SubjectErased'; readonly data: { readonly subject: string } };

/** Nothing follows from what was done before. */
export type OperationState = Readonly<Record<string, never>>;

export const evolveOperation = (): OperationState => ({});
