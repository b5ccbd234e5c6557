/** Apollo Server with our limits on, its extras off, and errors masked. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { ApolloServer, type ApolloServerPlugin, type GraphQLRequestListener } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { GraphQLError, OperationTypeNode, type GraphQLSchema } from 'graphql';
import type { GraphqlContext, GraphqlLog } from './context.js';
import { apiError } from './errors.js';
import { documentLimits } from './limits/document-rule.js';
import { parseOptionsOf, type GraphqlLimits } from './limits/limits.js';
import { operationTooLarge } from './limits/operation-limits.js';
import { logUnexpected, maskError } from './masking.js';

/** `refused`: not executed at all. */
export type OperationOutcome = 'ok' | 'errors' | 'refused';
export type ObserveOperation = (name: string | null, outcome: OperationOutcome, seconds: number) => void;

export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly limits: GraphqlLimits;
  readonly introspection: boolean;
  readonly log: GraphqlLog;
  readonly observe: ObserveOperation;
}

/** Who asks, for errors of a request that is refused before it has a context. */
export const asking = new AsyncLocalStorage<GraphqlContext>();

export function createApolloServer(options: ApolloOptions): ApolloServer<GraphqlContext> {
  const { schema, limits, introspection, log } = options;
  return new ApolloServer<GraphqlContext>({
    schema,
    introspection,
    hideSchemaDetailsFromClientErrors: !introspection,
    parseOptions: parseOptionsOf(limits),
    validationRules: [documentLimits(limits)],
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: {
      debug: () => undefined,
      info: () => undefined,
      warn: (message: unknown) => log.error({}, `apollo: ${String(message)}`),
      error: (message: unknown) => log.error({}, `apollo: ${String(message)}`),
    },
    // For what goes wrong before the library has a context; everything else is masked below.
    formatError: (formatted, error) => {
      const context = asking.getStore();
      return context && error instanceof GraphQLError ? maskError(error, context) : formatted;
    },
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      operations(options),
    ],
  });
}

function operations({ schema, limits, observe }: ApolloOptions): ApolloServerPlugin<GraphqlContext> {
  return {
    requestDidStart(): Promise<GraphQLRequestListener<GraphqlContext>> {
      const started = performance.now();
      let executed = false;
      return Promise.resolve({
        didResolveOperation({ document, operation, request, contextValue }) {
          const refusal =
            notServed(operation?.operation, contextValue) ??
            (operation && operationTooLarge(schema, document, operation, request.variables ?? {}, limits));
          return refusal ? Promise.reject(refusal) : Promise.resolve();
        },
        executionDidStart() {
          executed = true;
          return Promise.resolve();
        },
        didEncounterErrors({ errors, contextValue }) {
          logUnexpected(errors, contextValue);
          return Promise.resolve();
        },
        willSendResponse({ response, errors = [], contextValue, operationName, request }) {
          if (response.body.kind === 'single' && errors.length > 0) {
            response.body.singleResult.errors = errors.map((error) => maskError(error, contextValue));
            setStatus(response.http, errors, request.http?.headers.get('accept'));
          }
          const outcome = errors.length === 0 ? 'ok' : executed ? 'errors' : 'refused';
          observe(operationName ?? null, outcome, (performance.now() - started) / 1_000);
          return Promise.resolve();
        },
      });
    },
  };
}

function notServed(kind: OperationTypeNode | undefined, { language, readOnly }: GraphqlContext): GraphQLError | undefined {
  if (kind === OperationTypeNode.SUBSCRIPTION) return apiError('subscriptionElsewhere', language);
  return kind === OperationTypeNode.MUTATION && readOnly === true ? apiError('readOnly', language) : undefined;
}

/**
 * A well-formed request whose document is refused is 400 for application/graphql-response+json, and 200 for application/json
 * (GraphQL over HTTP, "Status codes").
 */
function setStatus(http: { status?: number }, errors: readonly GraphQLError[], accept: string | undefined): void {
  const codes = errors.map(({ extensions }) => extensions['code']);
  const unexpected = codes.some((code) => code === undefined || code === 'INTERNAL_SERVER_ERROR');
  if (http.status === 500 && !unexpected) http.status = 400;
  if (http.status === 400 && !codes.includes('BAD_REQUEST') && !prefersGraphqlResponse(accept)) http.status = 200;
}

function prefersGraphqlResponse(accept: string | undefined): boolean {
  const weight = (type: string): number => {
    const range = (accept ?? '').split(',').find((part) => part.trim().toLowerCase().startsWith(type));
    return range === undefined ? 0 : Number(/;\s*q=([\d.]+)/i.exec(range)?.[1] ?? 1);
  };
  const preferred = weight('application/graphql-response+json');
  return preferred > 0 && preferred >= weight('application/json');
}
