/** The effective license position: what an account owns of each product at a moment, and how it stands. */
import { Field, Int, ObjectType } from 'type-graphql';
import type { Instant } from '../../domain/ids.js';
import type { LicenseKind } from '../../domain/license-terms.js';
import type { PositionLine as Line } from '../../../projections/queries.js';
import { LicenseKindEnum } from '../enums.js';
import type { ReadView } from '../read/read-view.js';
import { DateTimeScalar } from '../scalars/date-time.js';
import { PositionScalar, type LogPosition } from '../scalars/position.js';

@ObjectType('LicenseCounts', { simpleResolvers: true, description: 'Licenses of a list by how they stand.' })
export class LicenseCounts {
  @Field(() => Int, { description: 'All of them.' })
  readonly owned!: number;

  @Field(() => Int, { description: 'Activated, and their term runs.' })
  readonly active!: number;

  @Field(() => Int, { description: 'On no device, and their term has not ended.' })
  readonly free!: number;

  @Field(() => Int, { description: 'Whose term has ended.' })
  readonly expired!: number;

  @Field(() => Int, { description: 'In whose place a transition license stands.' })
  readonly replaced!: number;

  @Field(() => Int, { description: 'Withdrawn by the vendor.' })
  readonly withdrawn!: number;

  @Field(() => Int, { description: 'Whose update subscription has ended, whatever their status.' })
  readonly updatesEnded!: number;
}

@ObjectType('LicensePositionLine', { simpleResolvers: true, description: 'The licenses of one product and kind.' })
export class LicensePositionLine {
  @Field(() => String, { description: 'Name of the product.' })
  readonly productName: string;

  @Field(() => String, { nullable: true, description: 'Its level.' })
  readonly level: string | null;

  @Field(() => String, { nullable: true, description: 'The configuration that it is for.' })
  readonly configuration: string | null;

  @Field(() => LicenseKindEnum, { description: 'What they run on.' })
  readonly kind: LicenseKind;

  @Field(() => LicenseCounts, { description: 'How many.' })
  readonly counts: LicenseCounts;

  constructor({ product, kind, ...counts }: Line) {
    this.productName = product.name;
    this.level = product.level;
    this.configuration = product.configuration;
    this.kind = kind;
    this.counts = counts;
  }
}

const COUNTS = ['owned', 'active', 'free', 'expired', 'replaced', 'withdrawn', 'updatesEnded'] as const;

@ObjectType('LicensePosition', {
  simpleResolvers: true,
  description: 'What an account owns of each product at a moment. As CSV, XLSX and a page to print: GET /license-position.',
})
export class LicensePosition {
  @Field(() => [LicensePositionLine], { description: 'By product and kind, in order of the name.' })
  readonly lines: readonly LicensePositionLine[];

  @Field(() => LicenseCounts, { description: 'All lines together.' })
  readonly total: LicenseCounts;

  @Field(() => DateTimeScalar, { description: 'The moment at which terms and subscriptions were judged.' })
  readonly at: Instant;

  @Field(() => PositionScalar, { description: 'The place in the event log that it was counted at.' })
  readonly position: LogPosition;

  constructor(lines: readonly Line[], view: ReadView) {
    this.lines = lines.map((line) => new LicensePositionLine(line));
    const sums = COUNTS.map((name) => [name, lines.reduce((sum, line) => sum + line[name], 0)] as const);
    this.total = Object.fromEntries(sums) as unknown as LicenseCounts;
    this.at = view.moment.at;
    this.position = view.position(view.moment.position);
  }
}
