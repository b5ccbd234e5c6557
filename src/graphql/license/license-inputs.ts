import { ArrayMaxSize, ValidateNested } from 'class-validator';
import { Field, InputType, Int } from 'type-graphql';
import type { Instant } from '../../domain/ids.js';
import type { LicenseKind } from '../../domain/license-terms.js';
import { LicenseKindEnum } from '../enums.js';
import { LONGEST_LIST, MOST_FILES } from '../limits/lengths.js';
import { IdempotencyKey, OptionalId, OptionalText, OptionalTime, RequiredId, RequiredText } from '../mutation/input-fields.js';
import { ACCOUNT_ID } from '../read/account-argument.js';

@InputType('AddLicensesByCodeInput', { description: 'Typed activation codes.' })
export class AddLicensesByCodeInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @OptionalId(ACCOUNT_ID)
  readonly accountId?: string | null;

  @Field(() => [String], { description: 'Codes as typed: case, dashes and look-alike letters do not matter.' })
  @ArrayMaxSize(LONGEST_LIST)
  readonly codes!: readonly string[];
}

@InputType('LicenseFileInput', { description: 'A license file.' })
export class LicenseFileInput {
  @RequiredText('Its name.')
  readonly name!: string;

  @Field(() => String, { description: 'Its content, unchanged. Big files: POST /license-files.' })
  readonly xml!: string;
}

@InputType('UploadLicenseFilesInput', { description: 'License files.' })
export class UploadLicenseFilesInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @OptionalId(ACCOUNT_ID)
  readonly accountId?: string | null;

  @Field(() => [LicenseFileInput], { description: 'The files.' })
  @ArrayMaxSize(MOST_FILES)
  @ValidateNested({ each: true })
  readonly files!: readonly LicenseFileInput[];
}

@InputType('ActivateLicenseInput', { description: 'A license for a device: exactly one of licenseId and activationCode.' })
export class ActivateLicenseInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @OptionalId("A license that is listed in, or was issued for, the device's account.")
  readonly licenseId?: string | null;

  @OptionalText('A whole code, which is possession, of a license that nobody else holds.')
  readonly activationCode?: string | null;

  @RequiredId('Which device.')
  readonly deviceId!: string;

  @OptionalTime('When it was activated; now where it is left out.')
  readonly occurredAt?: Instant | null;
}

@InputType('UnlinkLicenseInput', { description: 'A license to take off its device.' })
export class UnlinkLicenseInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @RequiredId('Which license.')
  readonly licenseId!: string;

  @Field(() => Boolean, {
    description: 'Work on the device is finished and its documents were sent: anything but true is refused.',
  })
  readonly confirmWorkFinished!: boolean;
}

@InputType('RemoveLicenseFromListInput', { description: 'A license to take off the list; the account still holds it.' })
export class RemoveLicenseFromListInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @RequiredId('Which license.')
  readonly licenseId!: string;
}

@InputType('RestoreLicenseToListInput', { description: 'A license that was taken off the list.' })
export class RestoreLicenseToListInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @RequiredId('Which license.')
  readonly licenseId!: string;
}

@InputType('RevealActivationCodeInput', { description: 'A license whose whole code is wanted. That is recorded.' })
export class RevealActivationCodeInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @RequiredId('Which license.')
  readonly licenseId!: string;
}

@InputType('ProductInput', { description: 'What a license is for.' })
export class ProductInput {
  @RequiredText('Name.')
  readonly name!: string;

  @OptionalText('Level.')
  readonly level?: string | null;

  @OptionalText('Accounting system and its configuration.')
  readonly configuration?: string | null;

  @OptionalText('Article number.')
  readonly sku?: string | null;
}

@InputType('IssueLicenseItem', { description: 'One license to issue. Dates of the past are accepted: they state what is.' })
export class IssueLicenseItem {
  @OptionalText('Its activation code. Left out: one is made, and shown this once.')
  readonly code?: string | null;

  @Field(() => LicenseKindEnum, { description: 'What it runs on.' })
  readonly kind!: LicenseKind;

  @Field(() => ProductInput, { description: 'What it is for.' })
  @ValidateNested()
  readonly product!: ProductInput;

  @Field(() => Boolean, { description: 'Its term never ends. A cloud license always has a term.' })
  readonly perpetual!: boolean;

  @Field(() => Boolean, { nullable: true, defaultValue: false, description: 'A demo license.' })
  readonly demo?: boolean | null;

  @OptionalTime('Beginning of the term.')
  readonly validFrom?: Instant | null;

  @OptionalTime('End of the term.')
  readonly validUntil?: Instant | null;

  @OptionalTime('End of the update subscription.')
  readonly updatesUntil?: Instant | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Instead of dates: the term (CLOUD) or the subscription (MAIN) lasts so many months from the first activation.',
  })
  readonly months?: number | null;
}

@InputType('IssueLicensesInput', { description: 'Licenses to issue.' })
export class IssueLicensesInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @OptionalId('For whom: that account then holds them, which does not list them. Left out: for nobody yet.')
  readonly accountId?: string | null;

  @Field(() => [IssueLicenseItem], { description: 'The licenses.' })
  @ArrayMaxSize(LONGEST_LIST)
  @ValidateNested({ each: true })
  readonly items!: readonly IssueLicenseItem[];
}

@InputType('WithdrawLicenseInput', { description: 'A license to withdraw.' })
export class WithdrawLicenseInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @RequiredId('Which license.')
  readonly licenseId!: string;

  @RequiredText('Why.')
  readonly reason!: string;
}

@InputType('ReleaseLicenseInput', { description: 'A license whose holder is to change: sold, wrong account, former employee.' })
export class ReleaseLicenseInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @RequiredId('Which license.')
  readonly licenseId!: string;

  @OptionalId('Who holds it then; left out: nobody.')
  readonly toAccountId?: string | null;

  @RequiredText('Why.')
  readonly reason!: string;
}

@InputType('ReplaceLicenseInput', { description: 'A license that a transition license is to take the place of.' })
export class ReplaceLicenseInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @RequiredId('Which license.')
  readonly licenseId!: string;

  @Field(() => ProductInput, { description: 'What the new one is for.' })
  @ValidateNested()
  readonly product!: ProductInput;
}
