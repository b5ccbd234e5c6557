/** The project's folder, and running its tools from any working directory. Node's own modules only: nothing is installed yet. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export const inProject = (...path) => join(ROOT, ...path);

/** Runs a program in the project's folder, its output going to ours. Answers its exit code; killed by a signal: 128 and the rest. */
function run(program, args, options = {}) {
  const { error, status, signal } = spawnSync(program, args, { cwd: ROOT, stdio: 'inherit', ...options });
  if (error) {
    console.error(`kabinet: ${program} could not be started: ${error.message}`);
    return 127;
  }
  return status ?? (signal === 'SIGINT' ? 130 : 143);
}

export const runNode = (args) => run(process.execPath, args);

/** The npm that runs us, where one does; so a path with spaces and a second npm on the machine do not matter. */
export function runNpm(args) {
  const npm = process.env.npm_execpath;
  if (npm && /npm-cli\.c?js$/.test(npm)) return runNode([npm, ...args]);
  return run('npm', args, { shell: process.platform === 'win32' });
}

/** Ends this process where a step failed. */
export function orExit(code) {
  if (code !== 0) process.exit(code);
}
