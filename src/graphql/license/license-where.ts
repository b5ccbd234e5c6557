import { ArrayMaxSize, MaxLength, ValidateNested } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import type { DatabaseId, DeviceId } from '../../domain/ids.js';
import type { LicenseSortField, Sort } from '../../../projections/queries.js';
import { LicenseSortFieldEnum, SortDirectionEnum } from '../enums.js';
import { IdFilterInput, LicenseKindFilter, LicenseStatusFilter } from '../filters/choice-filters.js';
import { DateTimeFilterInput, StringFilterInput } from '../filters/value-filters.js';
import { LONGEST_FILTER_LIST, LONGEST_SEARCH } from '../limits/lengths.js';

@InputType('LicenseWhere', { description: 'Which licenses. Everything that is given must hold.' })
export class LicenseWhere {
  @Field(() => LicenseStatusFilter, { nullable: true, description: 'Status at the time of the answer, or of asOf.' })
  @ValidateNested()
  readonly status?: InstanceType<typeof LicenseStatusFilter> | null;

  @Field(() => LicenseKindFilter, { nullable: true, description: 'Kind.' })
  @ValidateNested()
  readonly kind?: InstanceType<typeof LicenseKindFilter> | null;

  @Field(() => StringFilterInput, { nullable: true, description: 'Name of the product.' })
  @ValidateNested()
  readonly productName?: StringFilterInput | null;

  @Field(() => StringFilterInput, { nullable: true, description: 'Level of the product.' })
  @ValidateNested()
  readonly level?: StringFilterInput | null;

  @Field(() => DateTimeFilterInput, { nullable: true, description: 'End of the term.' })
  @ValidateNested()
  readonly termUntil?: DateTimeFilterInput | null;

  @Field(() => DateTimeFilterInput, { nullable: true, description: 'End of the update subscription.' })
  @ValidateNested()
  readonly updatesUntil?: DateTimeFilterInput | null;

  @Field(() => IdFilterInput, { nullable: true, description: 'The base that its device is on.' })
  @ValidateNested()
  readonly databaseId?: IdFilterInput<DatabaseId> | null;

  @Field(() => IdFilterInput, { nullable: true, description: 'The device it is activated on.' })
  @ValidateNested()
  readonly deviceId?: IdFilterInput<DeviceId> | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Occurs in the product, the name or code of the device, or the visible end of the code; never in the hidden part.',
  })
  @MaxLength(LONGEST_SEARCH)
  readonly search?: string | null;

  @Field(() => [LicenseWhere], { nullable: true, description: 'All of these hold.' })
  @ArrayMaxSize(LONGEST_FILTER_LIST)
  @ValidateNested({ each: true })
  readonly and?: readonly LicenseWhere[] | null;

  @Field(() => [LicenseWhere], { nullable: true, description: 'At least one of these holds.' })
  @ArrayMaxSize(LONGEST_FILTER_LIST)
  @ValidateNested({ each: true })
  readonly or?: readonly LicenseWhere[] | null;

  @Field(() => LicenseWhere, { nullable: true, description: 'This does not hold.' })
  @ValidateNested()
  readonly not?: LicenseWhere | null;
}

@InputType('LicenseSort', { description: 'One step of an order; rows that are equal in all steps stand in order of their ids.' })
export class LicenseSort implements Sort<LicenseSortField> {
  @Field(() => LicenseSortFieldEnum, { description: 'By what.' })
  readonly field!: LicenseSortField;

  @Field(() => SortDirectionEnum, { description: 'Which way.' })
  readonly direction!: 'ASC' | 'DESC';
}
