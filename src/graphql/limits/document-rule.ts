import { Kind, type ASTVisitor, type SelectionSetNode, type ValidationContext, type ValidationRule } from 'graphql';
import { BilingualError } from '../errors.js';
import { operationTooLargeText } from '../texts/api-errors.js';
import type { GraphqlLimits } from './limits.js';

interface Size {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  readonly rootFields: number;
}

const NOTHING: Size = { depth: 0, fields: 0, aliases: 0, rootFields: 0 };

/** Refuses operations that are too deep or too wide. Every fragment is measured once, so that a bomb of fragments costs nothing. */
export function documentLimits(limits: GraphqlLimits): ValidationRule {
  return (context: ValidationContext): ASTVisitor => {
    const fragments = new Map<string, Size>();
    return {
      OperationDefinition(operation) {
        const size = measure(context, operation.selectionSet, fragments);
        for (const what of ['depth', 'fields', 'aliases', 'rootFields'] as const) {
          if (size[what] <= limits[what]) continue;
          const text = operationTooLargeText(what, size[what], limits[what]);
          context.reportError(new BilingualError('QUERY_TOO_LARGE', text, { nodes: [operation] }));
          return;
        }
      },
    };
  };
}

function measure(context: ValidationContext, selectionSet: SelectionSetNode, fragments: Map<string, Size>): Size {
  let size = NOTHING;
  for (const selection of selectionSet.selections) {
    switch (selection.kind) {
      case Kind.FIELD: {
        const introspection = selection.name.value.startsWith('__');
        const below = !selection.selectionSet || introspection ? NOTHING : measure(context, selection.selectionSet, fragments);
        const aliases = below.aliases + (selection.alias ? 1 : 0);
        size = add(size, { depth: below.depth + 1, fields: below.fields + 1, aliases, rootFields: 1 });
        break;
      }
      case Kind.INLINE_FRAGMENT:
        size = add(size, measure(context, selection.selectionSet, fragments));
        break;
      case Kind.FRAGMENT_SPREAD:
        size = add(size, measureFragment(context, selection.name.value, fragments));
        break;
    }
  }
  return size;
}

function measureFragment(context: ValidationContext, name: string, fragments: Map<string, Size>): Size {
  const known = fragments.get(name);
  if (known) return known;
  // A fragment within itself is another rule's error.
  fragments.set(name, NOTHING);
  const fragment = context.getFragment(name);
  const size = fragment ? measure(context, fragment.selectionSet, fragments) : NOTHING;
  fragments.set(name, size);
  return size;
}

const add = (a: Size, b: Size): Size => ({
  depth: Math.max(a.depth, b.depth),
  fields: a.fields + b.fields,
  aliases: a.aliases + b.aliases,
  rootFields: a.rootFields + b.rootFields,
});
