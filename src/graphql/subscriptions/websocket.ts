/**
 * Subscriptions over WebSocket (graphql-ws). The token stands in the upgrade's Authorization header; a browser, which cannot send one,
 * gives it as `authorization` in connection_init.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { GraphQLError, type FormattedExecutionResult } from 'graphql';
import type { Context, ServerOptions } from 'graphql-ws';
import { useServer, type Extra } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { TokenResult, TokenVerifier } from '../../auth/tokens.js';
import type { Viewer } from '../../auth/viewer.js';
import type { GraphqlContext } from '../context.js';
import { apiError } from '../errors.js';
import { logUnexpected, maskError } from '../masking.js';
import { API_ERRORS } from '../texts/api-errors.js';
import { maskResult } from './mask-result.js';
import type { PrepareSubscription } from './prepare.js';
import type { ViewerCount } from './viewer-count.js';

const LONGEST_MESSAGE = 1024 * 1024;
const INIT_MS = 10_000;
/** As graphql-ws closes what is not authorized. */
const UNAUTHORIZED = 4401;

export interface WebSocketDeps {
  readonly prepare: PrepareSubscription;
  readonly verifier: TokenVerifier;
  readonly contextOf: (viewer: Viewer, acceptLanguage: string | undefined) => GraphqlContext;
  readonly count: ViewerCount;
  readonly tokenEnded: (authorization: string | undefined, stop: AbortSignal) => Promise<void>;
}

type Init = Record<string, unknown> | undefined;

/** What a connection knows beside the protocol. */
interface ConnectionExtra extends Extra {
  viewer?: Viewer;
  ended?: Map<string, () => void>;
}

type Connection = Context<Init, ConnectionExtra>;

export function webSocketEndpoint(app: FastifyInstance, path: string, deps: WebSocketDeps): void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LONGEST_MESSAGE });
  const server = useServer(serverOptions(deps), sockets);
  const http: Server = app.server;
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => socket.destroy());
    void upgrade(request, path, deps.verifier).then((refusal) => {
      if (refusal) socket.end(refusal);
      else sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
    });
  };
  http.on('upgrade', onUpgrade);
  app.addHook('preClose', async () => {
    http.off('upgrade', onUpgrade);
    await server.dispose();
  });
}

/** The HTTP answer that refuses an upgrade, or undefined. */
async function upgrade(request: IncomingMessage, path: string, verifier: TokenVerifier): Promise<string | undefined> {
  if (request.url?.split('?')[0] !== path) return httpAnswer('404 Not Found', 'NOT_FOUND', API_ERRORS.notFound.en);
  const { authorization, origin } = request.headers;
  // Browsers always name their origin, and cannot name a token.
  if (authorization === undefined && origin !== undefined) return undefined;
  const result = await verifier.verifyHeader(authorization);
  if (result.ok) return undefined;
  return result.reason === 'KEYS_UNAVAILABLE'
    ? httpAnswer('503 Service Unavailable', 'UNAVAILABLE', API_ERRORS.tokensUnchecked.en)
    : httpAnswer('401 Unauthorized', 'UNAUTHENTICATED', API_ERRORS.unauthenticated.en);
}

function httpAnswer(status: string, code: string, message: string): string {
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
  const authenticate = status.startsWith('401') ? 'www-authenticate: Bearer\r\n' : '';
  const length = String(Buffer.byteLength(body));
  return `HTTP/1.1 ${status}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${length}\r\n${authenticate}connection: close\r\n\r\n${body}`;
}

function serverOptions(deps: WebSocketDeps): ServerOptions<Init, ConnectionExtra> {
  const contextOf = ({ extra }: Connection): GraphqlContext | undefined =>
    extra.viewer && deps.contextOf(extra.viewer, extra.request.headers['accept-language']);

  return {
    connectionInitWaitTimeout: INIT_MS,
    async onConnect({ extra, connectionParams }) {
      const authorization = extra.request.headers.authorization ?? tokenOf(connectionParams);
      const result: TokenResult = await deps.verifier.verifyHeader(authorization);
      if (!result.ok) {
        extra.socket.close(UNAUTHORIZED, 'Unauthorized');
        return false;
      }
      extra.viewer = result.viewer;
      extra.ended = new Map();
      const closed = new AbortController();
      extra.socket.once('close', () => {
        closed.abort();
      });
      void deps.tokenEnded(authorization, closed.signal).then(() => {
        extra.socket.close(UNAUTHORIZED, 'Unauthorized');
      });
      return true;
    },
    onSubscribe(connection, id, { query, variables, operationName }) {
      const context = contextOf(connection);
      if (!context) return [new GraphQLError(API_ERRORS.unauthenticated.en, { extensions: { code: 'UNAUTHENTICATED' } })];
      const prepared = deps.prepare({ query, variables: variables ?? null, operationName: operationName ?? null }, context);
      if (!prepared.ok) return prepared.errors;
      const end = deps.count.begin(context.viewer.id);
      if (!end) return [apiError('tooManySubscriptions', context.language)];
      connection.extra.ended?.set(id, end);
      return prepared.args;
    },
    onNext(_connection, _id, _payload, args, result): FormattedExecutionResult {
      return maskResult(result, args.contextValue as GraphqlContext);
    },
    onError(connection, _id, _payload, errors) {
      const context = contextOf(connection);
      if (!context) return undefined;
      logUnexpected(errors, context);
      return errors.map((error) => maskError(error, context));
    },
    onComplete({ extra }, id) {
      endOne(extra, id);
    },
    onClose({ extra }) {
      for (const id of extra.ended?.keys() ?? []) endOne(extra, id);
    },
  };
}

function endOne(extra: ConnectionExtra, id: string): void {
  extra.ended?.get(id)?.();
  extra.ended?.delete(id);
}

function tokenOf(connectionParams: Init): string | undefined {
  const token = connectionParams?.['authorization'] ?? connectionParams?.['Authorization'];
  return typeof token === 'string' ? token : undefined;
}
