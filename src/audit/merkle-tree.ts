/**
 * The Merkle tree of RFC 6962, section 2.1, over SHA-256. Sizes are whole numbers up to 2^53: no 32-bit arithmetic here.
 *
 * This file, `tiles.ts` and `envelope.ts` import nothing of ours, so that the store may seal what it appends with them.
 */
import { hash } from 'node:crypto';

export const HASH_BYTES = 32;

// Measured: asking node:crypto for a Buffer takes twice as long as a string of bytes that becomes one.
const sha256 = (data: Uint8Array | string): Buffer => Buffer.from(hash('sha256', data, 'binary'), 'latin1');

/** The root of a tree without leaves. */
export const EMPTY_ROOT: Buffer = sha256('');

/** Of an entry's bytes; of a text, its bytes in UTF-8. */
export const leafHash = (entry: Uint8Array | string): Buffer =>
  sha256(typeof entry === 'string' ? `\0${entry}` : Buffer.concat([LEAF, entry]));

const LEAF = Buffer.from([0]);
const node = Buffer.alloc(1 + 2 * HASH_BYTES, 1);

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  node.set(left, 1);
  node.set(right, 1 + HASH_BYTES);
  return sha256(node);
}

/** The hash of the complete subtree over the leaves from index · 2^height to (index + 1) · 2^height. */
export type SubtreeReader = (height: number, index: number) => Uint8Array;

/** Of 1, 2, 4 … hashes that lie one after the other. */
export function completeRoot(hashes: Uint8Array): Buffer {
  let level = Buffer.from(hashes);
  while (level.length > HASH_BYTES) {
    const above = Buffer.allocUnsafe(level.length / 2);
    for (let at = 0; at < level.length; at += 2 * HASH_BYTES) {
      const [left, right] = [level.subarray(at, at + HASH_BYTES), level.subarray(at + HASH_BYTES, at + 2 * HASH_BYTES)];
      nodeHash(left, right).copy(above, at / 2);
    }
    level = above;
  }
  return level;
}

/** The roots of the complete subtrees that a tree falls into, largest first: all that is needed to add leaves and to know the root. */
export class Frontier {
  readonly #roots: Buffer[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  append(leaf: Uint8Array): void {
    let root: Buffer = Buffer.from(leaf);
    for (let complete = this.#size; complete % 2 === 1; complete = Math.floor(complete / 2)) {
      const left = this.#roots.pop();
      if (left !== undefined) root = nodeHash(left, root);
    }
    this.#roots.push(root);
    this.#size += 1;
  }

  root(): Buffer {
    return (
      this.#roots.reduceRight<Buffer | undefined>((right, left) => (right ? nodeHash(left, right) : left), undefined) ??
      EMPTY_ROOT
    );
  }
}

/** The largest power of two below `count`, which is at least 2: where RFC 6962 splits a list. */
function splitOf(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

const isPowerOfTwo = (count: number): boolean => count === 1 || splitOf(count) * 2 === count;

function rangeRoot(start: number, end: number, read: SubtreeReader): Uint8Array {
  const count = end - start;
  if (isPowerOfTwo(count)) return read(Math.round(Math.log2(count)), start / count);
  const middle = start + splitOf(count);
  return nodeHash(rangeRoot(start, middle, read), rangeRoot(middle, end, read));
}

export const treeRoot = (size: number, read: SubtreeReader): Uint8Array => (size === 0 ? EMPTY_ROOT : rangeRoot(0, size, read));

/** From the leaf's sibling up (RFC 6962, 2.1.1). Throws where the tree has no such leaf. */
export function inclusionProof(index: number, size: number, read: SubtreeReader): readonly Uint8Array[] {
  if (!(index >= 0 && index < size)) throw new RangeError(`a tree of ${String(size)} leaves has no leaf ${String(index)}`);
  const path = (start: number, end: number): Uint8Array[] => {
    if (end - start === 1) return [];
    const middle = start + splitOf(end - start);
    return index < middle
      ? [...path(start, middle), rangeRoot(middle, end, read)]
      : [...path(middle, end), rangeRoot(start, middle, read)];
  };
  return path(0, size);
}

/** That the first `from` leaves of a tree of `to` are the whole tree of then (RFC 6962, 2.1.2). Throws where `to` is the smaller one. */
export function consistencyProof(from: number, to: number, read: SubtreeReader): readonly Uint8Array[] {
  if (!(from >= 0 && from <= to)) throw new RangeError(`a tree of ${String(to)} leaves does not hold one of ${String(from)}`);
  const path = (start: number, end: number, isWholeTree: boolean): Uint8Array[] => {
    if (from === end) return isWholeTree ? [] : [rangeRoot(start, end, read)];
    const middle = start + splitOf(end - start);
    return from <= middle
      ? [...path(start, middle, isWholeTree), rangeRoot(middle, end, read)]
      : [...path(middle, end, false), rangeRoot(start, middle, read)];
  };
  return from === 0 ? [] : path(0, to, true);
}

const same = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;
const areHashes = (hashes: readonly Uint8Array[]): boolean => hashes.every(({ length }) => length === HASH_BYTES);

/** What a proof claims of a leaf. */
export interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly leaf: Uint8Array;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

export function isIncluded({ index, size, leaf, root, proof }: Inclusion): boolean {
  if (!(Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size)) return false;
  if (!areHashes([leaf, root, ...proof])) return false;
  /** The root over `count` leaves by the first `used` hashes of the proof; undefined where they are too many or too few. */
  const rootOver = (at: number, count: number, used: number): Uint8Array | undefined => {
    if (count === 1) return used === 0 ? leaf : undefined;
    const sibling = proof[used - 1];
    if (sibling === undefined) return undefined;
    const middle = splitOf(count);
    const inner = at < middle ? rootOver(at, middle, used - 1) : rootOver(at - middle, count - middle, used - 1);
    return inner && (at < middle ? nodeHash(inner, sibling) : nodeHash(sibling, inner));
  };
  const found = rootOver(index, size, proof.length);
  return found !== undefined && same(found, root);
}

/** What a proof claims of two trees of one log. */
export interface Consistency {
  readonly from: { readonly size: number; readonly root: Uint8Array };
  readonly to: { readonly size: number; readonly root: Uint8Array };
  readonly proof: readonly Uint8Array[];
}

export function isConsistent({ from, to, proof }: Consistency): boolean {
  if (!(Number.isSafeInteger(from.size) && Number.isSafeInteger(to.size) && from.size >= 0 && from.size <= to.size)) return false;
  if (!areHashes([from.root, to.root, ...proof])) return false;
  if (from.size === 0) return proof.length === 0 && same(from.root, EMPTY_ROOT);
  /** Both roots by the first `used` hashes of the proof. */
  const rootsOver = (old: number, count: number, isWholeTree: boolean, used: number): readonly Uint8Array[] | undefined => {
    if (old === count) {
      const known = isWholeTree ? from.root : proof[0];
      return known !== undefined && used === (isWholeTree ? 0 : 1) ? [known, known] : undefined;
    }
    const sibling = proof[used - 1];
    if (sibling === undefined) return undefined;
    const middle = splitOf(count);
    const inner =
      old <= middle ? rootsOver(old, middle, isWholeTree, used - 1) : rootsOver(old - middle, count - middle, false, used - 1);
    const [before, after] = inner ?? [];
    if (before === undefined || after === undefined) return undefined;
    return old <= middle ? [before, nodeHash(after, sibling)] : [nodeHash(sibling, before), nodeHash(sibling, after)];
  };
  const [before, after] = rootsOver(from.size, to.size, true, proof.length) ?? [];
  return before !== undefined && after !== undefined && same(before, from.root) && same(after, to.root);
}
