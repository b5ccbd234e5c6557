/** The web page: files of a build, held in memory. Every address that a person opens and no route answers is the page's own. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Everything comes from here, and nothing that is written into the page by others runs in it. */
export const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** GraphiQL's fonts lie in its style sheet; nothing else of it asks for more. */
export const GRAPHIQL_POLICY = `${PAGE_POLICY}; font-src data:`;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};
/** Their names hold a hash of what is in them. */
const HASHED = '/assets/';
const INDEX = '/index.html';
const GRAPHIQL = '/graphiql.html';
export const GRAPHIQL_PATH = '/graphiql';
const UNLIMITED = { config: { rateLimit: false } } as const;

/** Made by the build beside the file itself, best first. */
const ENCODINGS = [
  { name: 'br', suffix: '.br' },
  { name: 'gzip', suffix: '.gz' },
] as const;

interface PageFile {
  readonly path: string;
  readonly type: string;
  readonly plain: Buffer;
  readonly encoded: ReadonlyMap<string, Buffer>;
}

/** Who may open GraphiQL; to everybody else its address is one that nothing is at. */
export type GraphiqlFor = (request: FastifyRequest) => Promise<boolean>;

/** Nothing is served where the page was not built. */
export function addPage(app: FastifyInstance, folder: string, graphiqlFor: GraphiqlFor = () => Promise.resolve(false)): void {
  const files = filesOf(folder);
  const index = files.get(INDEX);
  if (!index) {
    app.log.warn('the web page is not built: npm run build:web');
    return;
  }
  const graphiql = files.get(GRAPHIQL);
  for (const file of files.values()) {
    if (file !== index && file !== graphiql) app.get(file.path, UNLIMITED, (request, reply) => send(file, request, reply));
  }
  app.get('/', UNLIMITED, (request, reply) => send(index, request, reply));
  const sendOpened = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const opened = (request.headers.accept ?? '').includes('text/html') && !request.url.startsWith(HASHED);
    if (opened) return send(index, request, reply);
    reply.callNotFound();
    return reply;
  };
  app.get(GRAPHIQL_PATH, UNLIMITED, async (request, reply) => {
    return graphiql && (await graphiqlFor(request)) ? send(graphiql, request, reply) : sendOpened(request, reply);
  });
  app.get('/*', UNLIMITED, sendOpened);
}

function send(file: PageFile, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const accepted = (request.headers['accept-encoding'] ?? '').split(',').map((coding) => coding.split(';')[0]?.trim());
  const encoding = ENCODINGS.find(({ name }) => accepted.includes(name) && file.encoded.has(name))?.name;
  reply
    .type(file.type)
    .header('vary', 'accept-encoding')
    .header('content-security-policy', file.path === GRAPHIQL ? GRAPHIQL_POLICY : PAGE_POLICY)
    .header('cross-origin-opener-policy', 'same-origin')
    .header('cache-control', cachingOf(file));
  if (encoding !== undefined) reply.header('content-encoding', encoding);
  return reply.send(file.encoded.get(encoding ?? '') ?? file.plain);
}

function cachingOf({ path }: PageFile): string {
  if (path.startsWith(HASHED)) return 'public, max-age=31536000, immutable';
  // The same address holds something else for the next who signs in.
  return path === GRAPHIQL ? 'no-store' : 'no-cache';
}

function filesOf(folder: string): ReadonlyMap<string, PageFile> {
  if (!existsSync(folder)) return new Map();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const read = (path: string): Buffer => readFileSync(path);
  const paths = new Set(entries.map((entry) => join(entry.parentPath, entry.name)));
  const files = [...paths].flatMap((path): readonly PageFile[] => {
    const type = TYPES[extname(path)];
    if (type === undefined) return [];
    const encoded = ENCODINGS.filter(({ suffix }) => paths.has(path + suffix)).map(
      ({ name, suffix }) => [name, read(path + suffix)] as const,
    );
    return [{ path: `/${relative(folder, path).split(sep).join('/')}`, type, plain: read(path), encoded: new Map(encoded) }];
  });
  return new Map(files.map((file) => [file.path, file]));
}
