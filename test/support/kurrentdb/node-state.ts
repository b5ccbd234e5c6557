/** What one node of the double knows of itself, its cluster and the faults it is to show. */
import type { RecordLog } from './record-log.js';

export type AppendFault =
  /** UNAVAILABLE, nothing written. */
  | 'refuse'
  | 'cut-before-commit'
  /** Written, and the connection cut in place of an answer: the outcome is unknown to the client. */
  | 'cut-after-commit'
  /** Written, and never answered; the connection stays. */
  | 'no-answer';

export type Load =
  | 'normal'
  /** The server's own words for its queue being full; in a batch append these come without a code. */
  | 'busy'
  /** Every call ends with UNAVAILABLE (code 14), as where a proxy in front has no server. */
  | 'unavailable';

export type Leadership =
  | { readonly kind: 'leader' }
  | { readonly kind: 'follower'; readonly leader: { readonly host: string; readonly port: number; readonly reachable: boolean } }
  | { readonly kind: 'no-leader' };

export interface NodeState {
  readonly log: RecordLog;
  readonly maxAppendSize: number;
  leadership(): Leadership;
  members(): readonly ClusterMember[];
  load: Load;
  /** Milliseconds every answer waits; an append is written before. */
  answerDelay: number;
  /** The fault that this append is to show, once. */
  takeAppendFault(stream: string): AppendFault | undefined;
  cut(): void;
}

export interface ClusterMember {
  readonly host: string;
  readonly port: number;
  readonly alive: boolean;
  readonly role: 'leader' | 'follower' | 'unknown';
}
