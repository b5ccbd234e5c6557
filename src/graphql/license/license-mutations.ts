import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { GraphqlContext } from '../context.js';
import { perform } from '../mutation/settle.js';
import {
  ActivateLicenseInput,
  RemoveLicenseFromListInput,
  RestoreLicenseToListInput,
  RevealActivationCodeInput,
  UnlinkLicenseInput,
} from './license-inputs.js';
import { LicensePayload, RevealPayload } from './license-payloads.js';

const INPUT = { description: 'Which license, and how.' };

@Resolver()
export class LicenseMutations {
  @Mutation(() => LicensePayload, { description: 'Activates a free license on a device of a fitting base.' })
  async activateLicense(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => ActivateLicenseInput, INPUT) input: ActivateLicenseInput,
  ): Promise<LicensePayload> {
    return new LicensePayload(await perform(context, input, (call, fields) => context.service.activateLicense(call, fields)));
  }

  @Mutation(() => LicensePayload, { description: 'Takes a license off its device, so that it is free for another one.' })
  async unlinkLicense(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => UnlinkLicenseInput, INPUT) input: UnlinkLicenseInput,
  ): Promise<LicensePayload> {
    return new LicensePayload(await perform(context, input, (call, fields) => context.service.unlinkLicense(call, fields)));
  }

  @Mutation(() => LicensePayload, { description: 'Takes a license off the list; the account still holds it.' })
  async removeLicenseFromList(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => RemoveLicenseFromListInput, INPUT) input: RemoveLicenseFromListInput,
  ): Promise<LicensePayload> {
    return new LicensePayload(
      await perform(context, input, (call, fields) => context.service.removeLicenseFromList(call, fields)),
    );
  }

  @Mutation(() => LicensePayload, { description: 'Puts a license back that was taken off the list.' })
  async restoreLicenseToList(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => RestoreLicenseToListInput, INPUT) input: RestoreLicenseToListInput,
  ): Promise<LicensePayload> {
    return new LicensePayload(
      await perform(context, input, (call, fields) => context.service.restoreLicenseToList(call, fields)),
    );
  }

  @Mutation(() => RevealPayload, {
    description: 'Shows the whole activation code of a license. That, and a denied attempt, is recorded.',
  })
  async revealActivationCode(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => RevealActivationCodeInput, INPUT) input: RevealActivationCodeInput,
  ): Promise<RevealPayload> {
    return new RevealPayload(await perform(context, input, (call, fields) => context.service.revealActivationCode(call, fields)));
  }
}
