/** What `/readyz` and `/metrics` tell of a log on servers: who leads, who is busy, who stands still, who is gone. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readConfig } from '../../src/config/config.js';
import { startServer, type RunningServer } from '../../src/server/start-server.js';
import { startDoubleProcess } from '../support/kurrentdb/double-process.js';
import { startKurrentDouble, type KurrentDouble } from '../support/kurrentdb/kurrentdb-double.js';

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly problem: string | null;
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kabinet-ready-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function served(eventStore: string, work: (server: RunningServer) => Promise<void>): Promise<void> {
  const reading = readConfig({ PORT: '0', KABINET_DATA_DIR: folder, KABINET_EVENT_STORE: eventStore, KABINET_WORKER: '1' });
  if (!reading.ok) throw new Error(JSON.stringify(reading.errors));
  const server = await startServer(reading.config, { logStream: { write: () => undefined } });
  try {
    await work(server);
  } finally {
    await server.shutdown.stop('the test is over');
  }
}

const checksOf = async ({ url }: RunningServer): Promise<readonly Check[]> =>
  ((await (await fetch(`${url}/readyz`)).json()) as { readonly checks: readonly Check[] }).checks;

/** Asks until the log's check says so: what is under way ends first. */
async function told(server: RunningServer, problem: RegExp | null): Promise<readonly Check[]> {
  for (;;) {
    const checks = await checksOf(server);
    const log = checks.find(({ name }) => name === 'log')?.problem ?? null;
    if (problem === null ? log === null : log !== null && problem.test(log)) return checks;
    await wait(100);
  }
}

const reasonIn = async ({ url }: RunningServer): Promise<readonly string[]> =>
  [...(await (await fetch(`${url}/metrics`)).text()).matchAll(/^kabinet_log_unavailable\{reason="([\w-]+)"\} 1$/gm)].map(
    ([, reason = '']) => reason,
  );

async function until(server: RunningServer, reason: string): Promise<void> {
  while ((await reasonIn(server)).join() !== reason) await wait(100);
}

type Fail = (double: KurrentDouble) => Promise<void> | void;

it.each<[reason: string, how: string, fail: Fail]>([
  ['overloaded', 'answers too late', (double) => double.delayAnswers(20_000)],
  ['overloaded', 'says that it is busy', (double) => double.setLoad('busy')],
  ['frozen', 'stands still with its connections open', (double) => double.freeze()],
  ['unreachable', 'is gone', (double) => double.kill()],
])(
  '%s: a server that %s',
  async (reason, _how, fail) => {
    const double = await startKurrentDouble();
    try {
      await served(double.url, async (server) => {
        await told(server, null);
        expect(await reasonIn(server)).toEqual([]);
        await fail(double);
        const checks = await told(server, new RegExp(`\\(${reason}\\)`));
        // What this node has read is served all the same.
        expect(checks.find(({ name }) => name === 'read model')).toMatchObject({ ok: true });
        await until(server, reason);
        double.delayAnswers(0);
        double.setLoad('normal');
        double.thaw();
        await double.restart();
        await told(server, null);
        await until(server, '');
      });
    } finally {
      await double.stop();
    }
  },
  90_000,
);

it.each<[what: string, fail: Fail]>([
  ['an election that does not end', (double) => double.moveLeader('none')],
  ['a leader that is gone', (double) => double.nodes[0]?.kill()],
])(
  'no-leader: %s',
  async (_what, fail) => {
    const double = await startKurrentDouble({ nodes: 3 });
    try {
      await served(double.clusterUrl, async (server) => {
        await told(server, null);
        await fail(double);
        await told(server, /\(no-leader\)/);
        await until(server, 'no-leader');
        double.moveLeader(1);
        await told(server, null);
      });
    } finally {
      await double.stop();
    }
  },
  90_000,
);

it('frozen: a process stopped by SIGSTOP, until it goes on', async () => {
  const double = await startDoubleProcess();
  try {
    await served(double.url, async (server) => {
      await told(server, null);
      process.kill(double.pid, 'SIGSTOP');
      try {
        await told(server, /\(frozen\)/);
        await until(server, 'frozen');
      } finally {
        process.kill(double.pid, 'SIGCONT');
      }
      await told(server, null);
    });
  } finally {
    await double.stop();
  }
}, 90_000);
