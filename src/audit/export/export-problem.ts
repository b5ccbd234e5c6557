/** What is wrong with an export folder. For a person these become sentences (`src/cli/verify-text.ts`). */
export type ExportProblem =
  /** Not there, or cannot be read. */
  | { readonly kind: 'file'; readonly file: string; readonly detail: string }
  /** Another content than the manifest says. */
  | { readonly kind: 'changed'; readonly file: string }
  /** Not of this format. */
  | { readonly kind: 'manifest' }
  /** Of a version that this program cannot verify. */
  | { readonly kind: 'otherFormat'; readonly format: string }
  | { readonly kind: 'manifestSignature'; readonly detail: string }
  | { readonly kind: 'checkpoint'; readonly file: string; readonly detail: string }
  /** The earlier checkpoint does not lead to this one. */
  | { readonly kind: 'consistency' }
  /** Not the checkpoint that the auditor has kept. */
  | { readonly kind: 'notTheEarlier'; readonly detail: string }
  /** A witness that was asked for has cosigned neither checkpoint; they cover so many events. */
  | { readonly kind: 'notWitnessed'; readonly name: string; readonly sizes: readonly number[] }
  | { readonly kind: 'witness'; readonly name: string; readonly detail: string }
  /** Of events.jsonl, counted from 1. */
  | { readonly kind: 'line'; readonly line: number; readonly field: string }
  | { readonly kind: 'inclusion'; readonly line: number; readonly id: string; readonly index: number }
  | { readonly kind: 'order'; readonly line: number; readonly index: number }
  | { readonly kind: 'outside'; readonly line: number; readonly index: number }
  | { readonly kind: 'outsidePeriod'; readonly line: number; readonly recordedAt: string }
  /** All was asked for, and the first log index is another than 0, or the last not that of the checkpoint. */
  | { readonly kind: 'notFromStart'; readonly firstIndex: number }
  | { readonly kind: 'notToEnd'; readonly endIndex: number; readonly size: number }
  /** The event beside the period is not there, or belongs into it: others may be left out. */
  | { readonly kind: 'notBefore' | 'notBehind'; readonly index: number; readonly recordedAt: string | null }
  /** Of beside.jsonl. */
  | { readonly kind: 'beside'; readonly line: number }
  | { readonly kind: 'otherLog'; readonly line: number; readonly source: string }
  | { readonly kind: 'otherAccount'; readonly line: number; readonly account: string }
  /** Not shown whole, in an export that keeps nothing back. */
  | { readonly kind: 'withheld'; readonly line: number }
  /** Events of these log indexes are not there, and nothing was to be left out. */
  | { readonly kind: 'gap'; readonly from: number; readonly to: number }
  | { readonly kind: 'count'; readonly file: string; readonly said: number; readonly found: number }
  | { readonly kind: 'textLine'; readonly line: number }
  | { readonly kind: 'text'; readonly line: number; readonly subject: string }
  | { readonly kind: 'noText'; readonly line: number; readonly subject: string }
  /** Its key is gone, and the log has no SubjectErased of it. */
  | { readonly kind: 'notErased'; readonly line: number; readonly subject: string }
  | { readonly kind: 'strayText'; readonly line: number; readonly subject: string };

export type ProblemKind = ExportProblem['kind'];
