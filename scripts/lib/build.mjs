/** Builds dist/ and web/dist/ where they are not what their sources are now. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProject, orExit, runNpm } from './project.mjs';

const BUILDS = [
  {
    script: 'build',
    output: 'dist',
    folders: ['src', 'projections'],
    files: ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json'],
  },
  {
    script: 'build:web',
    output: join('web', 'dist'),
    folders: [join('web', 'src'), join('web', 'build'), join('web', 'public')],
    files: [
      join('web', 'index.html'),
      join('web', 'graphiql.html'),
      join('web', 'vite.common.ts'),
      join('web', 'vite.config.ts'),
      join('web', 'vite.graphiql.config.ts'),
      join('schema', 'schema.graphql'),
      // The one module that the page shares with the server.
      join('src', 'domain', 'activation-code.ts'),
      join('scripts', 'build-web.mjs'),
      'package-lock.json',
    ],
  },
];
/** Written by the build of the page, from its other sources. */
const GENERATED = join('web', 'src', 'gql');

/** By content, for a checkout gives old files new times. Ends the process where a build fails. `only`: the scripts to run, all where left out. */
export function buildWhatIsOld(only = BUILDS.map(({ script }) => script)) {
  for (const build of BUILDS.filter(({ script }) => only.includes(script))) {
    const wanted = stampOf(build);
    const stamp = inProject(build.output, '.built-from');
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) continue;
    // Files of sources that are no more would stay and be loaded.
    rmSync(inProject(build.output), { recursive: true, force: true });
    console.log(`kabinet: npm run ${build.script}`);
    orExit(runNpm(['run', '--silent', build.script]));
    writeFileSync(stamp, wanted);
  }
}

function stampOf({ folders, files }) {
  const hash = createHash('sha256');
  for (const path of [...files, ...folders.flatMap(filesIn)])
    hash
      .update(`${path}\0`)
      .update(readFileSync(inProject(path)))
      .update('\0');
  return `${hash.digest('hex')}\n`;
}

const filesIn = (folder) =>
  readdirSync(inProject(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(folder, join(entry.parentPath, entry.name).slice(inProject(folder).length + 1)))
    .filter((path) => !path.startsWith(GENERATED))
    .sort();
