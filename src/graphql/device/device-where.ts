import { ArrayMaxSize, MaxLength, ValidateNested } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import type { DatabaseId } from '../../domain/ids.js';
import type { DeviceSortField, Sort } from '../../../projections/queries.js';
import { DeviceSortFieldEnum, SortDirectionEnum } from '../enums.js';
import { DeviceModeFilter, IdFilterInput } from '../filters/choice-filters.js';
import { LONGEST_FILTER_LIST, LONGEST_SEARCH } from '../limits/lengths.js';

@InputType('DeviceWhere', { description: 'Which devices. Everything that is given must hold.' })
export class DeviceWhere {
  @Field(() => IdFilterInput, { nullable: true, description: 'The base that it is on.' })
  @ValidateNested()
  readonly databaseId?: IdFilterInput<DatabaseId> | null;

  @Field(() => DeviceModeFilter, { nullable: true, description: 'Mode at the time of the answer, or of asOf.' })
  @ValidateNested()
  readonly mode?: InstanceType<typeof DeviceModeFilter> | null;

  @Field(() => Boolean, { nullable: true, description: 'A license is activated on it, or none is.' })
  readonly hasLicense?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Occurs in the name, the code or the model.' })
  @MaxLength(LONGEST_SEARCH)
  readonly search?: string | null;

  @Field(() => [DeviceWhere], { nullable: true, description: 'All of these hold.' })
  @ArrayMaxSize(LONGEST_FILTER_LIST)
  @ValidateNested({ each: true })
  readonly and?: readonly DeviceWhere[] | null;

  @Field(() => [DeviceWhere], { nullable: true, description: 'At least one of these holds.' })
  @ArrayMaxSize(LONGEST_FILTER_LIST)
  @ValidateNested({ each: true })
  readonly or?: readonly DeviceWhere[] | null;

  @Field(() => DeviceWhere, { nullable: true, description: 'This does not hold.' })
  @ValidateNested()
  readonly not?: DeviceWhere | null;
}

@InputType('DeviceSort', { description: 'One step of an order; rows that are equal in all steps stand in order of their ids.' })
export class DeviceSort implements Sort<DeviceSortField> {
  @Field(() => DeviceSortFieldEnum, { description: 'By what.' })
  readonly field!: DeviceSortField;

  @Field(() => SortDirectionEnum, { description: 'Which way.' })
  readonly direction!: 'ASC' | 'DESC';
}
