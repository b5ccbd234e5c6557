/** Writes src/gql: the types of the page's documents by schema/schema.graphql. A document that the schema does not serve fails here. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import { preset } from '@graphql-codegen/client-preset';
import { buildSchema, parse } from 'graphql';
import { documentsOf } from './documents.mjs';

const CONFIG = {
  useTypeImports: true,
  enumType: 'string-literal',
  immutableTypes: true,
  strictScalars: true,
  scalars: { ID: 'string', DateTime: 'string', Position: 'string', JSON: 'unknown' },
};

/** `schemaFile`: the schema; `sources`: the page's modules; `folder`: what is written, and holds nothing else. */
export async function generateTypes({ schemaFile, sources, folder }) {
  const sdl = readFileSync(schemaFile, 'utf8');
  const outputs = await preset.buildGeneratesSection({
    baseOutputDir: `${folder}/`,
    schema: parse(sdl),
    schemaAst: buildSchema(sdl),
    documents: documentsOf(sources),
    config: CONFIG,
    presetConfig: { fragmentMasking: { unmaskFunctionName: 'readFragment' } },
    plugins: [],
    pluginMap: {},
  });
  rmSync(folder, { recursive: true, force: true });
  for (const output of outputs) {
    const text = await codegen(output);
    mkdirSync(dirname(output.filename), { recursive: true });
    writeFileSync(output.filename, text);
  }
}
