/** What a check found of one cause, and how to say it shortly. */
import type { RecordedEvent } from '../domain/events.js';
import { clearText, type PersonalText } from '../domain/personal.js';
import type { ActionName, CauseCode, CauseDetails, Certainty, MissingFact, NextAction } from './cause.js';

export type Finding =
  | {
      readonly code: CauseCode;
      readonly result: 'FAILED';
      readonly certainty: Certainty;
      readonly evidence: readonly RecordedEvent[];
      readonly missingFacts: readonly MissingFact[];
      readonly details: CauseDetails;
      readonly nextAction: NextAction | null;
    }
  | { readonly code: CauseCode; readonly result: 'PASSED'; readonly evidence: readonly RecordedEvent[] }
  | { readonly code: CauseCode; readonly result: 'NOT_DECIDABLE'; readonly missingFacts: readonly MissingFact[] };

type Evidence = readonly (RecordedEvent | undefined)[];

const known = (events: Evidence): readonly RecordedEvent[] =>
  [...new Set(events.filter((event) => event !== undefined))].sort((a, b) => a.position - b.position);

export const holds = (
  code: CauseCode,
  found: {
    readonly evidence: Evidence;
    readonly details?: CauseDetails;
    readonly nextAction: NextAction | null;
    readonly certainty?: Certainty;
    readonly missingFacts?: readonly MissingFact[];
  },
): Finding => ({
  code,
  result: 'FAILED',
  certainty: found.certainty ?? 'PROVEN',
  evidence: known(found.evidence),
  missingFacts: found.missingFacts ?? [],
  details: found.details ?? {},
  nextAction: found.nextAction,
});

export const excluded = (code: CauseCode, evidence: Evidence = []): Finding => ({
  code,
  result: 'PASSED',
  evidence: known(evidence),
});

export const undecidable = (code: CauseCode, ...missingFacts: readonly MissingFact[]): Finding => ({
  code,
  result: 'NOT_DECIDABLE',
  missingFacts,
});

/** What the asker does without a mutation of ours. */
export const doThis = (action: ActionName): NextAction => ({ action, mutation: null, variables: null });

export const send = (action: ActionName, mutation: string, input: Readonly<Record<string, unknown>>): NextAction => ({
  action,
  mutation,
  variables: { input },
});

/** Left out of a text where it was erased or is not known. */
export function named<Key extends keyof CauseDetails>(key: Key, name: PersonalText | string | null | undefined): CauseDetails {
  const text = typeof name === 'object' ? clearText(name) : name;
  return text === null || text === undefined ? {} : { [key]: text };
}

/** The last event of that type. */
export const lastOf = <Event extends RecordedEvent, Type extends Event['type']>(
  events: readonly Event[],
  type: Type,
): Extract<Event, { readonly type: Type }> | undefined =>
  events.findLast((event): event is Extract<Event, { readonly type: Type }> => event.type === type);
