import fc from 'fast-check';
import { nodeHash } from '../../src/audit/merkle-tree.js';
import { parseTilePath, subtreesIn, tilePath, tilesOf, tileWidth } from '../../src/audit/tiles.js';
import { leavesOf, treeOf } from './support.js';

describe('the tiles of a tree', () => {
  it('are those of the example in the specification', () => {
    const tiles = [...tilesOf(70_000)];
    const ofLevel = (level: number) => tiles.filter((tile) => tile.level === level).map(({ width }) => width);
    expect(ofLevel(0)).toEqual([...Array.from({ length: 273 }, () => 256), 112]);
    expect(ofLevel(1)).toEqual([256, 17]);
    expect(ofLevel(2)).toEqual([1]);
    expect(ofLevel(3)).toEqual([]);
    expect([...tilesOf(256)]).toEqual([
      { level: 0, index: 0, width: 256 },
      { level: 1, index: 0, width: 1 },
    ]);
    expect([...tilesOf(0)]).toEqual([]);
  });

  it('are empty, partial or full, and never anything else', () => {
    expect([0, 1, 255, 256, 257].map((size) => tileWidth(0, 0, size))).toEqual([0, 1, 255, 256, 256]);
    expect(tileWidth(7, 0, Number.MAX_SAFE_INTEGER)).toBe(0);
    expect(tileWidth(63, 0, Number.MAX_SAFE_INTEGER)).toBe(0);
  });
});

describe('the path of a tile', () => {
  it('is the one that the specification shows', () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067');
    expect(tilePath({ level: 2, index: 0, width: 8 })).toBe('tile/2/000.p/8');
  });

  it('is read back, and every other spelling is refused', () => {
    const tile = fc.record({
      level: fc.integer({ min: 0, max: 63 }),
      index: fc.oneof(fc.nat(2_000), fc.maxSafeNat()),
      width: fc.integer({ min: 1, max: 256 }),
    });
    fc.assert(fc.property(tile, (one) => expect(parseTilePath(tilePath(one))).toEqual(one)));
    const strange = [
      'tile/64/000', 'tile/00/000', 'tile/0/0', 'tile/0/1000', 'tile/0/x000/001', 'tile/0/001/002', 'tile/0/x001', 'tile/0/000.p/0',
      'tile/0/000.p/256', 'tile/0/000.p/08', 'tile/0/000.p', 'tile/0/000/', '/tile/0/000', 'tile/entries/000', 'tile/-1/000', 'tile/0/٠٠٠',
      'tile/0/x999/x999/x999/x999/x999/999',
    ]; // prettier-ignore
    expect(strange.filter((path) => parseTilePath(path) !== undefined)).toEqual([]);
  });
});

describe('a subtree between two levels of tiles', () => {
  it('is hashed from the level below', () => {
    const leaves = leavesOf(600);
    const read = subtreesIn(treeOf(leaves));
    expect(read(0, 77)).toEqual(leaves[77]);
    expect(read(9, 0)).toEqual(nodeHash(read(8, 0), read(8, 1)));
    expect(() => read(10, 0)).toThrow('does not have this hash');
  });
});
