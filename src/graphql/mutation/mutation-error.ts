import { Field, ObjectType } from 'type-graphql';
import type { Refusal, RefusalCode } from '../../domain/refusal.js';
import { MutationErrorCodeEnum } from '../enums.js';
import type { Language } from '../texts/language.js';
import { refusalText } from '../texts/refusals.js';

@ObjectType('MutationError', { simpleResolvers: true, description: 'Why a mutation, or a part of it, was refused.' })
export class MutationError {
  @Field(() => MutationErrorCodeEnum, { description: 'For programs.' })
  readonly code: RefusalCode;

  @Field(() => String, { description: "For people, in the asker's language." })
  readonly message: string;

  @Field(() => [String], { description: 'The field of the input that it is about, outermost first; empty for the whole of it.' })
  readonly path: readonly string[];

  constructor(refusal: Refusal, language: Language) {
    this.code = refusal.code;
    this.message = refusalText(refusal, language);
    this.path = refusal.path;
  }
}
