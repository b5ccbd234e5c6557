import { Field, InputType } from 'type-graphql';
import type { DatabaseKind } from '../../domain/database.js';
import type { Instant } from '../../domain/ids.js';
import { DatabaseKindEnum } from '../enums.js';
import { IdempotencyKey, OptionalId, OptionalText, OptionalTime, RequiredId, RequiredText } from '../mutation/input-fields.js';
import { ACCOUNT_ID } from '../read/account-argument.js';

const RELEASED = 'Release date of that version.';

@InputType('RegisterDatabaseInput', { description: 'A base that comes into the account.' })
export class RegisterDatabaseInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @OptionalId(ACCOUNT_ID)
  readonly accountId?: string | null;

  @OptionalId("The base's own GUID, as in a license file. The id in the answer is another one.")
  readonly databaseId?: string | null;

  @RequiredText('Name.')
  readonly name!: string;

  @Field(() => DatabaseKindEnum, { description: 'Where it runs.' })
  readonly kind!: DatabaseKind;

  @OptionalText('Name of the product installed on it.')
  readonly productName?: string | null;

  @OptionalText('Level of the product.')
  readonly level?: string | null;

  @OptionalText('Accounting system and its configuration.')
  readonly configuration?: string | null;

  @OptionalText('Version of the server.')
  readonly serverVersion?: string | null;

  @OptionalTime(RELEASED)
  readonly serverVersionReleasedAt?: Instant | null;
}

@InputType('ReportDatabaseInput', { description: "A base's own facts; what is left out stays as it is." })
export class ReportDatabaseInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @RequiredId('Which base.')
  readonly databaseId!: string;

  @OptionalText('Name of the product installed on it.')
  readonly productName?: string | null;

  @OptionalText('Level of the product.')
  readonly level?: string | null;

  @OptionalText('Accounting system and its configuration.')
  readonly configuration?: string | null;

  @OptionalText('Version of the server.')
  readonly serverVersion?: string | null;

  @OptionalTime(RELEASED)
  readonly serverVersionReleasedAt?: Instant | null;

  @OptionalTime('When this was so; now where it is left out.')
  readonly occurredAt?: Instant | null;
}

@InputType('RenameDatabaseInput', { description: 'A new name for a base.' })
export class RenameDatabaseInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @RequiredId('Which base.')
  readonly databaseId!: string;

  @RequiredText('The new name.')
  readonly name!: string;
}

@InputType('ChangeDatabaseExchangeInput', { description: 'From local to Internet exchange, or back.' })
export class ChangeDatabaseExchangeInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @RequiredId('Which base.')
  readonly databaseId!: string;

  @Field(() => DatabaseKindEnum, { description: 'LOCAL or INTERNET_EXCHANGE; a cloud base stays one.' })
  readonly kind!: DatabaseKind;
}

@InputType('StopDatabaseInput', { description: 'A base to stop.' })
export class StopDatabaseInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @RequiredId('Which base.')
  readonly databaseId!: string;
}

@InputType('StartDatabaseInput', { description: 'A base to start again.' })
export class StartDatabaseInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @RequiredId('Which base.')
  readonly databaseId!: string;
}

@InputType('DeleteDatabaseInput', { description: 'A base to delete. Its devices and licenses stay.' })
export class DeleteDatabaseInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @RequiredId('Which base.')
  readonly databaseId!: string;
}
