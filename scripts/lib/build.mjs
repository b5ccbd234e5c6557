/** Builds dist/ where it is not what the sources are now. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProject, orExit, runNpm } from './project.mjs';

const SOURCES = ['src', 'projections'];
const SETTINGS = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];
const STAMP = inProject('dist', '.built-from');

/** By content, for a checkout gives old files new times. Ends the process where the build fails. */
export function buildWhatIsOld() {
  const wanted = stamp();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  // Files of sources that are no more would stay and be loaded.
  rmSync(inProject('dist'), { recursive: true, force: true });
  console.log('kabinet: npm run build');
  orExit(runNpm(['run', '--silent', 'build']));
  writeFileSync(STAMP, wanted);
}

function stamp() {
  const hash = createHash('sha256');
  for (const path of [...SETTINGS, ...SOURCES.flatMap(files)])
    hash
      .update(`${path}\0`)
      .update(readFileSync(inProject(path)))
      .update('\0');
  return `${hash.digest('hex')}\n`;
}

const files = (folder) =>
  readdirSync(inProject(folder), { recursive: true })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(folder, path))
    .sort();
