import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import type { GraphqlContext } from '../context.js';
import { ACCOUNT_ID } from '../read/account-argument.js';
import { PositionScalar, type LogPosition } from '../scalars/position.js';
import { LicenseChange } from './license-change.js';
import { licenseChanges } from './license-changes.js';

interface LicenseChangedArguments {
  readonly accountId?: string | null;
  readonly since?: LogPosition | null;
}

@Resolver()
export class LicenseChangesResolver {
  @Subscription(() => LicenseChange, {
    description:
      'Every license of the list that comes, changes or goes, in the order of the log; also one whose term or subscription ends.',
    subscribe: ({ args, context }) => {
      const { accountId, since } = args as LicenseChangedArguments;
      return licenseChanges(context as GraphqlContext, accountId, since);
    },
  })
  licenseChanged(
    @Root() change: LicenseChange,
    @Arg('accountId', () => ID, { nullable: true, description: ACCOUNT_ID }) _accountId: string | null | undefined,
    @Arg('since', () => PositionScalar, {
      nullable: true,
      description:
        'Goes on behind this position, of the last change or of an answer, without a gap; from now on where it is left out.',
    })
    _since: LogPosition | null | undefined,
  ): LicenseChange {
    return change;
  }
}
