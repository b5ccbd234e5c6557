import { compiledSources } from '../support/compile.js';
import { serverProcess, type ServerProcess } from '../support/server-process.js';
import { folders, kabinet, linesOf } from './kabinet.js';

const { make, removeAll } = folders();
let server: ServerProcess;
let dataDir: string;

beforeAll(async () => {
  dataDir = make();
  server = await serverProcess(compiledSources(), dataDir, { KABINET_DEMO: '1' });
  await server.start();
}, 60_000);
afterAll(async () => {
  await server.stop();
  removeAll();
});

const ask = (...args: readonly string[]) => kabinet(['diagnose', '--server', server.url, ...args], { dataDir });

/** A base of the demo that has just been deleted, by its owner. */
async function deletedBase(): Promise<{ readonly databaseId: string }> {
  const { stdout } = await kabinet(['token', '--role', 'OWNER', '--account', 'acc_demo'], { dataDir });
  const authorization = `Bearer ${stdout.trim()}`;
  const mutate = async (query: string) => {
    const headers = { 'content-type': 'application/json', authorization };
    const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
    return ((await response.json()) as { readonly data: { readonly payload: { readonly database: { readonly id: string } } } })
      .data;
  };
  const { payload } = await mutate(
    'mutation { payload: registerDatabase(input: { name: "Старая", kind: CLOUD }) { database { id } } }',
  );
  const databaseId = payload.database.id;
  await mutate(`mutation { payload: deleteDatabase(input: { databaseId: "${databaseId}" }) { position } }`);
  return { databaseId };
}

describe('kabinet diagnose', () => {
  it('prints the causes that the server finds, in both languages', async () => {
    const russian = await ask('--account', 'acc_demo', '--code', '7H3KQ-00000-00000-00000-00000', '--lang', 'ru');
    expect(russian).toMatchObject({ code: 0 });
    expect(linesOf(russian.stdout).find((line) => line.startsWith('1. '))).toMatch(/^1\. [А-Я].*\(CODE_MISTYPED, доказано\)$/);
    const english = await ask('--account', 'acc_demo', '--device-code', 'NEVER', '--lang', 'en');
    expect(english.stdout).toMatch(/^1\. .*\(DEVICE_NOT_CONNECTED, likely\)$/m);
    expect(english.stdout).toMatch(/^ {3}what to do: /m);
  });

  it('says what is wrong with the question, and prints nothing then', async () => {
    expect(await ask('--account', 'acc_demo')).toMatchObject({ code: 2, stdout: '' });
    expect(await ask('--device-code', 'D1')).toMatchObject({ code: 2, stdout: '' });
  });

  it('fails where the account is not there, or the token does not count', async () => {
    const nobody = await ask('--account', 'acc_nobody', '--device-code', 'D1');
    expect(nobody).toMatchObject({ code: 1, stdout: '' });
    expect(nobody.stderr).not.toBe('');
    expect(await ask('--account', 'acc_demo', '--device-code', 'D1', '--token', 'no')).toMatchObject({ code: 1, stdout: '' });
  });

  it('prints the mutation of what support may do, with its variables as they are sent', async () => {
    const { databaseId } = await deletedBase();
    const { stdout } = await ask('--account', 'acc_demo', '--base', databaseId);
    const [, variables = ''] = /^ {5}openSupportCase (.*)$/m.exec(stdout) ?? [];
    expect(JSON.parse(variables)).toEqual({ input: { accountId: 'acc_demo', diagnosis: { databaseId } } });
  });

  it('says where no server answers', async () => {
    const away = await kabinet(['diagnose', '--server', 'http://127.0.0.1:9', '--account', 'acc_demo', '--device-code', 'D1'], {
      dataDir,
    });
    expect(away).toMatchObject({ code: 1, stdout: '' });
    expect(away.stderr).toContain('http://127.0.0.1:9');
  });
});
