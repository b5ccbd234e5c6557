/**
 * Subscriptions as server-sent events, one a connection (the "distinct connections mode" of graphql-sse, whose client it serves).
 *
 * Written here since graphql-sse's own handler queues every result in memory: a slow reader of a long past would fill it.
 */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { subscribe, type ExecutionArgs, type ExecutionResult, type FormattedExecutionResult } from 'graphql';
import type { GraphqlContext } from '../context.js';
import { apiError } from '../errors.js';
import { maskError } from '../masking.js';
import { maskResult, resultOfThrown } from './mask-result.js';
import type { PrepareSubscription, SubscriptionRequest } from './prepare.js';
import type { ViewerCount } from './viewer-count.js';

/** Shorter than proxies wait for a byte. */
const PING_MS = 12_000;
const NO_TIMEOUT = 2 ** 31 - 1;

export interface SseDeps {
  readonly prepare: PrepareSubscription;
  /** Throws what the HTTP server answers with 401. */
  readonly contextOf: (request: FastifyRequest) => GraphqlContext;
  readonly count: ViewerCount;
  /** Resolves when the bearer's token has expired or was refused; stops looking when the signal is aborted. */
  readonly tokenEnded: (authorization: string | undefined, stop: AbortSignal) => Promise<void>;
}

export function sseRoute(app: FastifyInstance, path: string, deps: SseDeps): void {
  const open = new Set<ServerResponse>();
  app.addHook('preClose', (done) => {
    // Cut off, not completed: the client comes again, with `since`.
    for (const response of open) response.destroy();
    done();
  });
  app.route({
    method: ['GET', 'POST'],
    url: path,
    exposeHeadRoute: false,
    handlerTimeout: NO_TIMEOUT,
    handler: async (request, reply) => {
      const context = deps.contextOf(request);
      const sent = request.method === 'GET' ? fromQueryString(request.query) : fromBody(request.body);
      if (!sent) return refuse(reply, 400, context, apiError('badRequest', context.language));
      const prepared = deps.prepare(sent, context);
      if (!prepared.ok) return reply.code(400).send({ errors: prepared.errors.map((error) => maskError(error, context)) });
      const end = deps.count.begin(context.viewer.id);
      if (!end) return refuse(reply, 429, context, apiError('tooManySubscriptions', context.language));
      reply.hijack();
      open.add(reply.raw);
      try {
        await stream(reply, prepared.args, context, (stop) => deps.tokenEnded(request.headers.authorization, stop));
      } finally {
        open.delete(reply.raw);
        end();
      }
      return reply;
    },
  });
}

const refuse = (
  reply: FastifyReply,
  status: number,
  context: GraphqlContext,
  error: Parameters<typeof maskError>[0],
): FastifyReply => reply.code(status).send({ errors: [maskError(error, context)] });

async function stream(
  reply: FastifyReply,
  args: ExecutionArgs,
  context: GraphqlContext,
  tokenEnded: (stop: AbortSignal) => Promise<void>,
): Promise<void> {
  const response = reply.raw;
  const closed = new AbortController();
  response.once('close', () => {
    closed.abort();
  });
  response.on('error', () => {
    closed.abort();
  });
  // A client may have gone before this began to listen.
  if (response.destroyed) closed.abort();
  response.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  });
  // Some browsers show nothing of a stream before its first byte.
  response.write(':\n\n');
  const ping = setInterval(() => response.write(':\n\n'), PING_MS);
  void tokenEnded(closed.signal).then(() => response.end());
  try {
    for await (const result of results(args, closed.signal)) {
      if (closed.signal.aborted) return;
      await write(response, event('next', maskResult(result, context)), closed.signal);
    }
    if (!closed.signal.aborted) response.end(event('complete', null));
  } finally {
    clearInterval(ping);
    closed.abort();
  }
}

/** Ends with the connection, also while it waits for the next result. */
async function* results(args: ExecutionArgs, closed: AbortSignal): AsyncGenerator<ExecutionResult, void> {
  const subscribed = await subscribe(args);
  if (!(Symbol.asyncIterator in subscribed)) {
    yield subscribed;
    return;
  }
  const stop = (): void => void subscribed.return(undefined);
  closed.addEventListener('abort', stop, { once: true });
  if (closed.aborted) stop();
  try {
    for await (const result of subscribed) yield result;
  } catch (thrown) {
    yield resultOfThrown(thrown);
  } finally {
    closed.removeEventListener('abort', stop);
  }
}

const event = (name: 'next' | 'complete', data: FormattedExecutionResult | null): string =>
  `event: ${name}\ndata: ${data === null ? '' : JSON.stringify(data)}\n\n`;

/** The next result is made when this one has been taken. */
async function write(response: ServerResponse, text: string, closed: AbortSignal): Promise<void> {
  if (response.write(text)) return;
  await once(response, 'drain', { signal: closed }).catch(() => undefined);
}

function fromBody(body: unknown): SubscriptionRequest | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { query, variables = null, operationName = null } = body as Readonly<Record<string, unknown>>;
  if (typeof query !== 'string' || !isRecordOrNull(variables)) return undefined;
  if (operationName !== null && typeof operationName !== 'string') return undefined;
  return { query, variables, operationName };
}

function fromQueryString(query: unknown): SubscriptionRequest | undefined {
  const fields = query as Readonly<Record<string, unknown>>;
  const variables = fields['variables'];
  if (variables === undefined) return fromBody(fields);
  try {
    return typeof variables === 'string' ? fromBody({ ...fields, variables: JSON.parse(variables) as unknown }) : undefined;
  } catch {
    return undefined;
  }
}

const isRecordOrNull = (value: unknown): value is Readonly<Record<string, unknown>> | null =>
  value === null || (typeof value === 'object' && !Array.isArray(value));
