export interface StoredCheckpoint {
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly signedAt: number;
  /** The signed note, as it is. */
  readonly note: string;
}

/** Where checkpoints last, and how far the log has been compared with its events. Both only grow. */
export interface CheckpointStore {
  last(): StoredCheckpoint | undefined;
  /** The last one of at most so many events; where all are larger, the first one of all. */
  lastUpTo(size: number): StoredCheckpoint | undefined;
  /** On disk when it returns. */
  add(checkpoint: StoredCheckpoint): void;
  /** Leaves that a self-check has compared with their events. */
  checkedSize(): number;
  addCheck(size: number, checkedAt: number): void;
}
