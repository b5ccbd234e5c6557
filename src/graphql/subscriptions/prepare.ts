/** From a request over WebSocket or SSE to what graphql-js subscribes to: subscriptions only, under the limits that Apollo has. */
import {
  getOperationAST,
  getVariableValues,
  GraphQLError,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type ExecutionArgs,
  type GraphQLSchema,
} from 'graphql';
import type { GraphqlContext } from '../context.js';
import { apiError } from '../errors.js';
import { documentLimits } from '../limits/document-rule.js';
import { parseOptionsOf, type GraphqlLimits } from '../limits/limits.js';
import { operationTooLarge } from '../limits/operation-limits.js';

export interface SubscriptionRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly operationName?: string | null;
}

const MOST_ERRORS = 50;

export type Prepared =
  { readonly ok: true; readonly args: ExecutionArgs } | { readonly ok: false; readonly errors: readonly GraphQLError[] };

export type PrepareSubscription = (request: SubscriptionRequest, context: GraphqlContext) => Prepared;

const refused = (...errors: readonly GraphQLError[]): Prepared => ({ ok: false, errors });

export function subscriptionPreparer(schema: GraphQLSchema, limits: GraphqlLimits): PrepareSubscription {
  const rules = [...specifiedRules, documentLimits(limits)];
  return (request, context) => {
    const document = parseWithin(request.query, limits);
    if (document instanceof GraphQLError) return refused(coded(document, 'GRAPHQL_PARSE_FAILED'));
    const problems = validate(schema, document, rules);
    if (problems.length > 0) return refused(...problems.map((problem) => coded(problem, 'GRAPHQL_VALIDATION_FAILED')));
    const operation = getOperationAST(document, request.operationName);
    if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return refused(apiError('subscriptionsOnly', context.language));
    const variableValues = request.variables ?? {};
    const tooLarge = operationTooLarge(schema, document, operation, variableValues, limits);
    if (tooLarge) return refused(tooLarge);
    // Else it would only be found out once the answer has begun.
    const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues, { maxErrors: MOST_ERRORS });
    if (errors) return refused(...errors.map((error) => coded(error, 'BAD_USER_INPUT')));
    const args = { schema, document, variableValues, operationName: request.operationName ?? null, contextValue: context };
    return { ok: true, args };
  };
}

function parseWithin(query: string, limits: GraphqlLimits): DocumentNode | GraphQLError {
  try {
    return parse(query, parseOptionsOf(limits));
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

const coded = (error: GraphQLError, code: string): GraphQLError =>
  new GraphQLError(error.message, {
    ...(error.nodes && { nodes: error.nodes }),
    ...(error.source && { source: error.source }),
    ...(error.positions && { positions: error.positions }),
    originalError: error,
    extensions: { code },
  });
