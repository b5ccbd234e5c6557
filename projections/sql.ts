/** Pieces of SQL with their parameters: what a user typed is always bound, never spliced. */

export type SqlValue = string | number | null | Buffer;

export interface Sql {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

const isSql = (part: SqlValue | Sql): part is Sql => typeof part === 'object' && part !== null && 'text' in part;

/** A nested piece is spliced with its parameters; anything else is bound. */
export function sql(strings: TemplateStringsArray, ...parts: readonly (SqlValue | Sql)[]): Sql {
  let text = strings[0] ?? '';
  const values: SqlValue[] = [];
  parts.forEach((part, index) => {
    if (isSql(part)) {
      text += part.text;
      values.push(...part.values);
    } else {
      text += '?';
      values.push(part);
    }
    text += strings[index + 1] ?? '';
  });
  return { text, values };
}

/** Names and other text of ours. */
export const raw = (text: string): Sql => ({ text, values: [] });

export const NOTHING = raw('');
export const TRUE = raw('1');
export const FALSE = raw('0');

export function joinSql(parts: readonly Sql[], separator: string): Sql {
  return { text: parts.map((part) => part.text).join(separator), values: parts.flatMap((part) => part.values) };
}

export const allOf = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0
    ? TRUE
    : joinSql(
        conditions.map((condition) => sql`(${condition})`),
        ' AND ',
      );

export const anyOf = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0
    ? FALSE
    : joinSql(
        conditions.map((condition) => sql`(${condition})`),
        ' OR ',
      );

/** Rows of one column, `value`. */
export const listOf = (values: readonly (string | number | null)[]): Sql =>
  sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;
