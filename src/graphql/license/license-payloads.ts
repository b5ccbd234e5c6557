import { Field, ID, ObjectType } from 'type-graphql';
import type { LicenseId, UploadId } from '../../domain/ids.js';
import type { UploadResult } from '../../processes/cabinet-service.js';
import { MutationPayload } from '../mutation/payload.js';
import type { Settled } from '../mutation/settle.js';
import { AddLicenseResult, resultNodes } from '../upload/add-license-result.js';
import { License, licenseNode } from './license.js';

@ObjectType('LicensePayload', { simpleResolvers: true, description: 'What came of a mutation of a license.' })
export class LicensePayload extends MutationPayload {
  @Field(() => License, {
    nullable: true,
    description: 'The license as it is now; null where it was refused, or the viewer no longer reaches it.',
  })
  readonly license: License | null;

  constructor(settled: Settled<{ readonly licenseId: LicenseId }>) {
    super(settled);
    this.license = settled.value && licenseNode(settled.value.licenseId, settled.view);
  }
}

@ObjectType('AddLicensesPayload', {
  simpleResolvers: true,
  description: 'What came of an upload: the good items are in, whatever became of others.',
})
export class AddLicensesPayload extends MutationPayload {
  @Field(() => ID, { nullable: true, description: 'The upload; null where it was refused as a whole.' })
  readonly uploadId: UploadId | null;

  @Field(() => [AddLicenseResult], { description: 'One result a code, or a license of a file, in their order.' })
  readonly results: readonly AddLicenseResult[];

  constructor(settled: Settled<{ readonly uploadId: UploadId; readonly results: readonly UploadResult[] }>) {
    super(settled);
    this.uploadId = settled.value?.uploadId ?? null;
    this.results = resultNodes(settled.value?.results ?? [], settled.view);
  }
}

@ObjectType('RevealPayload', { simpleResolvers: true, description: 'A whole activation code.' })
export class RevealPayload extends MutationPayload {
  @Field(() => String, { nullable: true, description: 'The code with its dashes; null where it was refused.' })
  readonly code: string | null;

  constructor(settled: Settled<{ readonly code: string }>) {
    super(settled);
    this.code = settled.value?.code ?? null;
  }
}

@ObjectType('IssuedLicense', { simpleResolvers: true, description: 'A new license with its whole code.' })
export class IssuedLicense {
  @Field(() => ID, { description: 'Its id.' })
  readonly licenseId!: LicenseId;

  @Field(() => String, { description: 'Its whole activation code, shown here only, and by revealActivationCode.' })
  readonly code!: string;
}

@ObjectType('IssueLicensesPayload', {
  simpleResolvers: true,
  description: 'What came of issuing licenses: all of them, or none.',
})
export class IssueLicensesPayload extends MutationPayload {
  @Field(() => [IssuedLicense], { description: 'The new licenses, in the order of the items.' })
  readonly issued: readonly IssuedLicense[];

  constructor(settled: Settled<{ readonly issued: readonly IssuedLicense[] }>) {
    super(settled);
    this.issued = settled.value?.issued ?? [];
  }
}
