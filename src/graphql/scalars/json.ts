import { GraphQLError, GraphQLScalarType } from 'graphql';

/** Only ever answered. */
export const JsonScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'Any JSON value. It occurs in answers only.',
  serialize: (value) => value,
  parseValue: refuseInput,
  parseLiteral: refuseInput,
});

function refuseInput(): never {
  throw new GraphQLError('JSON is no type of input', { extensions: { code: 'BAD_USER_INPUT' } });
}
