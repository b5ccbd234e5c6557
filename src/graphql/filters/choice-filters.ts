/** Comparators of enums and ids. Every comparator that is given must hold. */
import { ArrayMaxSize, MaxLength } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import type { DatabaseKind, DatabaseLifecycle } from '../../domain/database.js';
import type { DeviceMode } from '../../domain/device-mode.js';
import type { LicenseKind, LicenseStatus } from '../../domain/license-terms.js';
import { DatabaseKindEnum, DatabaseStateEnum, DeviceModeEnum, LicenseKindEnum, LicenseStatusEnum } from '../enums.js';
import { LONGEST_FILTER_LIST, LONGEST_ID } from '../limits/lengths.js';

export interface ChoiceInput<Value> {
  readonly eq?: Value | null;
  readonly ne?: Value | null;
  readonly in?: readonly Value[] | null;
  readonly notIn?: readonly Value[] | null;
}

function choiceFilter<Value extends string>(name: string, values: object) {
  @InputType(`${name}Filter`, { description: `Compares a ${name}.` })
  class ChoiceFilterInput implements ChoiceInput<Value> {
    @Field(() => values, { nullable: true, description: 'Is this.' })
    readonly eq?: Value | null;

    @Field(() => values, { nullable: true, description: 'Is not this.' })
    readonly ne?: Value | null;

    @Field(() => [values], { nullable: true, description: 'Is one of these.' })
    @ArrayMaxSize(LONGEST_FILTER_LIST)
    readonly in?: readonly Value[] | null;

    @Field(() => [values], { nullable: true, description: 'Is none of these.' })
    @ArrayMaxSize(LONGEST_FILTER_LIST)
    readonly notIn?: readonly Value[] | null;
  }
  return ChoiceFilterInput;
}

export const LicenseStatusFilter = choiceFilter<LicenseStatus>('LicenseStatus', LicenseStatusEnum);
export const LicenseKindFilter = choiceFilter<LicenseKind>('LicenseKind', LicenseKindEnum);
export const DeviceModeFilter = choiceFilter<DeviceMode>('DeviceMode', DeviceModeEnum);
export const DatabaseKindFilter = choiceFilter<DatabaseKind>('DatabaseKind', DatabaseKindEnum);
export const DatabaseStateFilter = choiceFilter<DatabaseLifecycle>('DatabaseState', DatabaseStateEnum);

/** Text that is no id of the wanted kind is not refused: it equals none. */
@InputType('IDFilter', { description: 'Compares an id, or asks whether there is one.' })
export class IdFilterInput<Id extends string> implements ChoiceInput<Id> {
  @Field(() => ID, { nullable: true, description: 'Is this.' })
  @MaxLength(LONGEST_ID)
  readonly eq?: Id | null;

  @Field(() => ID, { nullable: true, description: 'Is not this.' })
  @MaxLength(LONGEST_ID)
  readonly ne?: Id | null;

  @Field(() => [ID], { nullable: true, description: 'Is one of these.' })
  @ArrayMaxSize(LONGEST_FILTER_LIST)
  @MaxLength(LONGEST_ID, { each: true })
  readonly in?: readonly Id[] | null;

  @Field(() => [ID], { nullable: true, description: 'Is none of these.' })
  @ArrayMaxSize(LONGEST_FILTER_LIST)
  @MaxLength(LONGEST_ID, { each: true })
  readonly notIn?: readonly Id[] | null;

  @Field(() => Boolean, { nullable: true, description: 'true: there is none; false: there is one.' })
  readonly isNull?: boolean | null;
}
