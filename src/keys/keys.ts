/** The keys folder (`KABINET_KEYS_DIR`): the only thing besides the log that cannot be made again. Backed up apart from the data folder. */
import { join } from 'node:path';
import { addCodeKey, readCodeKeys } from './code-key-files.js';
import { codeKeys, type CodeKey, type CodeKeys } from './code-keys.js';
import { KeyMissing } from './errors.js';
import { createKeyFile, readKeyFile } from './key-files.js';
import { lookUpKey, type LookUpKey } from './look-up.js';
import { newSecretText, secretOf } from './secret.js';
import { openSubjectKeys, type SubjectKeys } from './subject-keys.js';
import { openSigningKeyPair, type SigningKeyPair } from './signing-key.js';

export interface Keys {
  readonly lookUp: LookUpKey;
  readonly codes: CodeKeys;
  readonly personal: SubjectKeys;
  /** Signs the tokens of `kabinet token` where no JWKS is configured. Made when first asked for. */
  tokenSigning(): SigningKeyPair;
  /** Signs the license files of the demo and of `kabinet simulate`: never a vendor's real ones. Made when first asked for. */
  licenseFileSigning(): SigningKeyPair;
}

export interface OpenKeysOptions {
  /**
   * True only while there is no log yet (no `events.db` in the data folder). With a log, a missing look-up or code key is an error: new ids
   * would not match the old ones, and sealed codes could not be opened.
   */
  readonly mayCreate: boolean;
  /** True where the log was written before there were subject keys: its personal texts are in clear. */
  readonly mayCreateSubjectKeys?: boolean;
}

/** @throws KeyMissing, KeyDamaged, and the file system's own errors. */
export function openKeys(folder: string, options: OpenKeysOptions): Keys {
  const lookUp = lookUpKey(openLookUpSecret(join(folder, 'look-up.key'), options));
  const codes = codeKeys(openCodeKeys(folder, options));
  const tokens = once(() => openSigningKeyPair(join(folder, 'token-signing.pem'), 'kabinet'));
  const licenseFiles = once(() => openSigningKeyPair(join(folder, 'license-file-signing.pem'), 'demo'));
  const personal = openSubjectKeys(join(folder, 'subject-keys.db'), {
    mayCreate: options.mayCreate || options.mayCreateSubjectKeys === true,
  });
  return { lookUp, codes, personal, tokenSigning: tokens, licenseFileSigning: licenseFiles };
}

function openLookUpSecret(path: string, { mayCreate }: OpenKeysOptions): Uint8Array {
  const text = readKeyFile(path) ?? (mayCreate ? createKeyFile(path, newSecretText()) : undefined);
  if (text === undefined) {
    throw new KeyMissing(
      `there is an event log but no look-up key at ${path}: every id in the log comes from that key, so a new one cannot stand in for it. ` +
        'Restore the keys folder from its backup, or let KABINET_KEYS_DIR name the right folder.',
    );
  }
  return secretOf(text, path);
}

function openCodeKeys(folder: string, { mayCreate }: OpenKeysOptions): readonly [CodeKey, ...CodeKey[]] {
  const [first, ...later] = readCodeKeys(folder);
  if (first) return [first, ...later];
  if (mayCreate) return [addCodeKey(folder)];
  throw new KeyMissing(
    `there is an event log but no code key in ${folder}: the activation codes in the log cannot be opened without it. ` +
      'Restore the keys folder from its backup, or let KABINET_KEYS_DIR name the right folder.',
  );
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
