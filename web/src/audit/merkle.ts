/** The Merkle tree of the log (RFC 6962, section 2.1), checked by the browser's own SHA-256. Nothing of the server's code is in it. */
import { concat, same, utf8, type Bytes } from './bytes.ts';

export const HASH_BYTES = 32;
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** @throws TypeError where the browser gives the page no WebCrypto: without https. */
export const sha256 = async (bytes: Bytes): Promise<Bytes> => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

export const leafHash = (entry: string): Promise<Bytes> => sha256(concat(LEAF, utf8(entry)));

export const nodeHash = (left: Uint8Array, right: Uint8Array): Promise<Bytes> => sha256(concat(NODE, left, right));

const isOdd = (number: number): boolean => number % 2 === 1;
const half = (number: number): number => Math.floor(number / 2);

/** The root that a leaf's proof leads to (RFC 9162, 2.1.3.2); undefined where it has too many or too few hashes for a tree of that size. */
export async function rootFromLeaf(
  index: number,
  size: number,
  leaf: Uint8Array,
  proof: readonly Uint8Array[],
): Promise<Uint8Array | undefined> {
  if (!(index >= 0 && index < size)) return undefined;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return undefined;
    if (isOdd(at) || at === last) {
      hash = await nodeHash(sibling, hash);
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      hash = await nodeHash(hash, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 ? hash : undefined;
}

export interface Tree {
  readonly size: number;
  readonly root: Uint8Array;
}

/** Whether the smaller tree is the beginning of the larger one, by that proof (RFC 9162, 2.1.4.2). An empty tree begins every log. */
export async function isBeginningOf(from: Tree, to: Tree, proof: readonly Uint8Array[]): Promise<boolean> {
  if (from.size > to.size) return false;
  if (from.size === to.size) return proof.length === 0 && same(from.root, to.root);
  if (from.size === 0) return proof.length === 0 && same(from.root, await sha256(utf8('')));
  const path = Number.isInteger(Math.log2(from.size)) ? [from.root, ...proof] : proof;
  const [first, ...rest] = path;
  if (first === undefined) return false;
  let [at, last] = [from.size - 1, to.size - 1];
  while (isOdd(at)) [at, last] = [half(at), half(last)];
  let [before, after] = [first, first];
  for (const hash of rest) {
    if (last === 0) return false;
    if (isOdd(at) || at === last) {
      before = await nodeHash(hash, before);
      after = await nodeHash(hash, after);
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      after = await nodeHash(after, hash);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && same(before, from.root) && same(after, to.root);
}

/** The hash of a complete subtree over the leaves from index · 2^height on. */
export type SubtreeReader = (height: number, index: number) => Promise<Uint8Array>;

/** The largest power of two below `count`, which is at least 2. */
function splitOf(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

async function rangeRoot(start: number, end: number, read: SubtreeReader): Promise<Uint8Array> {
  const height = Math.log2(end - start);
  if (Number.isInteger(height)) return read(height, start / (end - start));
  const middle = start + splitOf(end - start);
  return nodeHash(await rangeRoot(start, middle, read), await rangeRoot(middle, end, read));
}

/** What `isBeginningOf` needs (RFC 6962, 2.1.2), from what the log serves: it is believed nothing, for the check finds out. */
export async function consistencyProof(from: number, to: number, read: SubtreeReader): Promise<readonly Uint8Array[]> {
  const path = async (start: number, end: number, isWholeTree: boolean): Promise<Uint8Array[]> => {
    if (from === end) return isWholeTree ? [] : [await rangeRoot(start, end, read)];
    const middle = start + splitOf(end - start);
    return from <= middle
      ? [...(await path(start, middle, isWholeTree)), await rangeRoot(middle, end, read)]
      : [...(await path(middle, end, false)), await rangeRoot(start, middle, read)];
  };
  return from === 0 || from >= to ? [] : path(0, to, true);
}
