/** Examples of a page of `docs/`: their code, and what the page says that comes of it. */
import { readFileSync } from 'node:fs';

export interface Example {
  readonly language: string;
  readonly code: string;
  /** The JSON or text blocks that follow: variables where there are two, and the answer. */
  readonly blocks: readonly string[];
}

const CODE = ['graphql', 'sh', 'js', 'sql'];

/** In their order. JSON and text blocks belong to the code before them. */
export function examplesOf(page: string): readonly Example[] {
  const examples: { language: string; code: string; blocks: string[] }[] = [];
  for (const [, language = '', text = ''] of readFileSync(page, 'utf8').matchAll(/^```(\w+)\n([^]*?)^```$/gm)) {
    if (CODE.includes(language)) examples.push({ language, code: text, blocks: [] });
    else examples.at(-1)?.blocks.push(text);
  }
  return examples;
}

/** The rows of the table whose first heading is `heading`, cell by cell. */
export function tableOf(page: string, heading: string): readonly (readonly string[])[] {
  const lines = readFileSync(page, 'utf8').split('\n');
  const start = lines.findIndex((line) => cells(line)[0] === heading);
  if (start < 0) throw new Error(`${page} has no table of ${heading}`);
  const rows = lines.slice(start + 2);
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith('|')),
    )
    .map(cells);
}

const cells = (line: string): readonly string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** `actual`, with `…` wherever the page has it and something stands in its place: equal to `shown` exactly if the page is right. */
export function asShown(actual: unknown, shown: unknown): unknown {
  if (typeof actual === 'string' && typeof shown === 'string') {
    return new RegExp(`^${shown.split('…').map(escaped).join('[^]+')}$`).test(actual) ? shown : actual;
  }
  if (Array.isArray(actual)) return actual.map((item, index) => asShown(item, Array.isArray(shown) ? shown[index] : undefined));
  if (typeof actual !== 'object' || actual === null) return actual;
  const member = (key: string): unknown =>
    typeof shown === 'object' && shown !== null ? (shown as Readonly<Record<string, unknown>>)[key] : undefined;
  return Object.fromEntries(Object.entries(actual).map(([key, value]) => [key, asShown(value, member(key))]));
}

/** Values of answers, found by `a.b.0.c`: the newest answer that has one. */
export class Answers {
  readonly #data: unknown[] = [];

  add(data: unknown): void {
    this.#data.unshift(data);
  }

  find(path: string): unknown {
    for (const data of this.#data) {
      const value = path.split('.').reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), data);
      if (value !== undefined) return value;
    }
    throw new Error(`no answer above has ${path}`);
  }

  /** Variables with what stands at `<path>` put in. */
  fill(variables: string): object {
    return JSON.parse(variables, (_key, value: unknown) => {
      const [, path] = (typeof value === 'string' && /^<([\w.]+)>$/.exec(value)) || [];
      return path === undefined ? value : this.find(path);
    }) as object;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
