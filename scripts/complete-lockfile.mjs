/**
 * Adds to package-lock.json the optional packages of other platforms that the registry at hand did not carry.
 *
 * A registry that mirrors one platform alone makes npm write a lockfile without the others, and `npm ci` then refuses it, on every
 * platform. To be called after `npm install`. The entries have no integrity: nobody here has seen those packages.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { inProject } from './lib/project.mjs';

const LOCKFILE = inProject('package-lock.json');
const lock = JSON.parse(readFileSync(LOCKFILE, 'utf8'));
const packages = lock.packages;

for (const [path, { dev, optionalDependencies }] of Object.entries(packages)) {
  if (path === '' || !optionalDependencies) continue;
  const known = Object.keys(optionalDependencies).map((name) => packages[`node_modules/${name}`]);
  const sibling = known.find((entry) => entry?.os);
  for (const [name, version] of Object.entries(sibling ? optionalDependencies : {})) {
    packages[`node_modules/${name}`] ??= platformPackage(name, version, dev, sibling);
  }
}

const [root, ...rest] = Object.entries(packages);
lock.packages = Object.fromEntries([root, ...rest.sort(([a], [b]) => a.localeCompare(b, 'en'))]);
writeFileSync(LOCKFILE, `${JSON.stringify(lock, null, 2)}\n`);

/** `…-linux-x64-musl`: system, processor and C library stand in the name. */
function platformPackage(name, version, dev, { license, engines }) {
  const platform = /-(android|darwin|freebsd|linux|openharmony|win32)-([a-z0-9]+)(?:-([a-z]+))?$/.exec(name);
  if (!platform) return undefined;
  const [, os, cpu, abi] = platform;
  const libc = os === 'linux' ? { gnu: ['glibc'], musl: ['musl'] }[abi] : undefined;
  return { version, cpu: [cpu], ...(dev && { dev }), ...(libc && { libc }), license, optional: true, os: [os], engines };
}
