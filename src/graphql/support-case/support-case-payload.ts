import { Field, ObjectType } from 'type-graphql';
import type { CaseId } from '../../domain/ids.js';
import { MutationPayload } from '../mutation/payload.js';
import type { Settled } from '../mutation/settle.js';
import { SupportCase, supportCaseNode } from './support-case.js';

@ObjectType('SupportCasePayload', { simpleResolvers: true, description: 'What came of a support case.' })
export class SupportCasePayload extends MutationPayload {
  @Field(() => SupportCase, { nullable: true, description: 'The case as it is now; null where it was refused.' })
  readonly supportCase: SupportCase | null;

  private constructor(settled: Settled<unknown>, supportCase: SupportCase | null) {
    super(settled);
    this.supportCase = supportCase;
  }

  /** From the read model, or from the log where the read model has not come so far: whoever opened a case learns its id. */
  static async of(settled: Settled<{ readonly caseId: CaseId }>): Promise<SupportCasePayload> {
    const { value, view, position } = settled;
    if (!value) return new SupportCasePayload(settled, null);
    const { caseId: id } = value;
    const behind = position !== null && position.number > view.moment.position;
    const found = behind ? await view.context.service.caseByLog(id) : undefined;
    if (!found) return new SupportCasePayload(settled, supportCaseNode(id, view));
    const { state, ...times } = found;
    const { accountId, status, message, diagnoses, note } = state;
    return new SupportCasePayload(settled, new SupportCase({ id, accountId, status, message, diagnoses, note, ...times }, view));
  }
}
