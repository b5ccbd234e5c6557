import { GraphQLError, type ExecutionResult, type FormattedExecutionResult } from 'graphql';
import type { GraphqlContext } from '../context.js';
import { logUnexpected, maskError } from '../masking.js';

/** One result of a subscription as it is answered. */
export function maskResult(
  {
    errors,
    data,
  }: { readonly errors?: readonly GraphQLError[] | undefined; readonly data?: FormattedExecutionResult['data'] | undefined },
  context: GraphqlContext,
): FormattedExecutionResult {
  if (errors) logUnexpected(errors, context);
  return {
    ...(errors && { errors: errors.map((error) => maskError(error, context)) }),
    ...(data !== undefined && { data }),
  };
}

/** An error that ended a subscription from within, as a result. */
export const resultOfThrown = (thrown: unknown): ExecutionResult => ({
  errors: [
    thrown instanceof GraphQLError
      ? thrown
      : new GraphQLError('', { originalError: thrown instanceof Error ? thrown : new Error(String(thrown)) }),
  ],
});
