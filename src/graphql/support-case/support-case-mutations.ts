import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { GraphqlContext } from '../context.js';
import { perform, performInAccount } from '../mutation/settle.js';
import { openCase } from './open-case.js';
import { OpenSupportCaseInput, ResolveSupportCaseInput } from './support-case-inputs.js';
import { SupportCasePayload } from './support-case-payload.js';

@Resolver()
export class SupportCaseMutations {
  @Mutation(() => SupportCasePayload, {
    description:
      'Asks support about a missing license. The case resolves itself once the license is listed and nothing is wrong with it.',
  })
  async openSupportCase(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => OpenSupportCaseInput, { description: 'What is missed.' }) input: OpenSupportCaseInput,
  ): Promise<SupportCasePayload> {
    const { idempotencyKey = null, accountId: named, diagnosis } = input;
    const whose = { idempotencyKey, accountId: named ?? diagnosis.accountId ?? null };
    const settled = await performInAccount(context, whose, (call, accountId) => openCase(context, call, accountId, input));
    return SupportCasePayload.of(settled);
  }

  @Mutation(() => SupportCasePayload, { description: 'Resolves a case, for support.' })
  async resolveSupportCase(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => ResolveSupportCaseInput, { description: 'Which case, and what was done.' })
    input: ResolveSupportCaseInput,
  ): Promise<SupportCasePayload> {
    return SupportCasePayload.of(
      await perform(context, input, (call, fields) => context.service.resolveSupportCase(call, fields)),
    );
  }
}
