/** Every example of docs/front-end.md is run as it stands, one after the other, and its limits are the program's. */
import { codeFromFreeLetters } from '../../src/domain/activation-code.js';
import { MISSES_AN_HOUR } from '../../src/auth/guess-limit.js';
import { readConfig } from '../../src/config/config.js';
import { LONGEST_FILTER_LIST, LONGEST_SEARCH } from '../../src/graphql/limits/lengths.js';
import { DEFAULT_LIMITS } from '../../src/graphql/limits/limits.js';
import { DEFAULT_PAGE, LARGEST_PAGE } from '../../src/graphql/paging/page.js';
import { WAIT_MS } from '../../src/graphql/read/moments.js';
import { DEFAULT_LICENSE_FILES_LIMITS } from '../../src/http/license-files.js';
import { BODY_BYTES, HANDLER_TIMEOUT_MS } from '../../src/http/server.js';
import { MOST_CODES } from '../../src/processes/license-upload.js';
import { REFUSAL_CODES } from '../../src/domain/refusal.js';
import type { Role } from '../../src/domain/events.js';
import { startTestServer, type TestServer } from '../support/server.js';
import { Answers, asShown, examplesOf, tableOf } from './examples.js';
import { runExample } from './run-example.js';

const PAGE = 'docs/front-end.md';
/** The last ones run a while: a process for each of them is started. */
const LONG = 60_000;

describe('the examples of docs/front-end.md', () => {
  const answers = new Answers();
  let server: TestServer;
  let owner: string;
  beforeAll(async () => {
    server = await startTestServer({ demo: true });
    owner = await server.token('OWNER', 'acc_demo');
  }, LONG);
  afterAll(() => server.close());

  const tokenFor = (code: string): Promise<string> => {
    const [, role] = /^# as (\w+)$/m.exec(code) ?? [];
    return role === undefined ? Promise.resolve(owner) : server.token(role as Role);
  };

  const ask = async (code: string, variables: string): Promise<unknown> => {
    const [, language = 'en'] = /^# Accept-Language: (\w+)$/m.exec(code) ?? [];
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'accept-language': language,
        authorization: `Bearer ${await tokenFor(code)}`,
      },
      body: JSON.stringify({ query: code, variables: answers.fill(variables) }),
    });
    const answer = (await response.json()) as { readonly data?: unknown };
    answers.add(answer.data);
    return answer;
  };

  const run = async (language: string, code: string, lines?: number): Promise<string> => {
    const licenses = await server.licenseFile([codeFromFreeLetters(Array.from({ length: 20 }, (_, index) => index))]);
    const since = /since/i.test(code) ? String(answers.find('licenses.position')) : '';
    return runExample(language, code, { kabinet: server.url, token: owner, since, files: { 'licenses.xml': licenses } }, lines);
  };

  const named = examplesOf(PAGE)
    .filter(({ code }) => !code.startsWith('kabinet '))
    .map((example) => [`${example.language} ${/\w+ \w+|curl.*?[ $]/.exec(example.code)?.[0] ?? ''}`, example] as const);

  it('are there in all languages', () => {
    expect([...new Set(named.map(([, { language }]) => language))].sort()).toEqual(['graphql', 'js', 'sh']);
    expect(named.length).toBeGreaterThan(20);
  });

  it.each(named)(
    '%s',
    async (_name, { language, code, blocks }) => {
      const shown = blocks.at(-1);
      if (shown === undefined) throw new Error(`no answer is shown for ${code}`);
      if (language === 'graphql') {
        const answer = await ask(code, blocks.length > 1 ? (blocks[0] ?? '{}') : '{}');
        expect(asShown(answer, JSON.parse(shown))).toEqual(JSON.parse(shown));
      } else if (shown.startsWith('{')) {
        expect(asShown(JSON.parse(await run(language, code)), JSON.parse(shown))).toEqual(JSON.parse(shown));
      } else {
        const lines = shown.trimEnd().split('\n');
        const printed = (await run(language, code, lines.length)).split('\n');
        expect(asShown(printed, lines)).toEqual(lines);
      }
    },
    LONG,
  );
});

it('names in docs/front-end.md the limits that the program has', () => {
  const reading = readConfig({});
  if (!reading.ok) throw new Error('no configuration');
  const MIB = 1024 * 1024;
  const { files, fileBytes, totalBytes } = DEFAULT_LICENSE_FILES_LIMITS;
  const limits: Readonly<Record<string, number | null>> = {
    'rows of a page': LARGEST_PAGE,
    'rows where nothing is said': DEFAULT_PAGE,
    'ids of `nodes`': LARGEST_PAGE,
    'tokens of a document': DEFAULT_LIMITS.tokens,
    'depth of a document': DEFAULT_LIMITS.depth,
    'fields of a document': DEFAULT_LIMITS.fields,
    'aliases of a document': DEFAULT_LIMITS.aliases,
    'root fields of a document': DEFAULT_LIMITS.rootFields,
    complexity: DEFAULT_LIMITS.complexity,
    'depth of variables': DEFAULT_LIMITS.variablesDepth,
    'values in variables': DEFAULT_LIMITS.variablesValues,
    'letters of `search`': LONGEST_SEARCH,
    'entries of a list in `where`': LONGEST_FILTER_LIST,
    'codes of one upload': MOST_CODES,
    'unknown codes an hour and viewer': MISSES_AN_HOUR,
    'files of one upload': files,
    'MiB of a request': BODY_BYTES / MIB,
    'MiB of a file': fileBytes / MIB,
    'MiB of the files of one upload': totalBytes / MIB,
    'subscriptions of a viewer': DEFAULT_LIMITS.subscriptionsPerViewer,
    'seconds that `minPosition` waits': WAIT_MS / 1_000,
    'seconds until a request is given up': HANDLER_TIMEOUT_MS / 1_000,
    'requests a minute and viewer': reading.config.requestsAMinute,
  };
  const shown = tableOf(PAGE, 'limit').map(([name = '', number = '']) => [name, Number(number.replaceAll(',', ''))] as const);
  expect(Object.fromEntries(shown)).toEqual(limits);
});

it('names in docs/front-end.md every code that a payload may hold', () => {
  const shown = tableOf(PAGE, 'payload code').flatMap(([codes = '']) => codes.match(/[A-Z_]+/g) ?? []);
  expect(shown.sort()).toEqual([...REFUSAL_CODES].sort());
});
