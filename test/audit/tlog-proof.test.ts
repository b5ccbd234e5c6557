import fc from 'fast-check';
import { printCheckpoint } from '../../src/audit/checkpoint.js';
import { inclusionProof, treeRoot } from '../../src/audit/merkle-tree.js';
import { signNote } from '../../src/audit/signed-note.js';
import { subtreesIn } from '../../src/audit/tiles.js';
import { parseProof, printProof, verifyProof } from '../../src/audit/tlog-proof.js';
import { entriesOf, leavesOf, newKey, treeOf } from './support.js';

const SIZE = 300;
const ENTRIES = entriesOf(SIZE);
const read = subtreesIn(treeOf(leavesOf(SIZE)));
const log = newKey('cabinet.example/log');
const checkpoint = signNote(printCheckpoint({ origin: log.name, size: SIZE, rootHash: treeRoot(SIZE, read), extensions: [] }), [
  log,
]);
const proofOf = (index: number): string =>
  printProof({ index, hashes: inclusionProof(index, SIZE, read), checkpoint, extra: null });
const asked = (proof: string, entry: string) => verifyProof({ proof, entry, origin: log.name, keys: [log.verifier] });

describe('a proof in text', () => {
  it('proves every entry of the log to somebody who has nothing but its key', () => {
    ENTRIES.forEach((entry, index) =>
      expect(asked(proofOf(index), entry)).toMatchObject({ ok: true, index, checkpoint: { size: SIZE } }),
    );
  });

  it('starts, line by line, as the specification says', () => {
    const lines = proofOf(7).split('\n');
    expect(lines.slice(0, 2)).toEqual(['c2sp.org/tlog-proof@v1', 'index 7']);
    expect(lines[lines.indexOf('') + 1]).toBe(log.name);
  });

  it('does not prove another entry, nor the same one elsewhere', () => {
    expect(asked(proofOf(7), ENTRIES[8] ?? '').ok).toBe(false);
    expect(asked(proofOf(7).replace('index 7', 'index 6'), ENTRIES[7] ?? '').ok).toBe(false);
  });

  it('is refused with any one character changed', () => {
    const proof = proofOf(123);
    fc.assert(
      fc.property(fc.nat(proof.length - 1), fc.constantFrom('A', 'b', '0', '9', '=', ' ', '\n'), (at, character) => {
        fc.pre(proof[at] !== character);
        expect(asked(proof.slice(0, at) + character + proof.slice(at + 1), ENTRIES[123] ?? '').ok).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it('carries extra data where somebody gives it, which proves nothing', () => {
    const hashes = inclusionProof(0, SIZE, read);
    const proof = printProof({ index: 0, hashes, checkpoint, extra: Buffer.from('more') });
    expect(proof.split('\n')[1]).toBe('extra bW9yZQ==');
    expect(parseProof(proof)).toMatchObject({ ok: true, proof: { index: 0, extra: Buffer.from('more') } });
    expect(asked(proof, ENTRIES[0] ?? '').ok).toBe(true);
  });

  it('is read in one form alone', () => {
    const good = proofOf(0);
    const hash = Buffer.alloc(32).toString('base64');
    const strange = [
      '', 'c2sp.org/tlog-proof@v1', good.replace('@v1', '@v2'), good.replace('index 0', 'index 00'), good.replace('index 0', 'index'),
      good.replace('index 0', 'index -1'), good.replace('index 0\n', ''), good.replace('index 0', 'index 0\nAAAA'),
      good.replace('index 0', 'extra ???\nindex 0'), good.replace('index 0', `index 0${`\n${hash}`.repeat(64)}`),
    ]; // prettier-ignore
    expect(strange.filter((text) => parseProof(text).ok)).toEqual([]);
  });
});
