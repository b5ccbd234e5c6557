/** A keyed mutation's own stream: what makes the same key with the same input answer as the first time (architecture.md, Commands). */
import type { Instant } from './ids.js';
import type { Refusal } from './refusal.js';

export type RequestEvent =
  | {
      readonly type: 'RequestReceived';
      readonly data: {
        readonly mutation: string;
        /** Keyed hash of the input: the same key with another input is a CONFLICT. */
        readonly inputHash: string;
        /** The first 48 bits of every id of this request, so that ids stay time-ordered. */
        readonly requestedAt: Instant;
      };
    }
  /** The command was done. A refusal is not remembered. A request without this was cut off: its retry goes on with the same ids. */
  | {
      readonly type: 'RequestFinished';
      readonly data: {
        /** Ids of what it was about; never a code. */
        readonly value: unknown;
        readonly position: number | null;
        readonly notes: readonly Refusal[];
      };
    };
