/** Whatever a server makes in its data folder is for its owner alone: it holds sealed codes, customers' names and keys. */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config/config.js';
import { startServer } from '../../src/server/start-server.js';

it('makes its files with mode 0600 and its folders with 0700, also for a generous umask', async () => {
  const parent = mkdtempSync(join(tmpdir(), 'kabinet-modes-'));
  const folder = join(parent, 'data');
  const reading = readConfig({ PORT: '0', KABINET_DATA_DIR: folder, KABINET_LOG_LEVEL: 'silent' });
  if (!reading.ok) throw new Error(JSON.stringify(reading.errors));
  const server = await startServer(reading.config);
  try {
    const paths = ['.', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })];
    const modes = paths.map((path) => {
      const stat = statSync(join(folder, path));
      return [path, stat.isDirectory() ? 'folder' : 'file', (stat.mode & 0o777).toString(8)];
    });
    expect(modes.map(([path]) => path)).toEqual(
      expect.arrayContaining(['events.db', 'events.db-wal', 'read-model-v1.db', 'owner.lock']),
    );
    expect(modes).toEqual(modes.map(([path, what]) => [path, what, what === 'folder' ? '700' : '600']));
  } finally {
    await server.shutdown.stop('the test is over');
    rmSync(parent, { recursive: true });
  }
});
