import type { Instant, StreamName } from '../domain/ids.js';
import type { OpenPersonal } from '../domain/personal.js';

/** An event to append. Body and metadata are stored, hashed and returned as exactly these bytes. */
export interface EventToAppend {
  /** UUIDv8 in canonical text, derived from the request: the same append again carries the same id (architecture.md, Commands). */
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly body: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface StoredEvent extends EventToAppend {
  readonly stream: StreamName;
  /** Counted from 0 within the stream. */
  readonly revision: number;
  /** Place in the global order; grows, and is contiguous from 1 on the embedded store only. */
  readonly position: number;
  /** Written by the adapter as max(clock, last one seen): never falls in log order. */
  readonly recordedAt: Instant;
  /** Opens its personal texts; left out by a store that was given no keys: they read as erased. */
  readonly open?: OpenPersonal | undefined;
}

/** `none`: the stream must not exist yet; n: its last event must be revision n. There is no `any` (architecture.md, Commands). */
export type ExpectedRevision = 'none' | number;

export type AppendResult =
  | { readonly ok: true; readonly firstPosition: number; readonly lastPosition: number; readonly recordedAt: Instant }
  /** The stream stands elsewhere, or holds other events at these revisions. Nothing was written. */
  | { readonly ok: false; readonly conflict: { readonly stream: StreamName; readonly actualRevision: ExpectedRevision } };

export interface AppendOptions {
  /** Import, simulate and move keep the original time; it is still never below the last one seen. */
  readonly recordedAt?: Instant;
}

export interface ReadStreamOptions {
  /** First revision to answer; from the end where backwards. */
  readonly from?: number;
  readonly limit?: number;
  readonly direction?: 'forwards' | 'backwards';
}

export interface ReadAllOptions {
  /** Exclusive: the position last seen, 0 from the start. */
  readonly after: number;
  /** Inclusive upper end; left out: the head at the time of the call. */
  readonly upTo?: number;
}

export interface LogHead {
  /** Names this log's history; another one after a restore, so that positions of the old one are told apart. */
  readonly epoch: string;
  /** 0 for an empty log. */
  readonly position: number;
  readonly recordedAt: Instant | null;
}

export interface Subscription extends AsyncIterable<readonly StoredEvent[]> {
  /** Ends the iteration; idempotent. */
  close(): void;
}

/**
 * The log. One suite (`test/event-store/contract.ts`) holds for every store.
 *
 * Errors: a conflict is a value; `EventStoreUnavailable` where the outcome is unknown or the log cannot be reached; both from `errors.ts`.
 */
export interface EventStore {
  /** Atomic: all events or none. The same append again (stream, expected revision, ids) succeeds with the first positions. */
  append(
    stream: StreamName,
    expected: ExpectedRevision,
    events: readonly EventToAppend[],
    options?: AppendOptions,
  ): Promise<AppendResult>;

  /** Ends at once for a stream that does not exist. Memory stays constant whatever the stream's length. */
  readStream(stream: StreamName, options?: ReadStreamOptions): AsyncIterable<StoredEvent>;

  /** Pages of events in the global order. */
  readAll(options: ReadAllOptions): AsyncIterable<readonly StoredEvent[]>;

  /** Batches after a position, first from the log and then as they come, without gap or double. A slow reader holds nothing back. */
  subscribe(options: { readonly after: number }): Subscription;

  head(): Promise<LogHead>;

  close(): Promise<void>;
}
