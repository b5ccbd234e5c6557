import { ArrayMaxSize, MaxLength, ValidateNested } from 'class-validator';
import { Arg, Args, ArgsType, Ctx, Field, ID, Int, Query, Resolver } from 'type-graphql';
import { parseLicenseId } from '../../domain/ids.js';
import type { GraphqlContext } from '../context.js';
import { LONGEST_ID, LONGEST_SEARCH } from '../limits/lengths.js';
import { ForwardPageArguments, PageArguments } from '../paging/page-arguments.js';
import { ACCOUNT_ID, accountArgument } from '../read/account-argument.js';
import { AsOf, MomentArgs } from '../read/as-of.js';
import { momentFor } from '../read/moments.js';
import { ReadView } from '../read/read-view.js';
import { LicensePosition } from '../license-position/license-position.js';
import { compareLists, LicenseDiffConnection } from './compare-lists.js';
import { findByCode } from './license-by-code.js';
import { LicenseConnection, listLicenses } from './license-connection.js';
import { LicenseSummary } from './license-summary.js';
import { License, licenseNode } from './license.js';
import { LicenseSort, LicenseWhere } from './license-where.js';

@ArgsType()
class LicensesArguments extends PageArguments {
  @Field(() => ID, { nullable: true, description: ACCOUNT_ID })
  @MaxLength(LONGEST_ID)
  readonly accountId?: string | null;

  @Field(() => LicenseWhere, { nullable: true, description: 'Which; all where it is left out.' })
  @ValidateNested()
  readonly where?: LicenseWhere | null;

  @Field(() => [LicenseSort], { nullable: true, description: 'In which order; newest in the list first where it is left out.' })
  @ArrayMaxSize(6)
  readonly orderBy?: readonly LicenseSort[] | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Passes over so many rows first: from the beginning, from the end with last, or from the cursor. Jumps in a long list; costs the more, the further.',
  })
  readonly offset?: number | null;
}

@ArgsType()
class LicenseByCodeArguments extends MomentArgs {
  @Field(() => ID, { nullable: true, description: `${ACCOUNT_ID} The vendor leaves it out to look in every account.` })
  @MaxLength(LONGEST_ID)
  readonly accountId?: string | null;

  @Field(() => String, { description: 'The whole activation code, as typed: case, dashes and look-alike letters do not matter.' })
  @MaxLength(LONGEST_SEARCH)
  readonly code!: string;
}

@Resolver()
export class LicenseResolver {
  @Query(() => License, { nullable: true, description: 'A license that an account of the viewer holds, in the list or not.' })
  async license(
    @Ctx() context: GraphqlContext,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Args(() => MomentArgs) moment: MomentArgs,
  ): Promise<License | null> {
    const view = new ReadView(context, await momentFor(context, moment));
    return licenseNode(parseLicenseId(id) ?? null, view);
  }

  @Query(() => LicenseConnection, { description: "The account's list of licenses." })
  licenses(
    @Ctx() context: GraphqlContext,
    @Args(() => LicensesArguments) { accountId, where, orderBy, ...page }: LicensesArguments,
    @Args(() => MomentArgs) moment: MomentArgs,
  ): Promise<InstanceType<typeof LicenseConnection>> {
    return listLicenses(context, accountId, { where: where ?? null, orderBy: orderBy ?? null }, page, moment);
  }

  @Query(() => License, {
    nullable: true,
    description: 'The license of a whole activation code, if the account holds it. Tries with unknown codes are limited.',
  })
  licenseByCode(
    @Ctx() context: GraphqlContext,
    @Args(() => LicenseByCodeArguments) { accountId, code, ...moment }: LicenseByCodeArguments,
  ): Promise<License | null> {
    return findByCode(context, accountId, code, moment);
  }

  @Query(() => LicensePosition, {
    description: 'The effective license position: what the list holds of each product, and how it stands.',
  })
  async licensePosition(
    @Ctx() context: GraphqlContext,
    @Arg('accountId', () => ID, { nullable: true, description: ACCOUNT_ID }) accountId: string | null | undefined,
    @Args(() => MomentArgs) moment: MomentArgs,
  ): Promise<LicensePosition> {
    const account = accountArgument(context, accountId);
    const view = new ReadView(context, await momentFor(context, moment));
    return new LicensePosition(account === undefined ? [] : context.queries.licensePosition(view.moment, account), view);
  }

  @Query(() => LicenseDiffConnection, {
    description: 'What became of the list between two moments: licenses that came, went or changed, in order of their ids.',
  })
  compareLists(
    @Ctx() context: GraphqlContext,
    @Arg('accountId', () => ID, { nullable: true, description: ACCOUNT_ID }) accountId: string | null | undefined,
    @Arg('from', () => AsOf, { description: 'The earlier moment.' }) from: AsOf,
    @Arg('to', () => AsOf, { description: 'The later moment.' }) to: AsOf,
    @Args(() => ForwardPageArguments) page: ForwardPageArguments,
  ): Promise<InstanceType<typeof LicenseDiffConnection>> {
    return compareLists(context, accountId, { from, to }, page);
  }

  @Query(() => LicenseSummary, { description: 'How many licenses the list holds: by status, by kind, and by what ends soon.' })
  async licenseSummary(
    @Ctx() context: GraphqlContext,
    @Arg('accountId', () => ID, { nullable: true, description: ACCOUNT_ID }) accountId: string | null | undefined,
    @Args(() => MomentArgs) moment: MomentArgs,
  ): Promise<LicenseSummary> {
    const account = accountArgument(context, accountId);
    const view = new ReadView(context, await momentFor(context, moment));
    return new LicenseSummary(
      account && context.queries.licenseSummary(view.moment, account),
      view.position(view.moment.position),
    );
  }
}
