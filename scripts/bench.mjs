/** `npm run bench`: builds the product with its benchmarks, and runs `bench/main.ts`. Arguments go to it. */
import { installWhatIsMissing } from './lib/install.mjs';
import { requireSupportedNode } from './lib/node-version.mjs';
import { inProject, orExit, runNode } from './lib/project.mjs';

requireSupportedNode();
installWhatIsMissing();
orExit(runNode([inProject('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.bench.json']));
orExit(runNode(['--expose-gc', inProject('dist', 'bench', 'main.js'), ...process.argv.slice(2)]));
