import type { FastifyInstance } from 'fastify';
import { createShutdown, stopHttp, stopOnSignals, type SignalSource } from '../../src/http/shutdown.js';
import { listen, startHttp } from './server.js';

const silent = { info: (): void => undefined, error: (): void => undefined };

interface Process extends SignalSource {
  readonly exits: readonly number[];
  signal(name: 'SIGTERM' | 'SIGINT'): void;
}
function madeUpProcess(): Process {
  const listeners = new Map<string, (signal: string) => void>();
  const exits: number[] = [];
  return {
    exits,
    on: (name, listener) => listeners.set(name, listener),
    exit: (code) => exits.push(code),
    signal: (name) => listeners.get(name)?.(name),
  };
}
/** A promise that the test resolves. */
function later<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((fulfil) => (resolve = fulfil));
  return { promise, resolve };
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a stop', () => {
  it('takes its steps in order, each after the one before has ended', async () => {
    const done: string[] = [];
    const step = (name: string) => ({ name, stop: () => settled().then(() => void done.push(name)) });
    const shutdown = createShutdown({ steps: [step('http'), step('read model'), step('log')], log: silent });
    expect(await shutdown.stop('test')).toBe('clean');
    expect(done).toEqual(['http', 'read model', 'log']);
  });

  it('is made once, however often it is asked for', async () => {
    let stops = 0;
    const steps = [{ name: 'log', stop: () => Promise.resolve(void (stops += 1)) }];
    const shutdown = createShutdown({ steps, log: silent });
    await Promise.all([shutdown.stop('one'), shutdown.stop('two')]);
    expect(stops).toBe(1);
  });

  it('closes the log although a step before it failed or hangs', async () => {
    let closed = false;
    const steps = [
      { name: 'fails', stop: () => Promise.reject(new Error('broken')) },
      { name: 'hangs', stop: () => new Promise<void>(() => undefined) },
      { name: 'log', stop: () => Promise.resolve(void (closed = true)) },
    ];
    expect(await createShutdown({ steps, log: silent, stepTimeoutMs: 20 }).stop('test')).toBe('failed');
    expect(closed).toBe(true);
  });
});

describe('SIGTERM', () => {
  it('ends the process with 0 once everything is closed', async () => {
    const process = madeUpProcess();
    const closing = later<undefined>();
    stopOnSignals(process, createShutdown({ steps: [{ name: 'log', stop: () => closing.promise }], log: silent }));
    process.signal('SIGTERM');
    await settled();
    expect(process.exits).toEqual([]);
    closing.resolve(undefined);
    await settled();
    expect(process.exits).toEqual([0]);
  });

  it('ends it with 1 where a step failed', async () => {
    const process = madeUpProcess();
    stopOnSignals(process, createShutdown({ steps: [{ name: 'log', stop: () => Promise.reject(new Error('x')) }], log: silent }));
    process.signal('SIGTERM');
    await settled();
    expect(process.exits).toEqual([1]);
  });

  it('sent twice does not wait', () => {
    const process = madeUpProcess();
    const steps = [{ name: 'log', stop: () => new Promise<void>(() => undefined) }];
    stopOnSignals(process, createShutdown({ steps, log: silent, stepTimeoutMs: 50 }));
    process.signal('SIGTERM');
    process.signal('SIGINT');
    expect(process.exits).toEqual([130]);
  });
});

describe('the HTTP server, when stopped', () => {
  const slow =
    (begun: () => void, finish: Promise<string>) =>
    (app: FastifyInstance): void => {
      app.get('/slow', async () => {
        begun();
        return finish;
      });
    };

  it('answers what is under way and takes nothing new', async () => {
    const [begun, finish] = [later<undefined>(), later<string>()];
    const { app } = await startHttp({
      routes: [
        slow(() => {
          begun.resolve(undefined);
        }, finish.promise),
      ],
    });
    const url = await listen(app);
    const underWay = fetch(`${url}/slow`);
    await begun.promise;
    // Were an idle connection left open, the stop would wait for longer than a test may.
    const stopped = stopHttp(app, 60_000).stop();
    while (app.server.listening) await settled();
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    finish.resolve('answered');
    expect(await (await underWay).text()).toBe('answered');
    await stopped;
  });

  it('cuts what does not end in time', async () => {
    const begun = later<undefined>();
    const never = new Promise<string>(() => undefined);
    const { app } = await startHttp({
      routes: [
        slow(() => {
          begun.resolve(undefined);
        }, never),
      ],
    });
    const url = await listen(app);
    const underWay = fetch(`${url}/slow`);
    await begun.promise;
    await Promise.all([stopHttp(app, 10).stop(), expect(underWay).rejects.toThrow()]);
    expect(app.server.listening).toBe(false);
  });
});
