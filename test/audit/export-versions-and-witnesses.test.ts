/** What the verifier says of the cosignatures that its reader asks for, and of folders of other versions. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FILES, MANIFEST, MANIFEST_NOTE, manifestNoteText } from '../../src/audit/export/manifest.js';
import { verifyExport } from '../../src/audit/export/verify-export.js';
import { cosignatureLine, parseNote, signNote } from '../../src/audit/signed-note.js';
import { printVerifierKey, verifierKey, type VerifierKey } from '../../src/audit/verifier-key.js';
import type { StreamName } from '../../src/domain/ids.js';
import { openSqliteEventStore } from '../../src/event-store/sqlite/sqlite-event-store.js';
import { kabinet } from '../cli/kabinet.js';
import { newEvents } from '../event-store/events.js';
import { newLogKeys, openAudit } from '../support/audit.js';
import { exportAll } from '../support/export.js';
import { newKey } from './support.js';

const root = mkdtempSync(join(tmpdir(), 'kabinet-witnessed-'));
const folder = join(root, 'export');
const logKeys = newLogKeys();
const witness = newKey('witness/1', 'cosignature/v1');
const AT = 1_772_355_600;

let origin: string;
let keys: readonly VerifierKey[];
beforeAll(async () => {
  const store = openSqliteEventStore({ folder: join(root, 'log'), clock: Date.now });
  const audit = await openAudit(store, { keys: logKeys });
  const stream = 'account-shop' as StreamName;
  await store.append(stream, 'none', newEvents(3));
  audit.makeCheckpoint();
  await store.append(stream, 2, newEvents(4));
  audit.makeCheckpoint();
  ({ origin } = audit);
  keys = logKeys.trusted.map((key) => verifierKey(origin, 'ed25519', key));
  mkdirSync(folder);
  await exportAll(store, folder, { logKeys, earlierSize: 3 });
  await store.close();
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

const noteOf = (name: string): string => readFileSync(join(folder, name), 'utf8');

function cosigned(note: string, by = witness): string {
  const read = parseNote(note);
  if (!read.ok) throw new Error(read.problem);
  return `${note}${cosignatureLine(read.note.text, by, AT)}`;
}

const verify = (earlier?: string, ...witnesses: VerifierKey[]) => verifyExport({ folder, keys, earlier, witnesses });
const kindsOf = ({ problems }: Awaited<ReturnType<typeof verify>>): readonly string[] => problems.map(({ kind }) => kind);

describe('a witness that is asked for', () => {
  it.each([
    ['the checkpoint of the folder', FILES.checkpoint, 7],
    ['the one that it leads from', FILES.earlier, 3],
  ])('has cosigned %s', async (_name, file, size) => {
    const verified = await verify(cosigned(noteOf(file)), witness.verifier);
    expect(kindsOf(verified)).toEqual([]);
    expect(verified.witnessed).toEqual([{ name: 'witness/1', size, at: AT }]);
  });

  it('is missed where nothing is cosigned, or another one has done it', async () => {
    const other = newKey('witness/2', 'cosignature/v1');
    expect(kindsOf(await verify(undefined, witness.verifier))).toEqual(['notWitnessed']);
    expect(kindsOf(await verify(cosigned(noteOf(FILES.checkpoint), other), witness.verifier))).toEqual(['notWitnessed']);
    const both = await verify(cosigned(noteOf(FILES.checkpoint), other), witness.verifier, other.verifier);
    expect(kindsOf(both)).toEqual(['notWitnessed']);
    expect(both.witnessed.map(({ name }) => name)).toEqual(['witness/2']);
  });

  it('is not believed where its signature is of another text', async () => {
    const [checkpoint, earlier] = [noteOf(FILES.checkpoint), cosigned(noteOf(FILES.earlier))];
    const line = earlier.split('\n').findLast((text) => text !== '') ?? '';
    expect(kindsOf(await verify(`${checkpoint}${line}\n`, witness.verifier))).toEqual(['witness']);
  });

  it('counts for nothing on a checkpoint that the folder does not lead from', async () => {
    const read = parseNote(noteOf(FILES.checkpoint));
    const text = read.ok ? read.note.text.replace(/\n7\n/, '\n6\n') : '';
    const signers = logKeys.signing.map((privateKey) => ({ name: origin, privateKey }));
    const other = cosigned(signNote(text, signers));
    expect(kindsOf(await verify(other, witness.verifier))).toEqual(['notTheEarlier', 'notWitnessed']);
  });

  it('is nobody where none is asked for', async () => {
    expect(await verify()).toMatchObject({ problems: [], witnessed: [] });
  });
});

it('kabinet verify asks for it by --witness-key, and takes no other key there', async () => {
  const [logKey, witnessKey] = [keys.map(printVerifierKey).join('\n'), printVerifierKey(witness.verifier)];
  const [cosignedFile, logKeyFile] = [join(root, 'cosigned'), join(root, 'log.vkey')];
  writeFileSync(cosignedFile, cosigned(noteOf(FILES.checkpoint)));
  writeFileSync(logKeyFile, `${logKey}\n`);
  const run = (...more: string[]) => kabinet(['verify', folder, '--key', logKeyFile, ...more]);
  const found = await run('--earlier', cosignedFile, '--witness-key', witnessKey);
  expect(found).toMatchObject({ code: 0, stderr: expect.stringContaining('cosigned the checkpoint over 7 events') });
  expect(JSON.parse(found.stdout)).toMatchObject({ witnessed: [{ name: 'witness/1', size: 7 }], problems: 0 });
  expect(await run('--witness-key', witnessKey)).toMatchObject({
    code: 5,
    stderr: expect.stringContaining('witness/1 has cosigned no checkpoint'),
  });
  expect((await run('--witness-key', logKeyFile)).code).toBe(2);
}, 30_000);

/** The folder with another manifest, signed by the log. */
async function problemsAs(format: string, change: (manifest: Record<string, unknown>) => void = () => undefined) {
  const copy = join(root, 'other');
  cpSync(folder, copy, { recursive: true });
  const manifest = JSON.parse(noteOf(MANIFEST)) as Record<string, unknown>;
  manifest['format'] = format;
  change(manifest);
  const text = JSON.stringify(manifest);
  writeFileSync(join(copy, MANIFEST), text);
  const signers = logKeys.signing.map((privateKey) => ({ name: origin, privateKey }));
  writeFileSync(join(copy, MANIFEST_NOTE), signNote(manifestNoteText(origin, text, format as 'kabinet-export/v1'), signers));
  const { problems } = await verifyExport({ folder: copy, keys });
  rmSync(copy, { recursive: true });
  return problems;
}

describe('a folder of another version', () => {
  it('is written as v2', () => {
    expect(JSON.parse(noteOf(MANIFEST))).toMatchObject({ format: 'kabinet-export/v2' });
    expect(noteOf(MANIFEST_NOTE)).toMatch(/^kabinet-export\/v2 /);
  });

  it('is verified as v1 where it has the same fields', async () => {
    expect(await problemsAs('kabinet-export/v1')).toEqual([]);
  });

  it('is named where it lacks them, or is newer', async () => {
    const without = (manifest: Record<string, unknown>): void => {
      delete manifest['withheld'];
    };
    expect(await problemsAs('kabinet-export/v1', without)).toEqual([{ kind: 'otherFormat', format: 'kabinet-export/v1' }]);
    expect(await problemsAs('kabinet-export/v3')).toEqual([{ kind: 'otherFormat', format: 'kabinet-export/v3' }]);
    expect(await problemsAs('kabinet-export/v2', without)).toEqual([{ kind: 'manifest' }]);
    expect(await problemsAs('somebody-else')).toEqual([{ kind: 'manifest' }]);
  });
});
