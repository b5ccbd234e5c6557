/**
 * Keys that seal personal texts, one a subject: who destroys it has erased every text of that subject, in the log, its copies and backups.
 * They lie in one file of the keys folder, since there is one a device.
 */
import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import type { OpenPersonal, PersonalKeys, SealedText } from '../domain/personal.js';
import { KeyDamaged, KeyMissing, KeysInUse } from './errors.js';
import { leaseBeside, type ReaderLease } from './reader-lease.js';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SALT_BYTES = 32;
/** Keys, and opened texts: an actor's name stands in every event of theirs. */
const CACHED = 20_000;

const SCHEMA = `CREATE TABLE IF NOT EXISTS subject_key (
  subject TEXT NOT NULL, generation INTEGER NOT NULL, key BLOB CHECK (key IS NULL OR length(key) = 32),
  PRIMARY KEY (subject, generation)
) STRICT, WITHOUT ROWID`;

/** A text and the salt that its commitment is made with: enough to prove it. */
export interface RevealedText {
  readonly salt: Buffer;
  readonly text: string;
}

export interface SubjectKeys extends PersonalKeys {
  /** Null: it was erased. Throws KeyDamaged for a text that is not the one that was committed to. */
  reveal(subject: string, sealed: SealedText): RevealedText | null;
  /** How many keys the subject ever had; 0: nothing was ever sealed for it. */
  generations(subject: string): number;
  /** Keeps all others out until closed. @throws KeysInUse where somebody has the keys open. */
  claim(): void;
  /**
   * For good: also what is left of it in the file's free pages. Whatever is sealed for the subject later gets another key.
   * @throws KeysInUse where others have the keys open: nothing was done. And where a program that is none of ours holds old pages of the file:
   * nothing opens them any more, and the same call again takes them from the disk.
   */
  destroy(subject: string): void;
  close(): void;
}

interface SubjectKey {
  readonly generation: number;
  readonly encryption: Buffer;
  readonly nonces: Buffer;
  readonly salts: Buffer;
}

/** @throws KeyMissing where there is no such file and none may be made, KeysInUse while somebody destroys keys. */
export function openSubjectKeys(file: string, { mayCreate }: { readonly mayCreate: boolean }): SubjectKeys {
  if (!existsSync(file)) {
    if (!mayCreate) throw missing(file);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'a', 0o600));
  }
  const lease = leaseBeside(file);
  const database = new BetterSqlite3(file, { timeout: 5_000 });
  database.pragma('journal_mode = WAL');
  // A text that was acknowledged must be readable: its key is on disk before the event is.
  database.pragma('synchronous = FULL');
  database.pragma('secure_delete = ON');
  database.exec(SCHEMA);
  return new SubjectKeyFile(database, lease);
}

const missing = (file: string): KeyMissing =>
  new KeyMissing(
    `there is an event log but no subject keys at ${file}: the names and texts in the log cannot be read without them. ` +
      'Restore the keys folder from its backup, or let KABINET_KEYS_DIR name the right folder.',
  );

class SubjectKeyFile implements SubjectKeys {
  readonly #database: Database;
  readonly #lease: ReaderLease;
  #isClaimed = false;
  readonly #newest = new Map<string, SubjectKey>();
  readonly #opened = new Map<string, string>();

  readonly open: OpenPersonal = (subject, sealed) => {
    const name = `${subject}\n${String(sealed.key)}\n${sealed.cipher}`;
    const cached = this.#opened.get(name);
    if (cached !== undefined) return cached;
    const key = this.#keyOf(subject, sealed.key);
    if (key === null) return null;
    const text = openWith(key, subject, Buffer.from(sealed.cipher, 'base64')).subarray(SALT_BYTES).toString('utf8');
    remember(this.#opened, name, text);
    return text;
  };

  constructor(database: Database, lease: ReaderLease) {
    this.#database = database;
    this.#lease = lease;
  }

  /** Deterministic for a key and a text: a retried request writes the same bytes. */
  seal(subject: string, text: string): SealedText {
    const { generation, encryption, nonces, salts } = this.#sealingKey(subject);
    const nonce = createHmac('sha256', nonces).update(text, 'utf8').digest().subarray(0, NONCE_BYTES);
    const salt = createHmac('sha256', salts).update(text, 'utf8').digest();
    const clear = Buffer.concat([salt, Buffer.from(text, 'utf8')]);
    const cipher = createCipheriv(CIPHER, encryption, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(subject, 'utf8'));
    const sealed = Buffer.concat([nonce, cipher.update(clear), cipher.final(), cipher.getAuthTag()]);
    return {
      key: generation,
      cipher: sealed.toString('base64'),
      commitment: createHash('sha256').update(clear).digest('base64'),
    };
  }

  reveal(subject: string, { key: generation, cipher, commitment }: SealedText): RevealedText | null {
    const key = this.#keyOf(subject, generation);
    if (key === null) return null;
    const clear = openWith(key, subject, Buffer.from(cipher, 'base64'));
    if (createHash('sha256').update(clear).digest('base64') !== commitment)
      throw new KeyDamaged(`a text of ${subject} is not the one that was committed to`);
    return { salt: clear.subarray(0, SALT_BYTES), text: clear.subarray(SALT_BYTES).toString('utf8') };
  }

  generations(subject: string): number {
    const row = this.#database
      .prepare<[string], { n: number }>('SELECT count(*) AS n FROM subject_key WHERE subject = ?')
      .get(subject);
    return row?.n ?? 0;
  }

  claim(): void {
    if (this.#isClaimed) return;
    this.#lease.claim();
    this.#isClaimed = true;
  }

  destroy(subject: string): void {
    const wasClaimed = this.#isClaimed;
    this.claim();
    try {
      this.#database.prepare('UPDATE subject_key SET key = NULL WHERE subject = ?').run(subject);
      this.#newest.delete(subject);
      this.#opened.clear();
      if (this.#database.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) !== 0) throw new KeysInUse([]);
    } finally {
      if (!wasClaimed) {
        this.#lease.share();
        this.#isClaimed = false;
      }
    }
  }

  close(): void {
    this.#database.close();
    this.#lease.release();
  }

  #sealingKey(subject: string): SubjectKey {
    const cached = this.#newest.get(subject);
    if (cached) return cached;
    const key = this.#database
      .transaction(() => {
        const last = this.#last(subject);
        if (last?.key) return derive(last.generation, last.key);
        const made = { generation: (last?.generation ?? 0) + 1, key: randomBytes(32) };
        this.#database.prepare('INSERT INTO subject_key VALUES (?, ?, ?)').run(subject, made.generation, made.key);
        return derive(made.generation, made.key);
      })
      .immediate();
    remember(this.#newest, subject, key);
    return key;
  }

  #last(subject: string): { readonly generation: number; readonly key: Buffer | null } | undefined {
    return this.#database
      .prepare<[string], { generation: number; key: Buffer | null }>(
        'SELECT generation, key FROM subject_key WHERE subject = ? ORDER BY generation DESC LIMIT 1',
      )
      .get(subject);
  }

  /** Null: it was destroyed. */
  #keyOf(subject: string, generation: number): SubjectKey | null {
    const cached = this.#newest.get(subject);
    if (cached?.generation === generation) return cached;
    const row = this.#database
      .prepare<[string, number], { key: Buffer | null }>('SELECT key FROM subject_key WHERE subject = ? AND generation = ?')
      .get(subject, generation);
    if (!row)
      throw new KeyMissing(
        `key ${String(generation)} of the subject ${subject} is not in the keys folder: restore it from its backup`,
      );
    if (!row.key) return null;
    const key = derive(generation, row.key);
    if (this.#last(subject)?.generation === generation) remember(this.#newest, subject, key);
    return key;
  }
}

function remember<Value>(cache: Map<string, Value>, name: string, value: Value): void {
  if (cache.size >= CACHED) cache.clear();
  cache.set(name, value);
}

function derive(generation: number, key: Buffer): SubjectKey {
  const part = (purpose: string): Buffer => createHmac('sha256', key).update(`kabinet personal text ${purpose}`).digest();
  return { generation, encryption: part('encryption'), nonces: part('nonces'), salts: part('salts') };
}

function openWith({ generation, encryption }: SubjectKey, subject: string, sealed: Buffer): Buffer {
  const damaged = (cause?: unknown): KeyDamaged =>
    new KeyDamaged(`a text that claims to be sealed under key ${String(generation)} of ${subject} was not`, { cause });
  if (sealed.length < NONCE_BYTES + SALT_BYTES + TAG_BYTES) throw damaged();
  const decipher = createDecipheriv(CIPHER, encryption, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(subject, 'utf8'));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw damaged(cause);
  }
}
