import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { GraphqlContext } from '../context.js';
import { diagnoseFor } from './ask.js';
import { DiagnoseMissingLicenseInput } from './diagnose-input.js';
import { Diagnosis } from './diagnosis.js';

@Resolver()
export class DiagnosisResolver {
  @Query(() => Diagnosis, { description: 'Why a license is missing: every cause, with evidence and one next action each.' })
  diagnoseMissingLicense(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => DiagnoseMissingLicenseInput, { description: 'What is known of it.' }) input: DiagnoseMissingLicenseInput,
  ): Promise<Diagnosis> {
    return diagnoseFor(context, input);
  }
}
