/** Limits that need the operation's variables: their own size, and what the pages that they ask for cost. */
import {
  getNamedType,
  getNullableType,
  GraphQLError,
  isListType,
  isObjectType,
  Kind,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { getComplexity, simpleEstimator, type ComplexityEstimator } from 'graphql-query-complexity';
import { DEFAULT_PAGE, LARGEST_PAGE } from '../paging/page.js';
import { BilingualError, bilingualError } from '../errors.js';
import { operationTooLargeText } from '../texts/api-errors.js';
import type { GraphqlLimits } from './limits.js';

/** What a list that is no page holds as a rule: the items of an order, the causes of a diagnosis. */
const LIST = 5;

/** A page costs its rows times what is asked of one. */
const pageEstimator: ComplexityEstimator = ({ type, field, args, childComplexity }) => {
  if (getNamedType(field.type).name.endsWith('Connection')) return 1 + rowsAsked(args) * childComplexity;
  const rowsOfPage = type.name.endsWith('Connection');
  const holdsThings = isListType(getNullableType(field.type)) && isObjectType(getNamedType(field.type));
  if (holdsThings && !rowsOfPage && !Array.isArray(args['ids'])) return 1 + LIST * childComplexity;
  const ids: unknown = args['ids'];
  return Array.isArray(ids) ? 1 + ids.length * childComplexity : undefined;
};

function rowsAsked(args: Readonly<Record<string, unknown>>): number {
  const rows = [args['first'], args['last']].find((value) => typeof value === 'number');
  return Math.min(Math.max(typeof rows === 'number' ? rows : DEFAULT_PAGE, 1), LARGEST_PAGE);
}

const ESTIMATORS = [pageEstimator, simpleEstimator({ defaultComplexity: 1 })];

/** The refusal of an operation that is too large, or undefined. Variables that do not fit their types are left to the execution. */
export function operationTooLarge(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  limits: GraphqlLimits,
): GraphQLError | undefined {
  if (!variablesFit(variables, limits)) return bilingualError('variablesTooLarge');
  const definitions = document.definitions.filter(
    (definition) => definition === operation || definition.kind === Kind.FRAGMENT_DEFINITION,
  );
  let complexity: number;
  try {
    complexity = getComplexity({
      schema,
      query: { ...document, definitions },
      variables: { ...variables },
      estimators: ESTIMATORS,
    });
  } catch (error) {
    if (error instanceof GraphQLError)
      return error.message.startsWith('Query exceeds') ? bilingualError('tooManyNodes') : undefined;
    throw error;
  }
  return complexity > limits.complexity
    ? new BilingualError('QUERY_TOO_LARGE', operationTooLargeText('complexity', complexity, limits.complexity))
    : undefined;
}

/** Without recursion: what is measured here may be nested too deep for it. */
function variablesFit(variables: Readonly<Record<string, unknown>>, limits: GraphqlLimits): boolean {
  let values = 0;
  let level: readonly unknown[] = [variables];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limits.variablesDepth) return false;
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      for (const inner of Object.values(value)) next.push(inner);
    }
    values += next.length;
    if (values > limits.variablesValues) return false;
    level = next;
  }
  return true;
}
