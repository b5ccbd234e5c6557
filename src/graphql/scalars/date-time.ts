import { GraphQLScalarType, Kind } from 'graphql';
import { parseInstant, type Instant } from '../../domain/ids.js';
import { bilingualError } from '../errors.js';

function read(value: unknown): Instant {
  const instant = typeof value === 'string' ? parseInstant(value) : undefined;
  if (instant === undefined) throw bilingualError('dateTime');
  return instant;
}

/** Inside it is an `Instant`: UTC text with milliseconds, so that nothing is converted on the way out. */
export const DateTimeScalar = new GraphQLScalarType<Instant, string>({
  name: 'DateTime',
  description: 'An instant as RFC 3339 text. An offset is required in arguments; answers are in UTC with milliseconds.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: read,
  parseValue: read,
  parseLiteral: (node) => read(node.kind === Kind.STRING ? node.value : undefined),
});
