import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { GraphqlContext } from '../context.js';
import { perform } from '../mutation/settle.js';
import { IssueLicensesInput, ReleaseLicenseInput, ReplaceLicenseInput, WithdrawLicenseInput } from './license-inputs.js';
import { IssueLicensesPayload, LicensePayload } from './license-payloads.js';

const INPUT = { description: 'Which license, and why.' };

/** What the vendor does with licenses. */
@Resolver()
export class VendorMutations {
  @Mutation(() => IssueLicensesPayload, { description: 'Issues licenses, for an account or for nobody yet.' })
  async issueLicenses(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => IssueLicensesInput, { description: 'The licenses.' }) input: IssueLicensesInput,
  ): Promise<IssueLicensesPayload> {
    return new IssueLicensesPayload(await perform(context, input, (call, fields) => context.service.issueLicenses(call, fields)));
  }

  @Mutation(() => LicensePayload, { description: 'Withdraws a license.' })
  async withdrawLicense(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => WithdrawLicenseInput, INPUT) input: WithdrawLicenseInput,
  ): Promise<LicensePayload> {
    return new LicensePayload(await perform(context, input, (call, fields) => context.service.withdrawLicense(call, fields)));
  }

  @Mutation(() => LicensePayload, { description: "Ends an account's hold of a license: the way out of CLAIMED_ELSEWHERE." })
  async releaseLicense(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => ReleaseLicenseInput, INPUT) input: ReleaseLicenseInput,
  ): Promise<LicensePayload> {
    return new LicensePayload(await perform(context, input, (call, fields) => context.service.releaseLicense(call, fields)));
  }

  @Mutation(() => IssueLicensesPayload, {
    description: 'Issues a transition license that takes the place of another one: for the same account, with the same clocks.',
  })
  async replaceLicense(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => ReplaceLicenseInput, { description: 'Which license, and for which product.' })
    input: ReplaceLicenseInput,
  ): Promise<IssueLicensesPayload> {
    return new IssueLicensesPayload(
      await perform(context, input, (call, fields) => context.service.replaceLicense(call, fields)),
    );
  }
}
