import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { GraphqlContext } from '../context.js';
import { AddLicensesByCodeInput, UploadLicenseFilesInput } from '../license/license-inputs.js';
import { AddLicensesPayload } from '../license/license-payloads.js';
import { performInAccount } from '../mutation/settle.js';

@Resolver()
export class UploadMutations {
  @Mutation(() => AddLicensesPayload, {
    description: 'Adds licenses to the list by their codes: one result a code, and the good ones are in.',
  })
  async addLicensesByCode(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => AddLicensesByCodeInput, { description: 'The codes.' }) input: AddLicensesByCodeInput,
  ): Promise<AddLicensesPayload> {
    return new AddLicensesPayload(
      await performInAccount(context, input, (call, accountId, { codes }) =>
        context.service.addLicensesByCode(call, { accountId, codes }),
      ),
    );
  }

  @Mutation(() => AddLicensesPayload, {
    description: 'Adds licenses to the list by their files: one result a license, and the good ones are in.',
  })
  async uploadLicenseFiles(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => UploadLicenseFilesInput, { description: 'The files.' }) input: UploadLicenseFilesInput,
  ): Promise<AddLicensesPayload> {
    const settled = await performInAccount(context, input, async (call, accountId, { files }) => {
      const spooled = await context.spool(files);
      try {
        return await context.service.uploadLicenseFiles(call, { accountId, files: spooled.files });
      } finally {
        await spooled.remove();
      }
    });
    return new AddLicensesPayload(settled);
  }
}
