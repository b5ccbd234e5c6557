import { Field, ObjectType } from 'type-graphql';
import { activationRefusal, renewalRefusal, unlinkRefusal } from '../../domain/license-rules.js';
import type { LicenseFacts } from '../../domain/license-terms.js';
import type { RefusalCode } from '../../domain/refusal.js';
import type { LicenseRow } from '../../../projections/queries.js';
import type { RootField } from '../access.js';
import { MutationErrorCodeEnum } from '../enums.js';
import type { ReadView } from '../read/read-view.js';
import type { Language } from '../texts/language.js';
import { refusalText } from '../texts/refusals.js';

@ObjectType('Permission', { simpleResolvers: true, description: 'Whether something may be done.' })
export class Permission {
  @Field(() => Boolean, { description: 'It may be done, as far as can be told beforehand.' })
  readonly allowed: boolean;

  @Field(() => MutationErrorCodeEnum, { nullable: true, description: 'Why not: what the mutation would answer.' })
  readonly refusal: RefusalCode | null;

  readonly #language: Language;

  constructor(refusal: RefusalCode | undefined, language: Language) {
    this.allowed = refusal === undefined;
    this.refusal = refusal ?? null;
    this.#language = language;
  }

  @Field(() => String, { nullable: true, description: "Why not, for people, in the asker's language." })
  get message(): string | null {
    return this.refusal && refusalText({ code: this.refusal }, this.#language);
  }
}

@ObjectType('LicensePermissions', {
  simpleResolvers: true,
  description: 'What the viewer may do with a license: role and rules together. In the past nothing can be done.',
})
export class LicensePermissions {
  @Field(() => Permission, { description: 'activateLicense on a fitting device.' })
  readonly activate: Permission;

  @Field(() => Permission, { description: 'unlinkLicense.' })
  readonly unlink: Permission;

  @Field(() => Permission, { description: 'Order a renewal.' })
  readonly renew: Permission;

  @Field(() => Permission, { description: 'removeLicenseFromList.' })
  readonly remove: Permission;

  @Field(() => Permission, { description: 'revealActivationCode.' })
  readonly reveal: Permission;

  constructor(row: LicenseRow, facts: LicenseFacts, view: ReadView) {
    const permission = (mutation: RootField, refusal?: RefusalCode): Permission =>
      new Permission(view.at.past || !view.may(mutation) ? 'NOT_PERMITTED' : refusal, view.context.language);
    const now = view.moment.at;
    this.activate = permission('Mutation.activateLicense', activationRefusal(facts, now));
    this.unlink = permission('Mutation.unlinkLicense', unlinkRefusal(facts, now));
    this.renew = permission('Mutation.orderRenewal', renewalRefusal(facts));
    this.remove = permission('Mutation.removeLicenseFromList', row.source === null ? 'LICENSE_NOT_IN_LIST' : undefined);
    this.reveal = permission('Mutation.revealActivationCode');
  }
}
