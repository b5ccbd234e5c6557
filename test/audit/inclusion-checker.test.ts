import fc from 'fast-check';
import { InclusionChecker } from '../../src/audit/export/inclusion-checker.js';
import { inclusionProof, treeRoot } from '../../src/audit/merkle-tree.js';
import { toBase64 } from '../../src/audit/strict-text.js';
import { rememberedSubtrees, subtreesIn } from '../../src/audit/tiles.js';
import { damaged, leavesOf, treeOf } from './support.js';

const SIZE = 700;
const leaves = leavesOf(SIZE);
const tree = treeOf(leaves);
const root = treeRoot(SIZE, subtreesIn(tree));
const remembered = rememberedSubtrees(tree, SIZE);
const proofOf = (index: number): string[] => inclusionProof(index, SIZE, remembered).map(toBase64);
const leafOf = (index: number): Uint8Array => leaves[index] ?? Buffer.alloc(32);

describe('many proofs against one root', () => {
  it('are right one after the other, and in any order', () => {
    const check = new InclusionChecker(SIZE, root);
    for (let index = 0; index < SIZE; index += 1) expect(check.isIncluded(index, leafOf(index), proofOf(index))).toBe(true);
    fc.assert(fc.property(fc.nat(SIZE - 1), (index) => check.isIncluded(index, leafOf(index), proofOf(index))));
  });

  it('are wrong with another leaf, another place or another hash, whatever was shown before', () => {
    const check = new InclusionChecker(SIZE, root);
    fc.assert(
      fc.property(fc.nat(SIZE - 1), fc.nat(SIZE - 1), fc.nat(2_000), (shown, index, bit) => {
        expect(check.isIncluded(shown, leafOf(shown), proofOf(shown))).toBe(true);
        const proof = proofOf(index);
        expect(check.isIncluded(index, damaged(leafOf(index), bit), proof)).toBe(false);
        expect(check.isIncluded((index + 1) % SIZE, leafOf(index), proof)).toBe(false);
        const at = bit % proof.length;
        const other = proof.with(at, toBase64(damaged(Buffer.from(proof[at] ?? '', 'base64'), bit)));
        expect(check.isIncluded(index, leafOf(index), other)).toBe(false);
        expect(check.isIncluded(index, leafOf(index), proof.slice(1))).toBe(false);
        expect(check.isIncluded(index, leafOf(index), [...proof, proof[0] ?? ''])).toBe(false);
      }),
    );
  });

  it.each([-1, SIZE, 0.5, Number.NaN])('have no leaf %p', (index) => {
    expect(new InclusionChecker(SIZE, root).isIncluded(index, leafOf(0), proofOf(0))).toBe(false);
  });
});
