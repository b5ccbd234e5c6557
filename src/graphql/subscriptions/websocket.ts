/**
 * Subscriptions over WebSocket (graphql-ws). The token stands in the upgrade's Authorization header; a browser, which cannot send one,
 * gives it as `authorization` in connection_init.
 */
import { ServerResponse, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FormattedExecutionResult } from 'graphql';
import type { Context, ServerOptions } from 'graphql-ws';
import { useServer, type Extra } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { TokenResult, TokenVerifier } from '../../auth/tokens.js';
import type { Viewer } from '../../auth/viewer.js';
import type { GraphqlContext } from '../context.js';
import { apiError } from '../errors.js';
import { logUnexpected, maskError } from '../masking.js';
import { originOf } from '../origin.js';
import { API_ERRORS } from '../texts/api-errors.js';
import { askersLanguage, NOBODYS_LANGUAGE, type Language } from '../texts/language.js';
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
  readonly contextOf: (viewer: Viewer, acceptLanguage: string | undefined, origin: string | null) => GraphqlContext;
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

export interface WebSocketEndpoint {
  /** Whether the request wants to become a connection. Others that bring an `Upgrade` header are answered as if they had none. */
  isUpgrade(request: FastifyRequest): boolean;
  /** Hands the request's socket over. */
  take(request: FastifyRequest, reply: FastifyReply): void;
}

interface Upgrade {
  readonly socket: Socket;
  readonly head: Buffer;
}

/** Upgrades go the way of every other request, so that tokens, rates, errors and logs are the same for them. */
export function webSocketEndpoint(app: FastifyInstance, deps: WebSocketDeps): WebSocketEndpoint {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LONGEST_MESSAGE });
  /** What the upgrade's request says of the address, which the library does not hand on. */
  const origins = new WeakMap<IncomingMessage, string | null>();
  const server = useServer(serverOptions(deps, origins), sockets);
  const http: Server = app.server;
  const upgrades = new WeakMap<IncomingMessage, Upgrade>();
  const onUpgrade = (request: IncomingMessage, socket: Socket, head: Buffer): void => {
    socket.on('error', () => socket.destroy());
    if (request.method !== 'GET') {
      // Refused by the library: its body cannot be read any more.
      sockets.handleUpgrade(request, socket, head, (client) => {
        client.terminate();
      });
      return;
    }
    upgrades.set(request, { socket, head });
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket);
    response.once('finish', () => socket.end());
    app.routing(request, response);
  };
  http.on('upgrade', onUpgrade);
  app.addHook('preClose', async () => {
    http.off('upgrade', onUpgrade);
    await server.dispose();
  });
  return {
    isUpgrade: ({ raw }) => upgrades.has(raw) && raw.headers.upgrade?.toLowerCase() === 'websocket',
    take(request, reply) {
      const { raw } = request;
      origins.set(raw, originOf(request));
      const upgrade = upgrades.get(raw);
      if (!upgrade) throw new Error('only an upgrade can be taken');
      const { socket, head } = upgrade;
      reply.hijack();
      reply.raw.detachSocket(socket);
      sockets.handleUpgrade(raw, socket, head, (client) => sockets.emit('connection', client, raw));
    },
  };
}

/** Browsers always name their origin, and cannot name a token: theirs comes in connection_init. */
export const bringsTokenLater = ({ headers }: FastifyRequest): boolean =>
  headers.authorization === undefined && headers.origin !== undefined;

function serverOptions(
  deps: WebSocketDeps,
  origins: WeakMap<IncomingMessage, string | null>,
): ServerOptions<Init, ConnectionExtra> {
  const contextOf = ({ extra: { viewer, request } }: Connection): GraphqlContext | undefined =>
    viewer && deps.contextOf(viewer, request.headers['accept-language'], origins.get(request) ?? null);

  return {
    connectionInitWaitTimeout: INIT_MS,
    async onConnect({ extra, connectionParams }) {
      const authorization = extra.request.headers.authorization ?? tokenOf(connectionParams);
      const result: TokenResult = await deps.verifier.verifyHeader(authorization);
      if (!result.ok) {
        const why = result.reason === 'KEYS_UNAVAILABLE' ? 'tokensUnchecked' : 'unauthenticated';
        extra.socket.close(UNAUTHORIZED, API_ERRORS[why][languageOf(extra)]);
        return false;
      }
      extra.viewer = result.viewer;
      extra.ended = new Map();
      const closed = new AbortController();
      extra.socket.once('close', () => {
        closed.abort();
      });
      void deps.tokenEnded(authorization, closed.signal).then(() => {
        extra.socket.close(UNAUTHORIZED, API_ERRORS.unauthenticated[languageOf(extra)]);
      });
      return true;
    },
    onSubscribe(connection, id, { query, variables, operationName }) {
      const context = contextOf(connection);
      if (!context) return [apiError('unauthenticated', languageOf(connection.extra))];
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

const languageOf = ({ request, viewer }: ConnectionExtra): Language =>
  askersLanguage(request.headers['accept-language'], viewer?.locale ?? NOBODYS_LANGUAGE);

function endOne(extra: ConnectionExtra, id: string): void {
  extra.ended?.get(id)?.();
  extra.ended?.delete(id);
}

function tokenOf(connectionParams: Init): string | undefined {
  const token = connectionParams?.['authorization'] ?? connectionParams?.['Authorization'];
  return typeof token === 'string' ? token : undefined;
}
