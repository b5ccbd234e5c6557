import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { KeyDamaged, KeyMissing, KeysInUse } from '../../src/keys/errors.js';
import { openSubjectKeys, type SubjectKeys } from '../../src/keys/subject-keys.js';

const DEVICE = 'dev_1';
const NAME = 'Терминал Зинаиды';

let folder: string;
let keys: SubjectKeys;
const file = (): string => join(folder, 'subject-keys.db');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kabinet-subjects-'));
  keys = openSubjectKeys(file(), { mayCreate: true });
});
afterEach(() => {
  keys.close();
  rmSync(folder, { recursive: true });
});

const keyOf = (subject: string): Buffer => {
  const database = new Database(file(), { readonly: true });
  try {
    const row = database.prepare<[string], { key: Buffer }>('SELECT key FROM subject_key WHERE subject = ?').get(subject);
    if (!row) throw new Error('the subject has a key');
    return row.key;
  } finally {
    database.close();
  }
};

const filesIn = (path: string): readonly string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe('a sealed text', () => {
  it('is opened again, also by another process, and a retry seals the same bytes', () => {
    const sealed = keys.seal(DEVICE, NAME);
    expect(JSON.stringify(sealed)).not.toContain(NAME);
    const other = openSubjectKeys(file(), { mayCreate: false });
    expect(other.open(DEVICE, sealed)).toBe(NAME);
    expect(other.seal(DEVICE, NAME)).toEqual(sealed);
    other.close();
  });

  it('is not opened under another subject, also where its own subject has opened it before', () => {
    const sealed = keys.seal(DEVICE, NAME);
    keys.seal('dev_2', 'x');
    expect(keys.open(DEVICE, sealed)).toBe(NAME);
    expect(() => keys.open('dev_2', sealed)).toThrow(KeyDamaged);
    expect(() => keys.open('dev_3', sealed)).toThrow(KeyMissing);
  });

  it('looks unlike the same text of another subject, and tells no one which text it is', () => {
    const [one, two] = [keys.seal(DEVICE, NAME), keys.seal('dev_2', NAME)];
    expect(one.cipher).not.toBe(two.cipher);
    expect(one.commitment).not.toBe(two.commitment);
  });
});

describe('a destroyed key', () => {
  it('leaves nothing in the folder, its texts read as erased, and later ones are sealed anew', () => {
    const sealed = keys.seal(DEVICE, NAME);
    const bytes = keyOf(DEVICE);
    keys.destroy(DEVICE);
    expect(keys.open(DEVICE, sealed)).toBeNull();
    for (const name of filesIn(folder)) expect(readFileSync(name).includes(bytes)).toBe(false);
    const later = keys.seal(DEVICE, 'Касса');
    expect([later.key, keys.open(DEVICE, later), keys.open(DEVICE, sealed)]).toEqual([2, 'Касса', null]);
  });

  it('is not destroyed while another has the keys open, who is named, and would go on reading', () => {
    const sealed = keys.seal(DEVICE, NAME);
    const other = openSubjectKeys(file(), { mayCreate: false });
    let named: unknown;
    try {
      keys.destroy(DEVICE);
    } catch (error) {
      named = error;
    }
    expect(named).toMatchObject({ name: 'KeysInUse', pids: [process.pid] });
    expect(keys.open(DEVICE, sealed)).toBe(NAME);
    other.close();
    keys.destroy(DEVICE);
    expect(keys.open(DEVICE, sealed)).toBeNull();
  });

  it('keeps others out only until it is destroyed', () => {
    keys.seal(DEVICE, NAME);
    keys.destroy(DEVICE);
    const other = openSubjectKeys(file(), { mayCreate: false });
    expect(other.generations(DEVICE)).toBe(1);
    other.close();
  });

  it('is said to lie on disk still where somebody reads the file, and goes with the next call', () => {
    keys.seal(DEVICE, NAME);
    const bytes = keyOf(DEVICE);
    const reader = new Database(file(), { readonly: true });
    reader.prepare('BEGIN').run();
    reader.prepare('SELECT count(*) FROM subject_key').get();
    expect(() => {
      keys.destroy(DEVICE);
    }).toThrow(KeysInUse);
    reader.close();
    keys.destroy(DEVICE);
    for (const name of filesIn(folder)) expect(readFileSync(name).includes(bytes)).toBe(false);
  }, 30_000);
});

it('is never made anew beside a log', () => {
  expect(() => openSubjectKeys(join(folder, 'none.db'), { mayCreate: false })).toThrow(KeyMissing);
});
