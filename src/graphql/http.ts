/** GraphQL's three endpoints: queries and mutations at `/graphql`, subscriptions over WebSocket there, and as SSE at `/graphql/stream`. */
import { randomUUID } from 'node:crypto';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { TokenVerifier } from '../auth/tokens.js';
import type { Viewer } from '../auth/viewer.js';
import { asking, createApolloServer, type ObserveOperation } from './apollo.js';
import type { GraphqlContext, GraphqlDeps } from './context.js';
import { DEFAULT_LIMITS, type GraphqlLimits } from './limits/limits.js';
import { originOf } from './origin.js';
import { buildKabinetSchema } from './schema.js';
import { subscriptionPreparer } from './subscriptions/prepare.js';
import { sseRoute } from './subscriptions/sse.js';
import { tokenWatch } from './subscriptions/token-watch.js';
import { ViewerCount } from './subscriptions/viewer-count.js';
import { bringsTokenLater, webSocketEndpoint } from './subscriptions/websocket.js';
import { askersLanguage } from './texts/language.js';

export interface GraphqlPluginDeps extends GraphqlDeps {
  /** Of an authenticated request; throws what the HTTP server answers with 401. */
  readonly viewerOf: (request: FastifyRequest) => Viewer;
  readonly verifier: TokenVerifier;
  readonly observe?: ObserveOperation;
  readonly limits?: Partial<GraphqlLimits>;
  /** On unless told otherwise: tools need it, and the schema is public. */
  readonly introspection?: boolean;
}

/** Adds the endpoints to the app. */
export function graphqlPlugin(deps: GraphqlPluginDeps): (app: FastifyInstance) => Promise<void> {
  return async (app) => {
    const { viewerOf, verifier, observe = () => undefined, introspection = true, ...given } = deps;
    const limits = { ...DEFAULT_LIMITS, ...given.limits };
    const schema = buildKabinetSchema();
    const apollo = createApolloServer({ schema, limits, introspection, log: given.log, observe });
    await apollo.start();
    app.addHook('onClose', () => apollo.stop());

    const contextFor = (
      viewer: Viewer,
      acceptLanguage: string | undefined,
      correlationId: string,
      origin: string | null,
    ): GraphqlContext => ({
      ...given,
      viewer,
      language: askersLanguage(acceptLanguage, viewer.locale),
      correlationId,
      origin,
    });
    const contextOf = (request: FastifyRequest): GraphqlContext =>
      contextFor(viewerOf(request), request.headers['accept-language'], request.id, originOf(request));
    const prepare = subscriptionPreparer(schema, limits);
    const count = new ViewerCount(limits.subscriptionsPerViewer);
    const tokenEnded = tokenWatch(verifier);

    const webSockets = webSocketEndpoint(app, {
      prepare,
      verifier,
      contextOf: (viewer, acceptLanguage, origin) => contextFor(viewer, acceptLanguage, randomUUID(), origin),
      count,
      tokenEnded,
    });
    const apolloHandler = fastifyApolloHandler(apollo, { context: (request) => Promise.resolve(contextOf(request)) });
    app.route({
      method: ['GET', 'POST'],
      url: '/graphql',
      exposeHeadRoute: false,
      // Before the body is read: who may not ask is answered the same whatever it asks.
      onRequest: (request) =>
        new Promise<void>((resolve) => {
          if (!(webSockets.isUpgrade(request) && bringsTokenLater(request))) viewerOf(request);
          resolve();
        }),
      handler: (request, reply) => {
        if (!webSockets.isUpgrade(request)) return asking.run(contextOf(request), () => apolloHandler.call(app, request, reply));
        webSockets.take(request, reply);
        return reply;
      },
    });
    sseRoute(app, '/graphql/stream', { prepare, contextOf, count, tokenEnded });
  };
}
