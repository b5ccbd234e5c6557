/**
 * 10,000 events that nobody touched: nobody of ours raises an alarm, and tools that we did not write come to the same result
 * (docs/verify-independently.md): openssl, Go's own note and tlog packages, and the Merkle check of sigstore.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LogCheckpoint } from '@sigstore/verify/dist/tlog/checkpoint.js';
import { verifyMerkleInclusion } from '@sigstore/verify/dist/tlog/merkle.js';
import { parseCheckpoint } from '../../src/audit/checkpoint.js';
import { envelopeOf } from '../../src/audit/envelope.js';
import { readCloudEvent } from '../../src/audit/export/cloud-event.js';
import { verifyExport } from '../../src/audit/export/verify-export.js';
import { checkLog } from '../../src/audit/self-check.js';
import { parseVerifierKey, printVerifierKey, verifierKey } from '../../src/audit/verifier-key.js';
import { fill, newStream } from '../event-store/events.js';
import { sqliteHarness, type SqliteHarness } from '../event-store/sqlite-harness.js';
import { newLogKeys, openAudit } from '../support/audit.js';
import { exportAll } from '../support/export.js';
import { damaged } from './support.js';

const EVENTS = 10_000;
const SCRIPTS = fileURLToPath(new URL('../../examples/verify-independently/', import.meta.url));
const logKeys = newLogKeys();
let harness: SqliteHarness;
let folder: string;
let key: string;
/** The same log for an account that may not see every tenth event whole. */
let partly: string;

beforeAll(async () => {
  harness = sqliteHarness();
  const store = harness.openIn(harness.newFolder());
  const audit = await openAudit(store, { keys: logKeys });
  // Signed on the way, so that there is something to be consistent with.
  for (let events = 0; events < EVENTS; events += 2_500) {
    await fill(store, newStream(), 2_500, `{"name":"ТСД ${String(events)} <&>"}`);
    audit.makeCheckpoint();
  }
  const eventsFrom = (index: number) => store.readAll({ after: index });
  const { tree, checkpoints } = store;
  const checked = await checkLog({ tree, store: checkpoints, eventsFrom, trustedKeys: logKeys.trusted }, 'whole');
  expect(checked).toMatchObject({ ok: true, size: EVENTS });
  folder = join(harness.newFolder(), 'export');
  mkdirSync(folder, { recursive: true });
  await exportAll(store, folder, { logKeys, earlierSize: 5_000 });
  partly = join(harness.newFolder(), 'partly');
  mkdirSync(partly, { recursive: true });
  const hides = ({ position }: { readonly position: number }) => ({ body: position % 10 === 0, metadata: position % 20 === 0 });
  await exportAll(store, partly, { logKeys, account: { id: 'acc_ours', hides } });
  const [publicKey] = logKeys.trusted;
  key = publicKey ? printVerifierKey(verifierKey(audit.origin, 'ed25519', publicKey)) : '';
}, 120_000);
afterAll(() => harness.dispose());

const linesOf = (name: string): readonly string[] => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n');
const checkpointOf = () => parseCheckpoint(readFileSync(join(folder, 'checkpoint'), 'utf8').split('\n\n')[0]?.concat('\n') ?? '');

it('raises no alarm', async () => {
  const read = parseVerifierKey(key);
  const { problems, events } = await verifyExport({ folder, keys: read.ok ? [read.key] : [] });
  expect({ problems, events }).toEqual({ problems: [], events: EVENTS });
});

it('raises no alarm over events that are proven by their hashes alone', async () => {
  const read = parseVerifierKey(key);
  const { problems, manifest } = await verifyExport({ folder: partly, keys: read.ok ? [read.key] : [] });
  expect({ problems, withheld: manifest?.withheld }).toEqual({ problems: [], withheld: EVENTS / 10 });
});

describe('the Merkle check of sigstore', () => {
  /** Throws where the proof is wrong. */
  function check(eventLine: string, proofLine: string, change: (entry: Buffer) => Buffer = (entry) => entry): void {
    const event = readCloudEvent(eventLine);
    const proof = JSON.parse(proofLine) as { readonly index: number; readonly hashes: readonly string[] };
    const signed = checkpointOf();
    if (!event.ok || !signed.ok) throw new Error('the export cannot be read');
    const { rootHash, size } = signed.checkpoint;
    verifyMerkleInclusion(
      {
        canonicalizedBody: change(Buffer.from(envelopeOf(event.event))),
        inclusionProof: { logIndex: String(proof.index), hashes: proof.hashes.map((hash) => Buffer.from(hash, 'base64')) },
      } as unknown as Parameters<typeof verifyMerkleInclusion>[0],
      new LogCheckpoint('', BigInt(size), Buffer.from(rootHash), []),
    );
  }

  it('agrees with every proof that we made, and with none of an edited event', () => {
    const proofs = linesOf('proofs.jsonl');
    for (const [at, event] of linesOf('events.jsonl').entries()) {
      const proof = proofs[at] ?? '';
      check(event, proof);
      if (at % 100 === 0) expect(() => check(event, proof, (entry) => damaged(entry, at))).toThrow('does not match');
    }
    expect.assertions(EVENTS / 100);
  });
});

const has = (command: string): boolean => spawnSync(command, ['version']).error === undefined;

// Where it is not there, the end of the run says so (scripts/test.mjs).
if (has('openssl')) {
  describe('openssl alone', () => {
    const verify = (note: string, by = key) => spawnSync('sh', [join(SCRIPTS, 'signature.sh'), note, by], { encoding: 'utf8' });

    it.each(['checkpoint', 'earlier-checkpoint', 'manifest.note'])('verifies the signature under %s', (note) => {
      const { status, stdout } = verify(join(folder, note));
      expect([status, stdout]).toEqual([0, expect.stringContaining('Signature Verified Successfully')]);
    });

    it('takes the text up to the last blank line, as every reader of notes does', () => {
      // Text behind a signed one, and before its signatures.
      const other = join(folder, '..', 'longer');
      writeFileSync(other, readFileSync(join(folder, 'checkpoint'), 'utf8').replace('\n\n', '\n\nanother text\n\n'));
      expect(verify(other).status).toBe(1);
    });

    it('does not verify another text, the key of another log, or a key that was copied wrong', () => {
      const other = join(folder, '..', 'other');
      writeFileSync(other, readFileSync(join(folder, 'checkpoint'), 'utf8').replace('\n10000\n', '\n10001\n'));
      expect(verify(other).status).toBe(1);
      const [stranger] = newLogKeys().trusted;
      const foreign = stranger ? printVerifierKey(verifierKey(key.split('+')[0] ?? '', 'ed25519', stranger)) : '';
      expect(verify(join(folder, 'checkpoint'), foreign).status).toBe(1);
      expect(verify(join(folder, 'checkpoint'), key.replace(/[0-9a-f]{8}\+/, '00000000+')).status).toBe(1);
    });
  });
}

const GOPATH = '/usr/share/gocode';
if (has('go') && existsSync(join(GOPATH, 'src/golang.org/x/mod/sumdb/tlog'))) {
  it('is right by the Go packages of Debian, and is not once an event was edited', () => {
    const env = { ...process.env, GO111MODULE: 'off', GOPATH, GOCACHE: join(folder, '..', 'go-cache') };
    const run = (exported = folder) =>
      spawnSync('go', ['run', join(SCRIPTS, 'main.go'), exported, key], { env, encoding: 'utf8' });
    const { status, stdout, stderr } = run();
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: `the log was only appended to since its first 5000 events\n${String(EVENTS)} events of ${String(EVENTS)} verified\n`,
      stderr: '',
    });
    expect(run(partly)).toMatchObject({ status: 0, stdout: expect.stringContaining(`${String(EVENTS)} events of`) });
    const path = join(folder, 'events.jsonl');
    const events = readFileSync(path, 'utf8');
    writeFileSync(path, events.replace('"revision":7,', '"revision":8,'));
    try {
      expect(run()).toMatchObject({ status: 1, stderr: expect.stringContaining('at log index 7: ') });
    } finally {
      writeFileSync(path, events);
    }
  }, 120_000);
}
