import { validateSync, type ValidationError } from 'class-validator';
import type { ResolverData } from 'type-graphql';
import type { GraphqlContext } from '../context.js';
import { apiError } from '../errors.js';

/**
 * Checks lengths, before a resolver runs. What was sent is neither kept in the error nor answered.
 *
 * @throws INVALID_INPUT that names the fields.
 */
export function validateArgument(value: unknown, _type: unknown, { context }: ResolverData): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  const errors = validateSync(value, {
    skipMissingProperties: true,
    forbidUnknownValues: false,
    validationError: { target: false, value: false },
  });
  if (errors.length > 0)
    throw apiError(
      'invalidArgument',
      (context as GraphqlContext).language,
      errors.flatMap((error) => fieldsOf(error)),
    );
}

function fieldsOf({ property, children = [] }: ValidationError): readonly string[] {
  return children.length === 0 ? [property] : children.flatMap((child) => fieldsOf(child).map((field) => `${property}.${field}`));
}
