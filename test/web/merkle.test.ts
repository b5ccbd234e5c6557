/** The page's own Merkle arithmetic against the server's, in trees of every shape, and from tiles as they are served. */
import { fileURLToPath } from 'node:url';
import { consistencyProof, Frontier, inclusionProof, leafHash, type SubtreeReader } from '../../src/audit/merkle-tree.js';
import { hashesOf, parseTilePath, subtreesIn, TILE_WIDTH } from '../../src/audit/tiles.js';

interface Tree {
  readonly size: number;
  readonly root: Uint8Array;
}
interface PageMerkle {
  leafHash(entry: string): Promise<Uint8Array>;
  rootFromLeaf(index: number, size: number, leaf: Uint8Array, proof: readonly Uint8Array[]): Promise<Uint8Array | undefined>;
  isBeginningOf(from: Tree, to: Tree, proof: readonly Uint8Array[]): Promise<boolean>;
  consistencyProof(
    from: number,
    to: number,
    read: (height: number, index: number) => Promise<Uint8Array>,
  ): Promise<readonly Uint8Array[]>;
}
interface PageTiles {
  subtreesServed(size: number): (height: number, index: number) => Promise<Uint8Array>;
}

/** The page's files name each other with their ending, which the types of the tests do not know. */
const ofPage = async (name: string): Promise<unknown> =>
  import(fileURLToPath(new URL(`../../web/src/audit/${name}.ts`, import.meta.url)));

let page: PageMerkle;
let tiles: PageTiles;
beforeAll(async () => {
  page = (await ofPage('merkle')) as PageMerkle;
  tiles = (await ofPage('tiles')) as PageTiles;
});

const MOST = 70;
const leaves = Array.from({ length: 70_000 }, (_, index) => leafHash(`entry ${String(index)}`));

/** Hashes of a tree, level by level of tiles. */
function levelsOf(size: number): readonly (readonly Uint8Array[])[] {
  const levels: (readonly Uint8Array[])[] = [leaves.slice(0, size)];
  for (let level = 1; hashesOf(level, size) > 0; level += 1) {
    const below = levels[level - 1] ?? [];
    levels.push(
      Array.from({ length: hashesOf(level, size) }, (_, at) => {
        const frontier = new Frontier();
        for (const hash of below.slice(at * TILE_WIDTH, (at + 1) * TILE_WIDTH)) frontier.append(hash);
        return frontier.root();
      }),
    );
  }
  return levels;
}

const readerOf = (levels: readonly (readonly Uint8Array[])[]): SubtreeReader =>
  subtreesIn({ read: (level, first, count) => Buffer.concat((levels[level] ?? []).slice(first, first + count)) });

function rootOf(size: number): Uint8Array {
  const frontier = new Frontier();
  for (const leaf of leaves.slice(0, size)) frontier.append(leaf);
  return frontier.root();
}

const changed = (hash: Uint8Array): Uint8Array => Uint8Array.from(hash, (byte, at) => (at === 0 ? byte ^ 1 : byte));

it('makes the same leaf of a text, whatever its letters', async () => {
  for (const entry of ['', 'kabinet-event/v1\n', 'Магазин 🏪'])
    expect(Buffer.from(await page.leafHash(entry)).equals(leafHash(entry))).toBe(true);
});

it(`leads from every leaf of every tree of up to ${String(MOST)} to its root, and from no other place or with other hashes`, async () => {
  for (let size = 1; size <= MOST; size += 1) {
    const read = readerOf(levelsOf(size));
    const root = rootOf(size);
    for (let index = 0; index < size; index += 1) {
      const proof = inclusionProof(index, size, read);
      const leaf = leaves[index] ?? root;
      const leads = async (at: number, of: number, hashes: readonly Uint8Array[]): Promise<boolean> =>
        Buffer.from((await page.rootFromLeaf(at, of, leaf, hashes)) ?? []).equals(root);
      expect([size, index, await leads(index, size, proof)]).toEqual([size, index, true]);
      expect(await leads(index, size, [...proof, root])).toBe(false);
      if (size > 1) {
        expect(await leads((index + 1) % size, size, proof)).toBe(false);
        expect(await leads(index, size, proof.slice(1))).toBe(false);
        expect(await leads(index, size, proof.with(0, changed(proof[0] ?? root)))).toBe(false);
      }
    }
    expect(await page.rootFromLeaf(size, size, root, [])).toBeUndefined();
  }
});

it('finds every smaller tree to be the beginning of a larger one, by the proof that it makes itself, and no other tree', async () => {
  const roots = Array.from({ length: MOST + 1 }, (_, size) => rootOf(size));
  for (let to = 1; to <= MOST; to += 1) {
    const read = readerOf(levelsOf(to));
    const larger = { size: to, root: roots[to] ?? new Uint8Array() };
    for (let from = 0; from <= to; from += 1) {
      const smaller = { size: from, root: roots[from] ?? new Uint8Array() };
      const proof = await page.consistencyProof(from, to, (height, index) => Promise.resolve(read(height, index)));
      expect(proof.map(hex)).toEqual(consistencyProof(from, to, read).map(hex));
      expect([from, to, await page.isBeginningOf(smaller, larger, proof)]).toEqual([from, to, true]);
      expect(await page.isBeginningOf({ ...smaller, root: changed(smaller.root) }, larger, proof)).toBe(false);
      expect(await page.isBeginningOf(smaller, { ...larger, root: changed(larger.root) }, proof)).toBe(from === 0);
      expect(await page.isBeginningOf(smaller, larger, [...proof, larger.root])).toBe(false);
      if (proof.length > 0) expect(await page.isBeginningOf(smaller, larger, proof.slice(1))).toBe(false);
      if (from < to) expect(await page.isBeginningOf(larger, smaller, proof)).toBe(false);
    }
  }
});

const hex = (hash: Uint8Array): string => Buffer.from(hash).toString('hex');

it.each([
  [1, 300],
  [255, 256],
  [256, 70_000],
  [300, 65_536],
  [65_537, 70_000],
])('proves from the tiles that are served that a log of %i is the beginning of one of %i', async (from, to) => {
  const levels = levelsOf(to);
  const asked: string[] = [];
  const serve: typeof fetch = (path) => {
    if (typeof path !== 'string') throw new TypeError('the page asks by path');
    const tile = parseTilePath(path.replace('/log/', ''));
    asked.push(path);
    const hashes = tile && (levels[tile.level] ?? []).slice(tile.index * TILE_WIDTH, tile.index * TILE_WIDTH + tile.width);
    return Promise.resolve(
      hashes?.length === tile?.width && hashes ? new Response(Buffer.concat(hashes)) : new Response(null, { status: 404 }),
    );
  };
  const before = globalThis.fetch;
  globalThis.fetch = serve;
  try {
    const proof = await page.consistencyProof(from, to, tiles.subtreesServed(to));
    const [smaller, larger] = [from, to].map((size) => ({ size, root: rootOf(size) }));
    if (!smaller || !larger) throw new Error('two trees');
    expect(await page.isBeginningOf(smaller, larger, proof)).toBe(true);
    expect(new Set(asked).size).toBe(asked.length);
  } finally {
    globalThis.fetch = before;
  }
});
