/**
 * The tree in tiles of 256 hashes (c2sp.org/tlog-tiles): hash i of level l is the root over the leaves from i · 256^l to (i + 1) · 256^l.
 * Only hashes are served, never entries: those would show every customer's streams (issue 4).
 */
import { completeRoot, HASH_BYTES, nodeHash, type SubtreeReader } from './merkle-tree.js';

export const TILE_HEIGHT = 8;
export const TILE_WIDTH = 2 ** TILE_HEIGHT;
const HIGHEST_LEVEL = 63;

export interface Tile {
  readonly level: number;
  readonly index: number;
  /** Hashes in it; below 256 it is partial. */
  readonly width: number;
}

/** Where the hashes of complete subtrees lie. Synchronous: every node keeps them in a file of its own. */
export interface TreeHashes {
  /** Leaves on disk. */
  size(): number;
  /** The leaf of the event at a position of the store; undefined while it is not there. */
  indexOf(position: number): number | undefined;
  /** So many hashes of a level, one after the other. Throws where the tree does not have them all. */
  read(level: number, first: number, count: number): Uint8Array;
}

/** Hashes of a level in a tree of this size. */
export const hashesOf = (level: number, size: number): number => Math.floor(size / TILE_WIDTH ** level);

/** How much of a tile a tree of this size fills: 0 to 256. */
export const tileWidth = (level: number, index: number, size: number): number =>
  Math.min(Math.max(hashesOf(level, size) - index * TILE_WIDTH, 0), TILE_WIDTH);

/** Every tile of a tree of this size, the partial one of each level last in it. */
export function* tilesOf(size: number): Generator<Tile, void, undefined> {
  for (let level = 0; hashesOf(level, size) > 0; level += 1) {
    for (let index = 0; tileWidth(level, index, size) > 0; index += 1)
      yield { level, index, width: tileWidth(level, index, size) };
  }
}

/** `tile/1/x001/x234/067.p/8` */
export function tilePath({ level, index, width }: Tile): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  const name = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${String(level)}/${name}${width < TILE_WIDTH ? `.p/${String(width)}` : ''}`;
}

const TILE_PATH = /^tile\/(\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/;

/** Undefined for what `tilePath` never says. */
export function parseTilePath(path: string): Tile | undefined {
  const [, level, name, width] = TILE_PATH.exec(path) ?? [];
  if (level === undefined || name === undefined) return undefined;
  const tile = {
    level: Number(level),
    index: Number(name.replaceAll(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : Number(width),
  };
  const isTile = tile.level <= HIGHEST_LEVEL && Number.isSafeInteger(tile.index) && tile.width >= 1 && tile.width <= TILE_WIDTH;
  return isTile && tilePath(tile) === path ? tile : undefined;
}

/** Any complete subtree, from the hashes of the level below it. */
export function subtreesIn(hashes: Pick<TreeHashes, 'read'>): SubtreeReader {
  return (height, index) => {
    const level = Math.floor(height / TILE_HEIGHT);
    const count = 2 ** (height % TILE_HEIGHT);
    return completeRoot(hashes.read(level, index * count, count));
  };
}

/** As many tiles as proofs one after the other need: on each level the one on the way, and the last. */
const REMEMBERED_TILES = 64;

/** The same of a tree of this size, for many proofs in the order of the log: each tile is read and hashed once. */
export function rememberedSubtrees(hashes: Pick<TreeHashes, 'read'>, size: number): SubtreeReader {
  const tiles = new Map<string, readonly Buffer[]>();
  return (height, index) => {
    const [level, row] = [Math.floor(height / TILE_HEIGHT), height % TILE_HEIGHT];
    const inARow = TILE_WIDTH / 2 ** row;
    const tile = Math.floor(index / inARow);
    const name = `${String(level)} ${String(tile)}`;
    let rows = tiles.get(name);
    if (!rows) {
      if (tiles.size >= REMEMBERED_TILES) tiles.clear();
      rows = rowsOver(hashes.read(level, tile * TILE_WIDTH, tileWidth(level, tile, size)));
      tiles.set(name, rows);
    }
    const at = (index % inARow) * HASH_BYTES;
    const found = rows[row]?.subarray(at, at + HASH_BYTES);
    if (found?.length !== HASH_BYTES) throw new RangeError(`a tree of ${String(size)} leaves has no such subtree`);
    return found;
  };
}

/** The hashes of a tile, of pairs of them, of pairs of those … */
function rowsOver(tile: Uint8Array): readonly Buffer[] {
  const rows = [Buffer.from(tile)];
  for (let below = rows[0]; below !== undefined && below.length >= 2 * HASH_BYTES; below = rows.at(-1)) {
    const pairs = Math.floor(below.length / (2 * HASH_BYTES));
    const row = Array.from({ length: pairs }, (_, pair) => {
      const at = pair * 2 * HASH_BYTES;
      return nodeHash(below.subarray(at, at + HASH_BYTES), below.subarray(at + HASH_BYTES, at + 2 * HASH_BYTES));
    });
    rows.push(Buffer.concat(row));
  }
  return rows;
}
