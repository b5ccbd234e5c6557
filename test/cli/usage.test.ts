import { writeFileSync } from 'node:fs';
import { VARIABLES } from '../../src/config/variables.js';
import { folders, kabinet, linesOf } from './kabinet.js';

const COMMANDS = ['serve', 'token', 'import', 'export', 'verify', 'witness', 'simulate', 'rebuild', 'move', 'backup'] as const;
const { make, removeAll } = folders();
afterAll(removeAll);

describe('kabinet', () => {
  it.each(COMMANDS)('%s --help shows examples and exit codes on standard output', async (command) => {
    const { code, stdout, stderr } = await kabinet([command, '--help']);
    expect(stdout).toMatch(
      new RegExp(`Usage: kabinet ${command}[\\s\\S]*Examples:\\n {2}.*kabinet ${command}[\\s\\S]*Exit codes:\\n {2}0 {2}done`),
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it.each([
    ['ru', /  KABINET_DATA_DIR +папка журнала и модели чтения/],
    ['en', /  KABINET_DATA_DIR +folder of the log and the read model/],
  ] as const)('serve --help --lang %s tells of every variable in that language', async (language, folder) => {
    const { stdout } = await kabinet(['serve', '--help', '--lang', language]);
    expect(stdout).toMatch(folder);
    const told = stdout.split('\n').filter((line) => /^ {2}(?:PORT|KABINET_\w+) {2,}\S/.test(line));
    expect(told).toHaveLength(Object.keys(VARIABLES).length);
    const inRussian = told.filter((line) => /[а-я]/.test(line)).length;
    expect(inRussian).toBe(language === 'ru' ? told.length : 0);
  });

  it('names every command in its own help', async () => {
    const { stdout } = await kabinet(['--help']);
    for (const command of COMMANDS) expect(stdout).toContain(`\n  ${command}`);
  });

  it('shows the version of the package', async () => {
    expect((await kabinet(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    [['nonsense']],
    [['token']],
    [['export', '--nonsense']],
    [['simulate', '--devices', '0']],
    [['import']],
    [['simulate']],
  ])('answers wrong usage with exit code 2, on standard error: %j', async (args) => {
    const { code, stdout, stderr } = await kabinet(args, { dataDir: make() });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).not.toBe('');
  });

  it('names the variable of a wrong setting, with exit code 2', async () => {
    const { code, stderr } = await kabinet(['export'], { env: { PORT: 'high', KABINET_EVENT_STORE: 'oracle' } });
    expect(code).toBe(2);
    expect(stderr).toContain('PORT: ');
    expect(stderr).toContain('KABINET_EVENT_STORE: ');
  });

  it('warns of a variable that nobody reads, also where another one is wrong', async () => {
    const warning = 'KABINET_DAT_DIR is no variable of this program';
    const env = { KABINET_DAT_DIR: '/var/lib/kabinet' };
    expect((await kabinet(['token', '--role', 'SUPPORT'], { dataDir: make(), env })).stderr).toContain(warning);
    const both = await kabinet(['serve'], { dataDir: make(), env: { ...env, PORT: 'high' } });
    expect(both.code).toBe(2);
    expect(both.stderr).toContain(warning);
    expect(both.stderr).toContain('PORT: ');
  });

  it('names the variable of a data folder that cannot be used, with exit code 2', async () => {
    const file = `${make()}/file`;
    writeFileSync(file, '');
    // Nobody makes folders in /sys or /proc, whoever they are.
    for (const dataDir of [`${file}/data`, '/sys/kabinet', '/proc/kabinet/data']) {
      for (const args of [['serve'], ['simulate', '--devices', '1'], ['token', '--role', 'SUPPORT']]) {
        const { code, stderr } = await kabinet(args, { dataDir, env: { PORT: '0' } });
        expect({ args, code }).toEqual({ args, code: 2 });
        expect(stderr).toContain('KABINET_DATA_DIR: ');
      }
    }
  });

  it('speaks Russian with --lang ru and in a Russian environment, and English in any other', async () => {
    const russian = 'не указан обязательный параметр --role';
    expect((await kabinet(['token', '--lang', 'ru'])).stderr).toContain(russian);
    expect((await kabinet(['token'], { env: { LANG: 'ru_RU.UTF-8' } })).stderr).toContain(russian);
    expect((await kabinet(['token', '--lang', 'en'], { env: { LANG: 'ru_RU.UTF-8' } })).stderr).toContain('required option');
    expect((await kabinet(['token'], { env: { LANG: 'rue_XX' } })).stderr).toContain('required option');
  });

  it('says that there is no log where it has nothing to read', async () => {
    for (const args of [['export'], ['rebuild'], ['backup', '--to', `${make()}/copy.db`]]) {
      const { code, stderr } = await kabinet(args, { dataDir: make() });
      expect(code).toBe(2);
      expect(linesOf(stderr)).toEqual([expect.stringContaining('no event log')]);
    }
  });
});
