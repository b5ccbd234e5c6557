import { readFileSync } from 'node:fs';
import { inProject } from './project.mjs';

/** Ends the process with a message where this Node.js is older than package.json asks for. */
export function requireSupportedNode() {
  const { engines } = JSON.parse(readFileSync(inProject('package.json'), 'utf8'));
  const [, major, minor] = /^>=(\d+)\.(\d+)/.exec(engines.node).map(Number);
  const [ourMajor, ourMinor] = process.versions.node.split('.').map(Number);
  if (ourMajor > major || (ourMajor === major && ourMinor >= minor)) return;
  console.error(`kabinet needs Node.js ${major}.${minor} or later; this is ${process.version}.`);
  process.exit(1);
}
