/**
 * The GraphQL documents of the page, which stand as graphql(`…`) in the modules that send them: for the generator of their types, and for
 * the bundle, where each becomes the text that is sent, with the fragments it needs. So no document is parsed in the browser before it is
 * needed, and a tab that is not opened costs nothing.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse, print, stripIgnoredCharacters, visit } from 'graphql';

const DOCUMENT = /\bgraphql\(\s*`([^`]*)`,?\s*\)/g;

const modulesOf = (folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !path.startsWith('gql/'))
    .map((path) => join(folder, path))
    .sort();

const documentsIn = (text) => [...text.matchAll(DOCUMENT)].map(([, source]) => source);

/** Every document, with the file that it stands in. */
export const documentsOf = (folder) =>
  modulesOf(folder).flatMap((location) =>
    documentsIn(readFileSync(location, 'utf8')).map((rawSDL) => ({ location, rawSDL, document: parse(rawSDL) })),
  );

/** A plugin of Vite. */
export function graphqlDocuments(folder) {
  let fragments = new Map();
  return {
    name: 'graphql-documents',
    enforce: 'pre',
    buildStart() {
      const definitions = documentsOf(folder).flatMap(({ document }) => document.definitions);
      fragments = new Map(
        definitions
          .filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)
          .map((definition) => [definition.name.value, definition]),
      );
    },
    transform(code, id) {
      if (!id.startsWith(folder) || !code.includes('graphql(')) return undefined;
      return { code: code.replace(DOCUMENT, (_call, source) => JSON.stringify(sent(source, fragments))), map: null };
    },
  };
}

/** A fragment alone is never sent: it only names a type. */
function sent(source, fragments) {
  const { definitions } = parse(source);
  if (definitions.every(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)) return '';
  const needed = new Map();
  const collect = (definition) =>
    visit(definition, {
      FragmentSpread({ name: { value } }) {
        const fragment = fragments.get(value);
        if (!fragment) throw new Error(`there is no fragment ${value}`);
        if (needed.has(value)) return;
        needed.set(value, fragment);
        collect(fragment);
      },
    });
  definitions.forEach(collect);
  return stripIgnoredCharacters([...definitions, ...needed.values()].map(print).join('\n'));
}
