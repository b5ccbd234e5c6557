/** Proofs from copies of a log's tiles: first which ones are needed, then the hashes in them. */
import { HASH_BYTES, type SubtreeReader } from './merkle-tree.js';
import { subtreesIn, TILE_WIDTH, tileWidth, type Tile } from './tiles.js';

const nameOf = (level: number, index: number): string => `${String(level)} ${String(index)}`;

/** The tiles of a tree of this size that `work` reads, by the names that `subtreesFrom` looks for. */
export function neededTiles(size: number, work: (read: SubtreeReader) => unknown): ReadonlyMap<string, Tile> {
  const needed = new Map<string, Tile>();
  const reader = subtreesIn({
    read(level, first, count) {
      const index = Math.floor(first / TILE_WIDTH);
      needed.set(nameOf(level, index), { level, index, width: tileWidth(level, index, size) });
      return Buffer.alloc(count * HASH_BYTES);
    },
  });
  work(reader);
  return needed;
}

/** Throws for a subtree of which there is no tile. */
export const subtreesFrom = (tiles: ReadonlyMap<string, Uint8Array>): SubtreeReader =>
  subtreesIn({
    read(level, first, count) {
      const index = Math.floor(first / TILE_WIDTH);
      const at = (first - index * TILE_WIDTH) * HASH_BYTES;
      const hashes = tiles.get(nameOf(level, index))?.subarray(at, at + count * HASH_BYTES);
      if (hashes?.length !== count * HASH_BYTES) throw new RangeError(`tile ${nameOf(level, index)} does not have these hashes`);
      return hashes;
    },
  });
