/** Installs what the lockfile says and is not there yet. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inProject, orExit, runNpm } from './project.mjs';

const LOCKFILE = inProject('package-lock.json');
/** npm's own record of what lies in node_modules. */
const INSTALLED = inProject('node_modules', '.package-lock.json');
const STAMP = inProject('node_modules', '.kabinet-installed');

/** Ends the process where the installation fails. */
export function installWhatIsMissing() {
  const wanted = stamp();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  if (!isInstalled()) {
    console.log('kabinet: npm ci (what package-lock.json names; SQLite may be compiled, which takes some minutes)');
    orExit(runNpm(['ci']));
  }
  writeFileSync(STAMP, wanted);
}

/** The native module is built for one version of Node's binary interface: another Node.js installs anew. */
function stamp() {
  const lockfile = createHash('sha256').update(readFileSync(LOCKFILE)).digest('hex');
  return `${lockfile} ${process.platform}-${process.arch}-${process.versions.modules}\n`;
}

/** Somebody ran npm ci by hand: every package of the lockfile is there, and SQLite loads in this Node.js. */
function isInstalled() {
  if (!existsSync(INSTALLED)) return false;
  const packages = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;
  const installed = packages(INSTALLED);
  const there = ([path, { optional, version, integrity }]) =>
    path === '' ||
    (optional && !installed[path]) ||
    (installed[path]?.version === version && installed[path]?.integrity === integrity);
  return Object.entries(packages(LOCKFILE)).every(there) && sqliteLoads();
}

function sqliteLoads() {
  try {
    const Database = createRequire(LOCKFILE)('better-sqlite3');
    new Database(':memory:').close();
    return true;
  } catch {
    return false;
  }
}
