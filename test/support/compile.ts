import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync, version } from '@swc/core';
import type { Options } from '@swc/core';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Inside node_modules, so that bare imports resolve as they do in the project. */
const CACHE = join(ROOT, 'node_modules', '.cache', 'kabinet-test');
const SOURCES = ['src', 'projections', 'test/support'];
const DAY = 86_400_000;

const SWC: Options = {
  swcrc: false,
  configFile: false,
  sourceMaps: 'inline',
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: false, useDefineForClassFields: false, verbatimModuleSyntax: true },
  },
  module: { type: 'es6' },
};

/**
 * Translates `src` and `projections` to JavaScript, once for their content, and answers the folder that holds both: for tests that run the
 * product in another process. Types are not checked; `dist` is not used, for it may be stale. Files that are read beside the code
 * (`schema`, `package.json`) are not copied.
 */
export function compiledSources(): string {
  const sources = SOURCES.flatMap((folder) => typescriptFiles(folder));
  const hash = createHash('sha256').update(`${version}\n${JSON.stringify(SWC)}\n`);
  const contents = sources.map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
  for (const { path, text } of contents) hash.update(`${path}\0${text}\0`);
  const target = join(CACHE, hash.digest('hex').slice(0, 16));
  if (existsSync(target)) return target;

  mkdirSync(CACHE, { recursive: true });
  removeOlderThanADay();
  const partial = mkdtempSync(join(CACHE, 'partial-'));
  writeFileSync(join(partial, 'package.json'), '{"type":"module"}\n');
  for (const { path, text } of contents) {
    const output = join(partial, path.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(output), { recursive: true });
    writeFileSync(output, transformSync(text, { ...SWC, filename: join(ROOT, path) }).code);
  }
  putInPlace(partial, target);
  return target;
}

function typescriptFiles(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .map((path) => join(folder, path))
    .sort();
}

/** Another test worker may have been faster with the same content. */
function putInPlace(partial: string, target: string): void {
  try {
    renameSync(partial, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
    rmSync(partial, { recursive: true });
  }
}

function removeOlderThanADay(): void {
  for (const name of readdirSync(CACHE)) {
    const path = join(CACHE, name);
    if (Date.now() - statSync(path).mtimeMs > DAY) rmSync(path, { recursive: true, force: true });
  }
}
