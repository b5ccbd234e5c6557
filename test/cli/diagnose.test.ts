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
    expect(await ask('--account', 'acc_nobody', '--device-code', 'D1')).toMatchObject({ code: 2, stdout: '' });
    expect(await ask('--device-code', 'D1')).toMatchObject({ code: 2, stdout: '' });
  });

  it('says where no server answers', async () => {
    const away = await kabinet(['diagnose', '--server', 'http://127.0.0.1:9', '--account', 'acc_demo', '--device-code', 'D1'], {
      dataDir,
    });
    expect(away).toMatchObject({ code: 2, stdout: '' });
    expect(away.stderr).toContain('http://127.0.0.1:9');
  });
});
