/** Copies of the compiled product in which one guarantee is broken on purpose: what the checks are worth is seen where they fail. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compiledSources } from '../../support/compile.js';

export interface Patch {
  readonly file: string;
  readonly from: RegExp;
  readonly to: string;
}

const COMMIT_LATER = `
  if (!this.#database.inTransaction) {
    this.#statements.begin.run();
    setTimeout(() => { if (this.#database.inTransaction) this.#statements.commit.run(); }, 50);
  }`;

/** Appends are answered, and read in this process, before they are committed, which happens 50 ms later. */
export const ACKNOWLEDGED_BEFORE_COMMIT: readonly Patch[] = [
  { file: 'src/event-store/sqlite/group-commit.js', from: /this\.#statements\.begin\.run\(\);/, to: COMMIT_LATER },
  {
    file: 'src/event-store/sqlite/group-commit.js',
    from: /(?<=#appender\.end\(\);)\s*this\.#statements\.commit\.run\(\);/,
    to: '',
  },
  {
    file: 'src/event-store/sqlite/sqlite-event-store.js',
    from: /const reading = new Database\(file, \{\s*readonly: true\s*\}\);\s*opened\.push\(reading\);/,
    to: 'const reading = writing;',
  },
];

/** A key is not looked up: the same request again is a new one. */
export const KEYS_FORGOTTEN: readonly Patch[] = [
  { file: 'src/commands/idempotency.js', from: /if \(key === null\)/, to: 'if (key !== undefined)' },
];

export async function withBrokenSources<Result>(
  patches: readonly Patch[],
  use: (sources: string) => Promise<Result>,
): Promise<Result> {
  const whole = compiledSources();
  // Beside the whole ones, where bare imports resolve as they do in the project.
  const broken = mkdtempSync(join(dirname(whole), 'broken-'));
  try {
    cpSync(whole, broken, { recursive: true });
    for (const { file, from, to } of patches) {
      const path = join(broken, file);
      const text = readFileSync(path, 'utf8');
      const patched = text.replace(from, () => to);
      if (patched === text) throw new Error(`${file} does not hold ${String(from)}`);
      writeFileSync(path, patched);
    }
    return await use(broken);
  } finally {
    rmSync(broken, { recursive: true, force: true });
  }
}
