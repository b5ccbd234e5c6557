import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { compiledSources } from './compile.js';

export interface ChildScript {
  readonly pid: number;
  /** Every line of its output so far, without the one that was being written. */
  readonly lines: readonly string[];
  /** Resolves once it has printed so many lines; rejects with its errors where it ends before. */
  printed(lines: number): Promise<void>;
  /** `kill -9`; resolves when it is gone and its output has been read. */
  kill(): Promise<void>;
  /** Resolves when it has ended by itself; rejects with its errors on another exit code than 0. */
  finished(): Promise<void>;
}

interface ChildOptions {
  readonly args?: readonly string[];
  /** A shell command line that ends by running its arguments (`exec "$@"`), for limits that only a shell sets. */
  readonly shell?: string;
}

/** Runs a `.mjs` script, given relative to `test/`, with the folder of the compiled sources as its first argument. */
export function runChildScript(script: string, { args = [], shell }: ChildOptions = {}): ChildScript {
  const path = fileURLToPath(new URL(`../${script}`, import.meta.url));
  const command = [process.execPath, path, compiledSources(), ...args];
  const [program = '', ...rest] = shell === undefined ? command : ['sh', '-c', shell, 'sh', ...command];
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  let errors = '';
  let gone = false;
  const changes = new EventEmitter();

  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    changes.emit('change');
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const closed = once(child, 'close').then(() => {
    gone = true;
    changes.emit('change');
  });

  return {
    pid: child.pid ?? 0,
    lines,
    async printed(count) {
      while (lines.length < count) {
        if (gone) throw new Error(`${script} ended after ${String(lines.length)} lines: ${errors}`);
        await once(changes, 'change');
      }
    },
    async kill() {
      child.kill('SIGKILL');
      await closed;
    },
    async finished() {
      await closed;
      if (child.exitCode !== 0) throw new Error(`${script} ended with ${String(child.exitCode ?? child.signalCode)}: ${errors}`);
    },
  };
}
