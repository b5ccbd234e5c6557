/** Runs the shell and JavaScript examples of the pages, each in a process of its own. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What the examples take for granted. */
export interface Surroundings {
  readonly kabinet: string;
  readonly token: string;
  /** A position, for subscriptions. */
  readonly since: string;
  /** Name and content of files in the folder that the example runs in. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A browser's WebSocket sends no header but an origin. */
const AS_IN_A_BROWSER = `
import { WebSocket as Socket } from 'ws';
const { KABINET: kabinet, TOKEN: token } = process.env;
let since = process.env.SINCE;
globalThis.WebSocket = class extends Socket {
  constructor(address, protocols) {
    super(address, protocols, { origin: kabinet });
  }
};
`;

/** Inside node_modules, so that bare imports resolve as they do in the project. */
const FOLDERS = resolve('node_modules', '.cache', 'kabinet-examples');

/** Its output: the whole, or as many lines as are wanted of an example that does not end by itself. */
export async function runExample(
  language: string,
  code: string,
  { kabinet, token, since, files = {} }: Surroundings,
  lines = Number.POSITIVE_INFINITY,
): Promise<string> {
  mkdirSync(FOLDERS, { recursive: true });
  const folder = mkdtempSync(join(FOLDERS, 'example-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    writeFileSync(join(folder, 'example.mjs'), AS_IN_A_BROWSER + code);
    writeFileSync(join(folder, 'curl'), `#!/bin/sh\nexec "${process.execPath}" "${resolve('test/story/curl.mjs')}" "$@"\n`);
    chmodSync(join(folder, 'curl'), 0o755);
    const [program, ...args]: [string, ...string[]] = language === 'sh' ? ['sh', '-c', code] : [process.execPath, 'example.mjs'];
    const env = { ...process.env, KABINET: kabinet, TOKEN: token, SINCE: since, PATH: `${folder}:${process.env['PATH'] ?? ''}` };
    return await outputOf(program, args, { cwd: folder, env }, lines);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function outputOf(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
  lines: number,
): Promise<string> {
  return new Promise((done, failed) => {
    // A group of its own, so that what the shell started ends with it.
    const child = spawn(program, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.on('error', failed);
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.split('\n').length > lines && child.pid !== undefined && child.exitCode === null)
        process.kill(-child.pid, 'SIGKILL');
    });
    child.on('close', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL') done(output.split('\n').slice(0, lines).join('\n'));
      else failed(new Error(`the example ended with ${String(code ?? signal)}: ${errors}`));
    });
  });
}
