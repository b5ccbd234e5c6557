/** The product as an operator runs it: `kabinet serve` in a process of its own, on one port, which dies by `kill -9` and comes back. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export interface ServerProcess {
  readonly url: string;
  /** Resolves when `/readyz` says yes; rejects with its output where it ends before, or is not ready in two minutes. */
  start(): Promise<void>;
  /** `kill -9`; resolves when it is gone, and rejects where it had ended by itself. */
  kill(): Promise<void>;
  /** SIGTERM; answers its exit code. */
  stop(): Promise<number | null>;
  /** SIGSTOP: it stands still in the middle of whatever it does, its connections open. */
  freeze(): void;
  /** SIGCONT. */
  thaw(): void;
}

export async function serverProcess(
  sources: string,
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}`;
  let running: { readonly child: ChildProcess; readonly closed: Promise<unknown> } | undefined;
  let output = '';

  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> => {
    if (!running) return null;
    const { child, closed } = running;
    running = undefined;
    child.kill(signal);
    await closed;
    if (signal === 'SIGKILL' && child.signalCode !== signal) throw new Error(`the server had ended by itself: ${output}`);
    return child.exitCode;
  };

  return {
    url,
    start: async () => {
      const child = spawn(process.execPath, [join(sources, 'src/cli/main.js'), 'serve'], {
        env: {
          PATH: process.env['PATH'],
          LANG: 'C',
          PORT: String(port),
          KABINET_DATA_DIR: dataDir,
          KABINET_RATE_LIMIT: 'off',
          KABINET_LOG_LEVEL: 'error',
          ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => (output += text));
      running = { child, closed: once(child, 'close') };
      const patient = Date.now() + 120_000;
      while (!(await isReady(url))) {
        if (child.exitCode !== null || child.signalCode !== null || Date.now() > patient)
          throw new Error(`the server did not start: ${output}`);
        await wait(25);
      }
    },
    kill: async () => {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
    freeze: () => running?.child.kill('SIGSTOP'),
    thaw: () => running?.child.kill('SIGCONT'),
  };
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

/** One that nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a listening server has a port');
  return address.port;
}
