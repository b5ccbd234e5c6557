/**
 * `npm run schema`: writes schema/schema.graphql from the code, sorted.
 * `npm run schema:check`: fails where the committed file is not what the code gives, and says which changes would break a client.
 *
 * `--allow-breaking` lets `npm run schema` write a schema that breaks clients.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { buildWhatIsOld } from './lib/build.mjs';
import { inProject } from './lib/project.mjs';

// The page alone needs the schema that is to be written.
buildWhatIsOld(['build']);
const { CriticalityLevel, diff } = await import('@graphql-inspector/core');
const { buildSchema, lexicographicSortSchema, printSchema } = await import('graphql');
const { buildKabinetSchema } = await import(pathToFileURL(inProject('dist', 'src', 'graphql', 'schema.js')).href);

const FILE = inProject('schema', 'schema.graphql');
const HEADING = '# Printed from src/graphql by `npm run schema`. Do not edit.\n\n';

const built = lexicographicSortSchema(buildKabinetSchema());
const text = `${HEADING}${printSchema(built)}\n`;
const committed = existsSync(FILE) ? readFileSync(FILE, 'utf8') : undefined;
const breaking = committed === undefined ? [] : await breakingChanges(buildSchema(committed), built);

for (const { message } of breaking) console.error(`kabinet: breaks clients: ${message}`);
if (process.argv.includes('--check')) check();
else write();

function check() {
  if (committed === text) return;
  console.error('kabinet: schema/schema.graphql is not what the code gives: run `npm run schema` and commit it');
  process.exitCode = 1;
}

function write() {
  if (breaking.length > 0 && !process.argv.includes('--allow-breaking')) {
    console.error('kabinet: not written; if that is meant: npm run schema -- --allow-breaking');
    process.exitCode = 1;
  } else writeFileSync(FILE, text);
}

async function breakingChanges(from, to) {
  const changes = await diff(from, to);
  return changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking);
}
