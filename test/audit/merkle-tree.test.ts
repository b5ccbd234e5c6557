import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  consistencyProof,
  EMPTY_ROOT,
  Frontier,
  inclusionProof,
  isConsistent,
  isIncluded,
  leafHash,
  treeRoot,
} from '../../src/audit/merkle-tree.js';
import { subtreesIn } from '../../src/audit/tiles.js';
import { damaged, leavesOf, treeOf } from './support.js';

/** The tree that Certificate Transparency implementations are tested with. */
const CT_ENTRIES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const CT_ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

/** RFC 6962, 2.1, word for word. */
function naiveRoot(leaves: readonly Uint8Array[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return createHash('sha256').digest();
  if (leaves.length === 1) return Buffer.from(only);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  const [left, right] = [naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split))];
  return createHash('sha256')
    .update(Buffer.concat([Buffer.from([1]), left, right]))
    .digest();
}

const LEAVES = leavesOf(700);
const rootAt = (size: number): Buffer => naiveRoot(LEAVES.slice(0, size));
const readAt = (size: number) => subtreesIn(treeOf(LEAVES.slice(0, size)));
const sizes = fc.integer({ min: 1, max: LEAVES.length });
const someSize = sizes.chain((size) => fc.record({ size: fc.constant(size), other: fc.integer({ min: 0, max: size - 1 }) }));

describe('the root of a tree', () => {
  it('is the one that the test trees of Certificate Transparency have', () => {
    const frontier = new Frontier();
    const roots = CT_ENTRIES.map((entry) => {
      frontier.append(leafHash(Buffer.from(entry, 'hex')));
      return frontier.root().toString('hex');
    });
    expect(roots).toEqual(CT_ROOTS);
  });

  it('is the hash of nothing where there are no leaves', () => {
    expect(EMPTY_ROOT.toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(new Frontier().root()).toEqual(EMPTY_ROOT);
    expect(treeRoot(0, readAt(1))).toEqual(EMPTY_ROOT);
  });

  it('is the same leaf by leaf, from tiles, and by the definition', () => {
    const frontier = new Frontier();
    LEAVES.forEach((leaf, index) => {
      frontier.append(leaf);
      if (index % 7 === 0 || index > 690) expect(frontier.root()).toEqual(rootAt(index + 1));
    });
    fc.assert(fc.property(sizes, (size) => expect(treeRoot(size, readAt(size))).toEqual(rootAt(size))));
  });

  it('tells an entry from its text with another first byte', () => {
    expect(leafHash('a')).toEqual(
      createHash('sha256')
        .update(Buffer.from([0, 0x61]))
        .digest(),
    );
    expect(leafHash('é')).toEqual(leafHash(Buffer.from('é')));
  });
});

describe('an inclusion proof', () => {
  it('proves every leaf of every small tree, as long as the RFC says', () => {
    for (let size = 1; size <= 34; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const [proof, leaf] = [inclusionProof(index, size, readAt(size)), LEAVES[index] ?? EMPTY_ROOT];
        expect(proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)));
        expect(isIncluded({ index, size, leaf, root: rootAt(size), proof })).toBe(true);
      }
    }
  });

  it('is refused with any one bit changed, a hash more or less, or another leaf, place or size', () => {
    fc.assert(
      fc.property(someSize, fc.nat(), fc.nat(), ({ size, other: index }, which, bit) => {
        const [proof, leaf, root] = [inclusionProof(index, size, readAt(size)), LEAVES[index] ?? EMPTY_ROOT, rootAt(size)];
        const claim = { index, size, leaf, root, proof };
        expect(isIncluded(claim)).toBe(true);
        const changed = proof.map((hash, at) => (at === which % proof.length ? damaged(hash, bit) : hash));
        if (proof.length > 0) expect(isIncluded({ ...claim, proof: changed })).toBe(false);
        expect(isIncluded({ ...claim, proof: [...proof, EMPTY_ROOT] })).toBe(false);
        expect(isIncluded({ ...claim, proof: proof.slice(0, -1) })).toBe(proof.length === 0);
        expect(isIncluded({ ...claim, leaf: damaged(leaf, bit) })).toBe(false);
        expect(isIncluded({ ...claim, root: damaged(root, bit) })).toBe(false);
        if (size > 1) expect(isIncluded({ ...claim, index: index === 0 ? 1 : index - 1 })).toBe(false);
        expect(isIncluded({ ...claim, index: size })).toBe(false);
        expect(isIncluded({ ...claim, index: -1 })).toBe(false);
        expect(isIncluded({ ...claim, index: 0.5 })).toBe(false);
        expect(isIncluded({ ...claim, proof: proof.map((hash) => hash.subarray(1)) })).toBe(proof.length === 0);
      }),
    );
  });

  it('works beyond 32 bits', () => {
    const size = 2 ** 40 + 3;
    const read = (height: number): Buffer => leafHash(`a complete subtree of height ${String(height)}`);
    expect(inclusionProof(2 ** 33 + 5, size, read)).toHaveLength(41);
    const last = inclusionProof(size - 1, size, read);
    expect(isIncluded({ index: size - 1, size, leaf: read(0), root: treeRoot(size, read), proof: last })).toBe(true);
  });

  it('is not made for a leaf that is not there', () => {
    expect(() => inclusionProof(3, 3, readAt(3))).toThrow('has no leaf 3');
  });
});

describe('a consistency proof', () => {
  it('proves that every small tree grew from every smaller one', () => {
    for (let to = 1; to <= 34; to += 1) {
      for (let from = 0; from <= to; from += 1) {
        const proof = consistencyProof(from, to, readAt(to));
        expect(isConsistent({ from: { size: from, root: rootAt(from) }, to: { size: to, root: rootAt(to) }, proof })).toBe(true);
      }
    }
  });

  it('is refused with any one bit changed, a hash more or less, or for another tree of either size', () => {
    fc.assert(
      fc.property(someSize, fc.nat(), fc.nat(), ({ size, other }, which, bit) => {
        const [from, to] = [
          { size: other, root: rootAt(other) },
          { size, root: rootAt(size) },
        ];
        const proof = consistencyProof(other, size, readAt(size));
        expect(isConsistent({ from, to, proof })).toBe(true);
        const changed = proof.map((hash, at) => (at === which % proof.length ? damaged(hash, bit) : hash));
        if (proof.length > 0) expect(isConsistent({ from, to, proof: changed })).toBe(false);
        expect(isConsistent({ from, to, proof: [...proof, EMPTY_ROOT] })).toBe(false);
        if (proof.length > 0) expect(isConsistent({ from, to, proof: proof.slice(1) })).toBe(false);
        expect(isConsistent({ from: { ...from, root: damaged(from.root, bit) }, to, proof })).toBe(false);
        // From nothing every tree may have grown.
        expect(isConsistent({ from, to: { ...to, root: damaged(to.root, bit) }, proof })).toBe(other === 0);
        expect(isConsistent({ from: to, to: from, proof })).toBe(false);
      }),
    );
  });

  it('finds a log that was written anew after an edit', () => {
    const edited = LEAVES.map((leaf, index) => (index === 41 ? leafHash('another entry') : leaf));
    const proof = consistencyProof(300, 700, subtreesIn(treeOf(edited)));
    const to = { size: 700, root: naiveRoot(edited) };
    expect(isConsistent({ from: { size: 300, root: rootAt(300) }, to, proof })).toBe(false);
    expect(isConsistent({ from: { size: 300, root: naiveRoot(edited.slice(0, 300)) }, to, proof })).toBe(true);
  });

  it('is not made for a tree that shrank', () => {
    expect(() => consistencyProof(4, 3, readAt(3))).toThrow('does not hold one of 4');
  });
});
