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
  const [first] = errors;
  if (!first) return;
  const fields = errors.flatMap((error) => fieldsOf(error));
  const limit = limitOf(first);
  throw apiError(limit === undefined ? 'invalidArgument' : 'tooLong', (context as GraphqlContext).language, fields, limit);
}

/** All of our rules are upper limits of letters or items; the library tells the number in its own words alone. */
function limitOf({ constraints = {}, children = [] }: ValidationError): number | undefined {
  const [child] = children;
  if (child) return limitOf(child);
  const number = Object.values(constraints)
    .flatMap((text) => text.match(/\d+/g) ?? [])
    .at(-1);
  return number === undefined ? undefined : Number(number);
}

function fieldsOf({ property, children = [] }: ValidationError): readonly string[] {
  return children.length === 0 ? [property] : children.flatMap((child) => fieldsOf(child).map((field) => `${property}.${field}`));
}
