/**
 * A diagnosis as a support case keeps it: plain data, so that it can be shown later in any language. Names of causes, checks and facts
 * are the catalogue's (`src/diagnosis/cause.ts`). It holds no whole code.
 */
import type { DeviceId, Instant, LicenseId } from './ids.js';
import type { PersonalText } from './personal.js';

/** An event of the log; the id tells whether the event at that position is still the one that was meant. */
export interface EvidenceReference {
  readonly eventId: string;
  readonly position: number;
}

export interface CauseSnapshot {
  readonly code: string;
  readonly certainty: 'PROVEN' | 'LIKELY';
  readonly evidence: readonly EvidenceReference[];
  readonly missingFacts: readonly string[];
  readonly details: Readonly<Record<string, string | number | PersonalText>>;
  readonly nextAction: {
    readonly action: string;
    readonly mutation: string | null;
    readonly variables: Readonly<Record<string, unknown>> | null;
  } | null;
}

export interface CheckSnapshot {
  readonly code: string;
  readonly result: 'PASSED' | 'FAILED' | 'NOT_DECIDABLE';
  readonly missingFacts: readonly string[];
  readonly evidence: readonly EvidenceReference[];
}

export interface DiagnosisSnapshot {
  readonly askedAt: Instant;
  /** Of the log, when it was asked. */
  readonly position: number;
  readonly listed: boolean;
  readonly licenseId: LicenseId | null;
  readonly deviceId: DeviceId | null;
  readonly causes: readonly CauseSnapshot[];
  readonly checks: readonly CheckSnapshot[];
}
