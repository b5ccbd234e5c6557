/** `npm run build:web`: types from the schema, the bundle in web/dist, and beside each of its files what is sent in its place, compressed. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';
import { generateTypes } from '../web/build/generate-types.mjs';
import { inProject } from './lib/project.mjs';

const DIST = inProject('web', 'dist');
const COMPRESSED = /\.(html|js|css|svg|json)$/;
/** Of what is smaller, the headers weigh more. */
const WORTH_IT_BYTES = 512;

await generateTypes({
  schemaFile: inProject('schema', 'schema.graphql'),
  sources: inProject('web', 'src'),
  folder: inProject('web', 'src', 'gql'),
});
// The first empties the folder.
for (const config of ['vite.config.ts', 'vite.graphiql.config.ts']) await build({ configFile: inProject('web', config) });
for (const name of readdirSync(DIST, { recursive: true, encoding: 'utf8' })) {
  const path = join(DIST, name);
  if (!COMPRESSED.test(name) || statSync(path).size < WORTH_IT_BYTES) continue;
  const text = readFileSync(path);
  writeFileSync(`${path}.br`, brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: text.length } }));
  writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }));
}
