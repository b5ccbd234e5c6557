/** Makes the Ed25519 key that signs checkpoints (`KABINET_LOG_KEY`) at the given path, where there is none. */
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, linkSync, rmSync, writeFileSync } from 'node:fs';

const [, , path] = process.argv;
if (path === undefined) throw new Error('usage: make-log-key.mjs FILE');
if (!existsSync(path)) {
  const unfinished = `${path}.${String(process.pid)}.unfinished`;
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(unfinished, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flush: true });
  try {
    // Fails where another one was faster: its key stays.
    linkSync(unfinished, path);
  } finally {
    rmSync(unfinished);
  }
}
