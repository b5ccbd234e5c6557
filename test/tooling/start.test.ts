/** `npm start`, ended as a service manager ends it: by a signal to npm, which passes none on. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { folders } from '../cli/kabinet.js';

const { make, removeAll } = folders();
afterAll(removeAll);

const answers = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/healthz`)).ok;
  } catch {
    return false;
  }
};

it('ends the server when npm alone is told to stop', async () => {
  const npm = spawn('npm', ['start'], {
    env: { ...process.env, PORT: '0', KABINET_DATA_DIR: make(), KABINET_DEMO: '0', LANG: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [npm.stdout, npm.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const url = async (): Promise<string> => {
    for (;;) {
      const [found] = /http:\/\/127\.0\.0\.1:[1-9]\d*/.exec(output) ?? [];
      if (found !== undefined && (await answers(found))) return found;
      if (npm.exitCode !== null) throw new Error(`npm start ended: ${output}`);
      await delay(50);
    }
  };
  const serving = await url();
  npm.kill('SIGTERM');
  await once(npm, 'exit');
  while (await answers(serving)) await delay(50);
  expect(output).toContain(serving);
}, 120_000);
