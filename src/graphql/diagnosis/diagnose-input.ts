import { ValidateNested } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import type { LicenseKind } from '../../domain/license-terms.js';
import { LicenseKindEnum } from '../enums.js';
import { LicenseWhere } from '../license/license-where.js';
import { OptionalId, OptionalText } from '../mutation/input-fields.js';
import { ACCOUNT_ID } from '../read/account-argument.js';

@InputType('DiagnoseMissingLicenseInput', { description: 'What is known of the license that is missed: at least one of these.' })
export class DiagnoseMissingLicenseInput {
  @OptionalId(ACCOUNT_ID)
  readonly accountId?: string | null;

  @OptionalText(
    'Its activation code, as typed. Tries with unknown codes are limited. It stands before licenseId, unless it is mistyped.',
  )
  readonly activationCode?: string | null;

  @OptionalId('Its id.')
  readonly licenseId?: string | null;

  @OptionalText("The device's own code, as the device shows it. Passed over where deviceId is given.")
  readonly deviceCode?: string | null;

  @OptionalId('The device on which it is missed.')
  readonly deviceId?: string | null;

  @OptionalId('The base that the device should be on.')
  readonly databaseId?: string | null;

  @OptionalText('Name of a license file whose upload was tried.')
  readonly fileName?: string | null;

  @OptionalId('The order that should have brought it.')
  readonly orderId?: string | null;

  @Field(() => LicenseKindEnum, {
    nullable: true,
    description: 'The kind that is expected: that a cloud license is missed cannot be known otherwise while the code is not.',
  })
  readonly expectedKind?: LicenseKind | null;

  @Field(() => LicenseWhere, { nullable: true, description: "The filter that the asker's list has on." })
  @ValidateNested()
  readonly where?: LicenseWhere | null;
}
