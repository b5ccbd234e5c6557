/** The folder of a witness: its key, its name, and the last checkpoint that it saw. One process a folder. */
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { printVerifierKey, verifierKey } from '../../audit/verifier-key.js';
import type { NoteSigner } from '../../audit/signed-note.js';
import type { WitnessMemory } from '../../audit/witness.js';
import { acquireDataFolder } from '../../event-store/sqlite/data-folder-lock.js';
import { syncFolder } from '../../event-store/sqlite/sync-to-disk.js';
import { openLogKeys } from '../../keys/log-keys.js';

export interface WitnessFolder {
  readonly signer: NoteSigner;
  /** To be handed to whoever relies on the witness. */
  readonly verifierKey: string;
  readonly memory: WitnessMemory;
  /** What was refused when it worked before: until a person has looked at it and removed it, nothing is cosigned. */
  readonly refusedFile: string | undefined;
  /** Gives the folder up. */
  close(): void;
}

const LAST = 'checkpoint';
const REFUSED = 'refused-checkpoint';

/**
 * Makes the folder, a key and a name where there are none. Its owner until closed, as of a data folder: two that remember in one place could put
 * an older checkpoint in the place of a newer one. @throws DataFolderInUse, and then has changed nothing.
 */
export function openWitnessFolder(folder: string): WitnessFolder {
  const lock = acquireDataFolder(folder);
  try {
    return {
      ...openOwned(folder),
      close: () => {
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function openOwned(folder: string): Omit<WitnessFolder, 'close'> {
  const [privateKey] = openLogKeys(join(folder, 'witness.pem')).signing;
  if (!privateKey) throw new Error(`${folder} has no key`);
  const nameFile = join(folder, 'name');
  if (!existsSync(nameFile)) replaceFile(folder, 'name', `witness/${randomBytes(8).toString('hex')}\n`);
  const name = readFileSync(nameFile, 'utf8').trim();
  const key = printVerifierKey(verifierKey(name, 'cosignature/v1', privateKey));
  replaceFile(folder, 'witness.vkey', `${key}\n`);
  return {
    signer: { name, privateKey },
    verifierKey: key,
    refusedFile: existsSync(join(folder, REFUSED)) ? join(folder, REFUSED) : undefined,
    memory: {
      last: () => (existsSync(join(folder, LAST)) ? readFileSync(join(folder, LAST), 'utf8') : undefined),
      keep(cosigned) {
        replaceFile(folder, LAST, cosigned);
      },
      keepRefused(note) {
        replaceFile(folder, REFUSED, note);
      },
    },
  };
}

/** Whole or not at all, and on disk when it returns. */
function replaceFile(folder: string, name: string, text: string): void {
  const [path, draft] = [join(folder, name), join(folder, `.${name}.new`)];
  const descriptor = openSync(draft, 'w', 0o600);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(draft, path);
  syncFolder(folder);
}
