/** An export of a period is whole: that is proven by the events beside it, also against an operator who signs another manifest. */
import { hash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  FILES,
  MANIFEST,
  MANIFEST_NOTE,
  manifestNoteText,
  printManifest,
  type Manifest,
} from '../../src/audit/export/manifest.js';
import { signNote } from '../../src/audit/signed-note.js';
import { openLogKeys } from '../../src/keys/log-keys.js';
import { folders, kabinet, linesOf, type Ended } from './kabinet.js';

const { make, removeAll } = folders();
afterAll(removeAll);

const [FROM, TO] = ['2025-06-01T00:00:00Z', '2026-01-01T03:00:00+03:00'];
let dataDir: string;
let folder: string;
let key: string;

const run = (...args: readonly string[]): Promise<Ended> => kabinet(args, { dataDir });
const manifestOf = (exported: string): Manifest => JSON.parse(readFileSync(join(exported, MANIFEST), 'utf8')) as Manifest;

async function exported(...more: readonly string[]): Promise<string> {
  const to = join(make(), 'export');
  const ended = await run('export', '--folder', to, ...more);
  expect(ended).toMatchObject({ code: 0 });
  key = linesOf(ended.stderr).at(-1) ?? '';
  return to;
}

beforeAll(async () => {
  dataDir = make();
  const simulated = await run(
    'simulate',
    '--devices',
    '6',
    '--years',
    '1',
    '--now',
    '2026-03-01T09:00:00Z',
    '--account',
    'acc_ours',
  );
  expect(simulated.code).toBe(0);
  folder = await exported('--from', FROM, '--to', TO);
});

type Lines = Record<'events' | 'proofs' | 'beside' | 'besideProofs' | 'texts', string[]>;

/** A copy of the folder with other lines and another manifest, under the log's own signature. */
function forged(from: string, change: (lines: Lines) => Partial<Manifest>): string {
  const copy = join(make(), 'forged');
  cpSync(from, copy, { recursive: true });
  const linesIn = (name: string): string[] => [...linesOf(readFileSync(join(copy, name), 'utf8'))];
  const names = ['events', 'proofs', 'beside', 'besideProofs', 'texts'] as const;
  const lines = Object.fromEntries(names.map((name) => [name, linesIn(FILES[name])])) as Lines;
  const manifest = { ...manifestOf(copy), ...change(lines) };
  const files = { ...manifest.files };
  for (const name of names) {
    const text = lines[name].map((line) => `${line}\n`).join('');
    writeFileSync(join(copy, FILES[name]), text);
    files[FILES[name]] = { sha256: hash('sha256', text), bytes: Buffer.byteLength(text) };
  }
  const text = printManifest({ ...manifest, files, events: lines.events.length });
  const signers = openLogKeys(join(dataDir, 'keys', 'log-signing.pem')).signing.map((privateKey) => ({
    name: manifest.origin,
    privateKey,
  }));
  writeFileSync(join(copy, MANIFEST), text);
  writeFileSync(join(copy, MANIFEST_NOTE), signNote(manifestNoteText(manifest.origin, text), signers));
  return copy;
}

it('is right, and shows nothing of the events beside it but where they stand', async () => {
  expect(await run('verify', folder, '--key', key)).toMatchObject({ code: 0 });
  const beside = linesOf(readFileSync(join(folder, 'beside.jsonl'), 'utf8'));
  const { firstIndex, endIndex } = manifestOf(folder);
  expect(beside.map((line) => (JSON.parse(line) as { logindex: number }).logindex)).toEqual([firstIndex - 1, endIndex]);
  expect(beside.every((line) => line.includes('"datasha256"') && line.includes('"metadatasha256"'))).toBe(true);
});

it.each<[string, string, (lines: Lines) => Partial<Manifest>]>([
  [
    'without its first events',
    'the event before, at log index',
    (lines) => {
      const gone = lines.events.splice(0, 3).length;
      lines.proofs.splice(0, gone);
      return { firstIndex: manifestOf(folder).firstIndex + gone };
    },
  ],
  [
    'without its last events',
    'the event behind, at log index',
    (lines) => {
      const gone = lines.events.splice(-3).length;
      lines.proofs.splice(-gone);
      return { endIndex: manifestOf(folder).endIndex - gone };
    },
  ],
  [
    'without its first event, which is shown as the one before',
    'the event before, at log index',
    (lines) => {
      lines.beside.splice(0, 1, ...lines.events.splice(0, 1));
      lines.besideProofs.splice(0, 1, ...lines.proofs.splice(0, 1));
      return { firstIndex: manifestOf(folder).firstIndex + 1 };
    },
  ],
  ['of another period, with the same events', 'outside of the period', () => ({ from: '2025-07-01T00:00:00Z' })],
  [
    'with a neighbour whose time was changed',
    'beside.jsonl, line 1: the log did not hold this event',
    (lines) => {
      lines.beside[0] = (lines.beside[0] ?? '').replace(/"time":"20../, '"time":"2001');
      return {};
    },
  ],
  ['said to be of everything from the first event on', 'from the first event on', () => ({ from: null })],
  ['said to be of everything up to the end', 'up to the last event', () => ({ to: null })],
])('is not right %s', async (_, said, change) => {
  const { code, stderr } = await run('verify', forged(folder, change), '--key', key);
  expect([code, stderr]).toEqual([5, expect.stringContaining(said)]);
});

it('shows an account nothing of its neighbours, which are events of others', async () => {
  const ours = await exported('--account', 'acc_ours', '--from', FROM, '--to', TO);
  expect(readFileSync(join(ours, 'beside.jsonl'), 'utf8')).toBe('');
  expect(await run('verify', ours, '--key', key)).toMatchObject({ code: 0 });
});
