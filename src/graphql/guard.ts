/**
 * Puts the access table (`src/auth/access.ts`) in front of a schema's resolvers: the one place where roles are enforced.
 *
 * Runs before the resolver, and so before the library or a rule of ours looks at an argument: a wrong role is answered the same whatever
 * it asked for.
 */
import { defaultFieldResolver, isObjectType, type GraphQLField, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { reachIn, type AccessRule } from '../auth/access.js';
import type { Viewer } from '../auth/viewer.js';
import { apiError } from './errors.js';
import type { Language } from './texts/language.js';

export interface GuardedContext {
  /** Null: nobody; such a request is refused before it gets here, and again here. */
  readonly viewer: Viewer | null;
  readonly language: Language;
}

/** @throws Error at the start of the process for a root field without a rule, and for a rule without a field. */
export function guardSchema(schema: GraphQLSchema, rules: Readonly<Record<string, AccessRule>>): GraphQLSchema {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const rootFields = roots.flatMap((type) => Object.keys(type?.getFields() ?? {}).map((field) => `${type?.name ?? ''}.${field}`));
  const withoutRule = rootFields.filter((name) => !Object.hasOwn(rules, name));
  if (withoutRule.length > 0) throw new Error(`no access rule for ${withoutRule.join(', ')}: add one to src/auth/access.ts`);

  const withoutField: string[] = [];
  for (const [name, rule] of Object.entries(rules)) {
    const field = fieldOf(schema, name);
    if (field) guardField(field, rule);
    else withoutField.push(name);
  }
  if (withoutField.length > 0) throw new Error(`an access rule without a field in the schema: ${withoutField.join(', ')}`);
  return schema;
}

function fieldOf(schema: GraphQLSchema, name: string): GraphQLField<unknown, GuardedContext> | undefined {
  const [typeName = '', fieldName = ''] = name.split('.');
  const type = schema.getType(typeName);
  return isObjectType(type) ? type.getFields()[fieldName] : undefined;
}

function guardField(field: GraphQLField<unknown, GuardedContext>, rule: AccessRule): void {
  field.resolve = guarded(field.resolve ?? defaultFieldResolver, rule);
  if (field.subscribe) field.subscribe = guarded(field.subscribe, rule);
}

const guarded =
  (resolver: GraphQLFieldResolver<unknown, GuardedContext>, rule: AccessRule): GraphQLFieldResolver<unknown, GuardedContext> =>
  (source, args, context, info) => {
    const { viewer, language } = context;
    if (!viewer) throw apiError('unauthenticated', language);
    if (!reachIn(rule, viewer.role)) throw apiError('forbidden', language);
    return resolver(source, args, context, info);
  };
