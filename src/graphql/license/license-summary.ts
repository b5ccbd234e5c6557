import { Field, Int, ObjectType } from 'type-graphql';
import type { LicenseKind, LicenseStatus } from '../../domain/license-terms.js';
import type { LicenseSummaryCounts } from '../../../projections/queries.js';
import { LicenseKindEnum, LicenseStatusEnum } from '../enums.js';
import { PositionScalar, type LogPosition } from '../scalars/position.js';

@ObjectType('StatusCount', { simpleResolvers: true, description: 'How many licenses have a status.' })
class StatusCount {
  @Field(() => LicenseStatusEnum, { description: 'The status.' })
  readonly status!: LicenseStatus;

  @Field(() => Int, { description: 'How many.' })
  readonly count!: number;
}

@ObjectType('KindCount', { simpleResolvers: true, description: 'How many licenses are of a kind.' })
class KindCount {
  @Field(() => LicenseKindEnum, { description: 'The kind.' })
  readonly kind!: LicenseKind;

  @Field(() => Int, { description: 'How many.' })
  readonly count!: number;
}

@ObjectType('EndingCount', { simpleResolvers: true, description: 'How many licenses end within so many days.' })
class EndingCount {
  @Field(() => Int, { description: 'Days from the moment of the answer: 30, 14, 7 or 1. Each holds the next.' })
  readonly withinDays!: number;

  @Field(() => Int, { description: 'How many.' })
  readonly count!: number;
}

const RUNGS = [30, 14, 7, 1] as const;
const STATUSES: readonly LicenseStatus[] = ['FREE', 'ACTIVATED', 'EXPIRED', 'REPLACED', 'WITHDRAWN'];
const KINDS: readonly LicenseKind[] = ['CLOUD', 'MAIN'];

@ObjectType('LicenseSummary', {
  simpleResolvers: true,
  description: 'What the list holds, in numbers. Every status, kind and rung is named.',
})
export class LicenseSummary {
  @Field(() => Int, { description: 'Licenses in the list.' })
  readonly total: number;

  @Field(() => [StatusCount], { description: 'By status.' })
  readonly byStatus: readonly StatusCount[];

  @Field(() => [KindCount], { description: 'By kind.' })
  readonly byKind: readonly KindCount[];

  @Field(() => [EndingCount], { description: 'Whose term ends soon; without those withdrawn or replaced.' })
  readonly termEnding: readonly EndingCount[];

  @Field(() => [EndingCount], { description: 'Whose update subscription ends soon; without those withdrawn or replaced.' })
  readonly updatesEnding: readonly EndingCount[];

  @Field(() => PositionScalar, { description: 'The place in the event log that it was counted at.' })
  readonly position: LogPosition;

  /** Undefined counts: an account that the viewer does not reach, answered like an empty one. */
  constructor(counts: LicenseSummaryCounts | undefined, position: LogPosition) {
    this.total = counts?.total ?? 0;
    this.byStatus = STATUSES.map((status) => ({ status, count: counts?.byStatus.get(status) ?? 0 }));
    this.byKind = KINDS.map((kind) => ({ kind, count: counts?.byKind.get(kind) ?? 0 }));
    this.termEnding = RUNGS.map((withinDays) => ({ withinDays, count: counts?.termEnding.get(withinDays) ?? 0 }));
    this.updatesEnding = RUNGS.map((withinDays) => ({ withinDays, count: counts?.updatesEnding.get(withinDays) ?? 0 }));
    this.position = position;
  }
}
