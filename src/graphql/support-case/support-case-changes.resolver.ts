import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import type { GraphqlContext } from '../context.js';
import { SupportCase } from './support-case.js';
import { supportCaseChanges } from './support-case-changes.js';

@Resolver()
export class SupportCaseChangesResolver {
  @Subscription(() => SupportCase, {
    description: 'A support case as it is now, and again whenever it changes.',
    subscribe: ({ args, context }) => supportCaseChanges(context as GraphqlContext, (args as { readonly caseId: string }).caseId),
  })
  supportCaseChanged(
    @Root() supportCase: SupportCase,
    @Arg('caseId', () => ID, { description: 'Which case.' }) _caseId: string,
  ): SupportCase {
    return supportCase;
  }
}
