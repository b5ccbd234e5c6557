import type { ParseOptions } from 'graphql';

/** How large a question may be. All of them hold on all three endpoints, from the start. */
export interface GraphqlLimits {
  /** Of a document, counted by the parser. */
  readonly tokens: number;
  /** Fields within fields; introspection has a limit of its own in graphql-js. */
  readonly depth: number;
  /** Fragments count wherever they are spread. */
  readonly fields: number;
  readonly aliases: number;
  readonly rootFields: number;
  /** Fields times the rows of the pages they stand in. The richest list query of 200 rows costs about a third. */
  readonly complexity: number;
  readonly variablesDepth: number;
  readonly variablesValues: number;
  readonly subscriptionsPerViewer: number;
}

const MOST_COMMENTS = 500;

export const parseOptionsOf = (limits: GraphqlLimits): ParseOptions => ({
  maxLexicalTokens: limits.tokens,
  maxComments: MOST_COMMENTS,
});

export const DEFAULT_LIMITS: GraphqlLimits = {
  tokens: 2_000,
  depth: 12,
  fields: 1_000,
  aliases: 50,
  rootFields: 20,
  complexity: 40_000,
  variablesDepth: 20,
  variablesValues: 200_000,
  subscriptionsPerViewer: 50,
};
