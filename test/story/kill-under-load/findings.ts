/** What speaks against the guarantee "nothing acknowledged is lost or doubled". A run without any has kept it. */

export type FindingKind =
  /** Acknowledged, and not there. */
  | 'LOST'
  /** There more often than acknowledged. */
  | 'DOUBLED'
  /** There in another state, or the same request answered otherwise. */
  | 'CHANGED'
  /** An answer, a log or a read model that must not be, whatever was lost. */
  | 'BROKEN';

export interface Finding {
  readonly kind: FindingKind;
  readonly text: string;
}

/** Of two counts of the same thing. */
export function compareCounts(thing: string, acknowledged: number, found: number): readonly Finding[] {
  if (acknowledged === found) return [];
  const text = `${thing}: ${String(acknowledged)} acknowledged, ${String(found)} found`;
  return [{ kind: found < acknowledged ? 'LOST' : 'DOUBLED', text }];
}

/** What a person needs of many findings: how many of each kind, and the first of them. */
export function summary(findings: readonly Finding[]): string {
  const kinds = new Map<FindingKind, Finding[]>();
  for (const finding of findings) kinds.set(finding.kind, [...(kinds.get(finding.kind) ?? []), finding]);
  return [...kinds]
    .map(
      ([kind, those]) =>
        `${kind} ${String(those.length)}\n${those
          .slice(0, 5)
          .map(({ text }) => `  ${text}\n`)
          .join('')}`,
    )
    .join('');
}
