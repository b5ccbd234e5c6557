import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { completeRoot, leafHash } from '../../src/audit/merkle-tree.js';
import type { NoteSigner } from '../../src/audit/signed-note.js';
import { TILE_WIDTH, type TreeHashes } from '../../src/audit/tiles.js';
import { verifierKey, type SignatureType, type VerifierKey } from '../../src/audit/verifier-key.js';

export const entriesOf = (count: number): string[] => Array.from({ length: count }, (_, index) => `entry ${String(index)}`);
export const leavesOf = (count: number): Buffer[] => entriesOf(count).map(leafHash);

/** A tree in memory, its levels made by hashing the leaves. */
export function treeOf(leaves: readonly Uint8Array[]): TreeHashes {
  return {
    size: () => leaves.length,
    indexOf: (position) => (position >= 1 && position <= leaves.length ? position - 1 : undefined),
    read(level, first, count) {
      const hashes = Array.from({ length: count }, (_, at) => {
        const span = TILE_WIDTH ** level;
        const below = leaves.slice((first + at) * span, (first + at + 1) * span);
        if (below.length < span) throw new RangeError('the tree does not have this hash');
        return completeRoot(Buffer.concat(below));
      });
      return Buffer.concat(hashes);
    },
  };
}

export interface KeyPair extends NoteSigner {
  readonly publicKey: KeyObject;
  readonly verifier: VerifierKey;
}

export function newKey(name: string, type: SignatureType = 'ed25519'): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { name, privateKey, publicKey, verifier: verifierKey(name, type, publicKey) };
}

/** Turns one bit. */
export function damaged(bytes: Uint8Array, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  const at = Math.floor(bit / 8) % copy.length;
  copy[at] = (copy[at] ?? 0) ^ (1 << (bit % 8));
  return copy;
}
