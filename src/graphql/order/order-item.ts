import { Field, Int, ObjectType } from 'type-graphql';
import type { LicenseClock, LicenseKind } from '../../domain/license-terms.js';
import type { OrderedLicenses, OrderedRenewal } from '../../domain/order.js';
import { refusal, type RefusalCode } from '../../domain/refusal.js';
import type { OrderRow } from '../../../projections/queries.js';
import { LicenseClockEnum, LicenseKindEnum } from '../enums.js';
import { License, licenseNode } from '../license/license.js';
import { Product } from '../license/product.js';
import { MutationError } from '../mutation/mutation-error.js';
import type { ReadView } from '../read/read-view.js';

/** What was ordered, as one item of an order says it. */
type Ordered =
  | ({ readonly of: 'LICENSES' } & OrderedLicenses)
  | ({ readonly of: 'RENEWAL'; readonly clock: LicenseClock; readonly months: number } & OrderedRenewal);

@ObjectType('OrderItem', { simpleResolvers: true, description: 'New licenses of one product, or the renewal of one license.' })
export class OrderItem {
  readonly #ordered: Ordered;
  readonly #view: ReadView;

  @Field(() => Product, { nullable: true, description: 'What the new licenses are for; null for a renewal.' })
  readonly product: Product | null;

  @Field(() => LicenseKindEnum, { nullable: true, description: 'What the new licenses run on; null for a renewal.' })
  readonly kind: LicenseKind | null;

  @Field(() => Int, { description: 'How many licenses; 1 for a renewal.' })
  readonly quantity: number;

  @Field(() => Int, {
    nullable: true,
    description: 'For how many months: of the term (CLOUD) or of the update subscription (MAIN), or of the renewed clock.',
  })
  readonly months: number | null;

  @Field(() => LicenseClockEnum, { nullable: true, description: 'Which clock is renewed; null for new licenses.' })
  readonly clock: LicenseClock | null;

  @Field(() => MutationError, {
    nullable: true,
    description: 'Why the license cannot be renewed: found when it was ordered, or when the order was fulfilled.',
  })
  readonly error: MutationError | null;

  constructor(ordered: Ordered, refused: RefusalCode | null, view: ReadView) {
    this.#ordered = ordered;
    this.#view = view;
    const licenses = ordered.of === 'LICENSES' ? ordered : null;
    this.product = licenses?.product ?? null;
    this.kind = licenses?.kind ?? null;
    this.quantity = licenses?.quantity ?? 1;
    this.months = ordered.months;
    this.clock = ordered.of === 'RENEWAL' ? ordered.clock : null;
    this.error = refused && errorOf(refused, view);
  }

  @Field(() => License, {
    nullable: true,
    description: 'The license to renew; null for new licenses, and for one that the viewer reaches no longer.',
  })
  get license(): License | null {
    return this.#ordered.of === 'RENEWAL' ? licenseNode(this.#ordered.licenseId, this.#view) : null;
  }
}

/** A renewal is NOT_PERMITTED for one reason alone: `renewLicense` found no such clock, or none that runs. */
const errorOf = (code: RefusalCode, { context }: ReadView): MutationError =>
  new MutationError(code === 'NOT_PERMITTED' ? refusal(code, [], { rule: 'clockWithoutEnd' }) : refusal(code), context.language);

/** In the order of the order; their licenses are loaded together. */
export function orderItems({ ordered, fulfilled }: OrderRow, view: ReadView): readonly OrderItem[] {
  if (ordered.kind === 'LICENSES') {
    return ordered.items.map(
      (item, index) => new OrderItem({ of: 'LICENSES', ...item }, fulfilled[index]?.refused ?? null, view),
    );
  }
  const { clock, months, items } = ordered;
  for (const { licenseId } of items) view.wantLicense(licenseId);
  return items.map(
    (item, index) =>
      new OrderItem({ of: 'RENEWAL', clock, months, ...item }, item.refused ?? fulfilled[index]?.refused ?? null, view),
  );
}
