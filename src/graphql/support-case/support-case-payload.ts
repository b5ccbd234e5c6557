import { Field, ObjectType } from 'type-graphql';
import type { CaseId } from '../../domain/ids.js';
import { MutationPayload } from '../mutation/payload.js';
import type { Settled } from '../mutation/settle.js';
import { SupportCase, supportCaseNode } from './support-case.js';

@ObjectType('SupportCasePayload', { simpleResolvers: true, description: 'What came of a support case.' })
export class SupportCasePayload extends MutationPayload {
  @Field(() => SupportCase, { nullable: true, description: 'The case as it is now; null where it was refused.' })
  readonly supportCase: SupportCase | null;

  constructor(settled: Settled<{ readonly caseId: CaseId }>) {
    super(settled);
    this.supportCase = settled.value && supportCaseNode(settled.value.caseId, settled.view);
  }
}
