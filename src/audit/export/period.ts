/**
 * The period of an export. `recordedAt` never falls in the order of the log (docs/decisions/0013-transparency-log.md), so the event just before
 * the first log index and the one just behind the last, both with their proofs, show that no event of the period is left out.
 */
import { parseInstant, type Instant } from '../../domain/ids.js';
import type { ExportProblem } from './export-problem.js';
import type { Manifest } from './manifest.js';

/** Undefined: from the log's first event, up to the last that was signed, or a position and no time. */
export interface Period {
  readonly from: Instant | undefined;
  readonly to: Instant | undefined;
}

export const periodOf = ({ from, to }: Pick<Manifest, 'from' | 'to'>): Period => ({
  from: parseInstant(from ?? ''),
  to: parseInstant(to ?? ''),
});

export const holds = ({ from, to }: Period, recordedAt: string): boolean =>
  (from === undefined || recordedAt >= from) && (to === undefined || recordedAt <= to);

/** `recordedAt` of the events at these log indexes that were proven beside the period. */
export type ProvenTimes = ReadonlyMap<number, string>;

/** Of an account's export only what was signed can be told: its neighbours are events of others. */
export function verifyPeriod(manifest: Manifest, beside: ProvenTimes, tell: (problem: ExportProblem) => void): void {
  const { from, to, firstIndex, endIndex, checkpointSize, account } = manifest;
  if (from === null && firstIndex !== 0) tell({ kind: 'notFromStart', firstIndex });
  if (to === null && endIndex !== checkpointSize) tell({ kind: 'notToEnd', endIndex, size: checkpointSize });
  if (account !== null) return;
  const period = periodOf(manifest);
  if (period.from !== undefined && firstIndex > 0) {
    const before = beside.get(firstIndex - 1);
    if (before === undefined || before >= period.from)
      tell({ kind: 'notBefore', index: firstIndex - 1, recordedAt: before ?? null });
  }
  if (period.to !== undefined && endIndex < checkpointSize) {
    const behind = beside.get(endIndex);
    if (behind === undefined || behind <= period.to) tell({ kind: 'notBehind', index: endIndex, recordedAt: behind ?? null });
  }
}
