import { Field, Int, ObjectType } from 'type-graphql';
import type { Instant } from '../../domain/ids.js';
import { termEnd, termStart, type Term } from '../../domain/license-terms.js';
import { DateTimeScalar } from '../scalars/date-time.js';

@ObjectType('Product', {
  simpleResolvers: true,
  description: 'What a license is for. Names and levels are data, not a fixed list.',
})
export class Product {
  @Field(() => String, { description: 'Name, as «Магазин 15».' })
  readonly name!: string;

  @Field(() => String, { nullable: true, description: 'Level, as «Базовая».' })
  readonly level!: string | null;

  @Field(() => String, { nullable: true, description: 'Accounting system and its configuration.' })
  readonly configuration!: string | null;

  @Field(() => String, { nullable: true, description: 'Article number.' })
  readonly sku!: string | null;
}

@ObjectType('LicenseTerm', {
  simpleResolvers: true,
  description: 'How long a license serves; its update subscription is another clock.',
})
export class LicenseTerm {
  @Field(() => Boolean, { description: 'It never ends.' })
  readonly perpetual: boolean;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Beginning; null for a perpetual one, and before it has begun to run.',
  })
  readonly from: Instant | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'End, exclusive; null for a perpetual one, and before it has begun to run.',
  })
  readonly until: Instant | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Calendar months that it lasts from the first activation, while that is still to come.',
  })
  readonly months: number | null;

  constructor(term: Term) {
    this.perpetual = term.perpetual;
    this.from = termStart(term);
    this.until = termEnd(term);
    this.months = 'months' in term ? term.months : null;
  }
}
