import { accessSync, constants, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { dirname, resolve } from 'node:path';
import type { ConfigError } from './problems.js';

export type Env = Readonly<Record<string, string | undefined>>;

/** Reads variables one by one and collects what is wrong. A variable that is empty counts as left out. */
export class EnvReader {
  readonly errors: ConfigError[] = [];
  readonly #env: Env;

  constructor(env: Env) {
    this.#env = env;
  }

  text(variable: string): string | undefined {
    const value = this.#env[variable]?.trim();
    return value === '' ? undefined : value;
  }

  /** Answers undefined, so that a reader can end with `return reader.wrong(…)`. */
  wrong(variable: string, problem: string): undefined {
    this.errors.push({ variable, problem });
    return undefined;
  }

  wholeNumber(
    variable: string,
    range: { readonly from: number; readonly to: number; readonly unit: string },
    fallback: number,
  ): number {
    const value = this.text(variable);
    if (value === undefined) return fallback;
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= range.from && number <= range.to) return number;
    this.wrong(variable, `expected ${range.unit} from ${String(range.from)} to ${String(range.to)}, got "${value}"`);
    return fallback;
  }

  oneOf<Choice extends string>(variable: string, choices: readonly Choice[], fallback: Choice): Choice {
    const value = this.text(variable);
    if (value === undefined) return fallback;
    const choice = choices.find((known) => known === value);
    if (choice === undefined) this.wrong(variable, `expected one of ${choices.join(', ')}, got "${value}"`);
    return choice ?? fallback;
  }

  flag(variable: string): boolean {
    return this.oneOf(variable, ['0', '1'], '0') === '1';
  }

  url(variable: string): URL | undefined {
    const value = this.text(variable);
    if (value === undefined) return undefined;
    const url = URL.canParse(value) ? new URL(value) : undefined;
    if (url?.protocol === 'https:' || url?.protocol === 'http:') return url;
    return this.wrong(variable, 'expected an https:// address (http:// only inside a trusted network)');
  }

  /** Absolute. It may be missing, and is then made; what stands in its way is an error. */
  folder(variable: string, fallback: string): string {
    const path = resolve(this.text(variable) ?? fallback);
    const existing = nearestExisting(path);
    if (!statSync(existing).isDirectory()) this.wrong(variable, `expected a folder, but ${existing} is a file`);
    else if (existing !== path && !isAllowed(existing, constants.W_OK))
      this.wrong(variable, `the folder ${path} cannot be made: ${existing} is not writable`);
    return path;
  }

  /** Absolute, of a file that is there and can be read. */
  file(variable: string): string | undefined {
    const value = this.text(variable);
    if (value === undefined) return undefined;
    const path = resolve(value);
    if (nearestExisting(path) !== path) return this.wrong(variable, `there is no file ${path}`);
    if (!statSync(path).isFile()) return this.wrong(variable, `expected a file, but ${path} is none`);
    return isAllowed(path, constants.R_OK) ? path : this.wrong(variable, `the file ${path} cannot be read`);
  }

  /** Absolute, of a file in a folder that exists. The file itself may come later. */
  fileInFolder(variable: string): string | undefined {
    const value = this.text(variable);
    if (value === undefined) return undefined;
    const path = resolve(value);
    const existing = nearestExisting(path);
    if (existing === path && !statSync(path).isFile()) return this.wrong(variable, `expected a file, but ${path} is none`);
    if (existing === path || existing === dirname(path)) return path;
    return this.wrong(variable, `expected the path of a file, but there is no folder ${dirname(path)}`);
  }

  /** IP addresses and networks (`10.0.0.0/8`), with commas between them. */
  networks(variable: string): readonly string[] {
    const entries = (this.text(variable) ?? '').split(',').map((entry) => entry.trim());
    const networks = entries.filter((entry) => entry !== '');
    const bad = networks.find((network) => !isNetwork(network));
    if (bad !== undefined)
      this.wrong(variable, `expected IP addresses or networks such as 10.0.0.0/8 with commas between them, got "${bad}"`);
    return networks;
  }
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

function nearestExisting(path: string): string {
  for (let current = path; ; current = dirname(current)) {
    if (exists(current) || current === dirname(current)) return current;
  }
}

/** False as well for a path through a file. */
function exists(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch {
    return false;
  }
}

function isAllowed(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
