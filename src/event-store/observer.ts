/** What a node measures of its log. */
export interface EventStoreObserver {
  /** Of one commit: appends and events that it added, seconds that it took. */
  onCommit(batch: { readonly appends: number; readonly events: number; readonly seconds: number }): void;
  onConflict?(): void;
  /** So many more events have their leaf hashes on this node, whoever appended them. */
  onSealed?(events: number): void;
}
