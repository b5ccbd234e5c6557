/** A server in a process of its own, and whoever asks it. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request, type Agent } from 'node:http';
import { fileURLToPath } from 'node:url';
import { issueToken, type TokenRequest } from '../src/auth/issue-token.js';
import type { Keys } from '../src/keys/keys.js';

export interface Served {
  readonly url: string;
  /** Ends it, and waits until it has ended. */
  stop(): Promise<void>;
}

export interface Call {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `folder`: a data folder that nobody has open. Resolves when it listens. */
export async function serve(folder: string, env: Readonly<Record<string, string>> = {}): Promise<Served> {
  const child = fork(fileURLToPath(new URL('./http-server.js', import.meta.url)), {
    env: {
      KABINET_HOST: '127.0.0.1',
      PORT: '0',
      KABINET_DATA_DIR: folder,
      KABINET_RATE_LIMIT: 'off',
      KABINET_LOG_LEVEL: 'silent',
      ...env,
    },
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the server ended with ${String(code)} before it listened`);
  });
  const [url] = (await Promise.race([once(child, 'message'), ended])) as [string];
  // From here on its end is ours to ask for.
  ended.catch(() => undefined);
  return { url, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.disconnect();
  await ended;
}

/** With the folder's own key. */
export async function tokenOf(keys: Keys, wanted: TokenRequest): Promise<string> {
  const { keyId, privateKey } = keys.tokenSigning();
  const issued = await issueToken({ issuer: 'kabinet', audience: 'kabinet', keyId, privateKey }, wanted);
  if (!issued.ok) throw new Error(issued.problem);
  return issued.token;
}

export const graphqlCall = (url: string, token: string, query: string, variables: object = {}): Call => ({
  url: `${url}/graphql`,
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
  body: JSON.stringify({ query, variables }),
});

/** The driver of Node itself: `fetch` costs the client more than the server's whole answer. */
export function send(agent: Agent, { url, method, headers, body }: Call): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method, headers: { ...headers, 'content-length': Buffer.byteLength(body) } }, (answer) => {
      let text = '';
      answer
        .setEncoding('utf8')
        .on('data', (part: string) => (text += part))
        .on('error', reject)
        .on('end', () => {
          if (answer.statusCode === 200) resolve(text);
          else reject(new Error(`${String(answer.statusCode)} ${text}`));
        });
    });
    sent.on('error', reject).end(body);
  });
}

/** @throws where the answer has errors. */
export async function answerOf<Data>(agent: Agent, call: Call): Promise<Data> {
  const { data, errors } = JSON.parse(await send(agent, call)) as { readonly data?: Data; readonly errors?: unknown };
  if (!data || errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}
