/** A demo server in a process and a folder of its own, on a free port, whose clock stands still. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { inProject } from './project.mjs';

const READY_MS = 120_000;

/** `now`: an instant; left out: the clock of this machine. Answers once the links to sign in are printed. */
export async function startDemoServer(now) {
  const folder = mkdtempSync(join(tmpdir(), 'kabinet-demo-'));
  const clock = join(folder, 'clock');
  if (now) writeFileSync(clock, now);
  const server = spawn(process.execPath, [inProject('bin', 'kabinet.mjs'), 'serve'], {
    env: {
      ...process.env,
      PORT: '0',
      KABINET_DEMO: '1',
      KABINET_DATA_DIR: join(folder, 'data'),
      KABINET_RATE_LIMIT: 'off',
      KABINET_LOG_LEVEL: 'warn',
      ...(now && { KABINET_TEST_CLOCK: clock }),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(server, 'exit');
  const stop = async () => {
    server.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  let said = '';
  server.stderr.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  const after = (role, what) => new RegExp(`^${role}: (${what}\\S+)`, 'm').exec(said)?.[1];
  const ready = (async () => {
    while (!after('OPERATOR', 'http')) await once(server.stderr, 'data');
  })();
  await Promise.race([ready, ended, wait(READY_MS, undefined, { ref: false })]);
  if (!after('OPERATOR', 'http')) {
    await stop();
    throw new Error(`the demo server did not start:\n${said}`);
  }
  const signInLink = (role) => after(role, 'http');
  const url = new URL(signInLink('OWNER')).origin;
  const query = async (role, text, variables = {}) => {
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${after(role, 'eyJ')}`, 'accept-language': 'ru' },
      body: JSON.stringify({ query: text, variables }),
    });
    const { data, errors } = await answer.json();
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  return { url, signInLink, query, stop };
}
