/** The log's tree as it is served to everybody, in tiles of 256 hashes (c2sp.org/tlog-tiles). */
import { HASH_BYTES, nodeHash, type SubtreeReader } from './merkle.ts';

const TILE_HEIGHT = 8;
const TILE_WIDTH = 2 ** TILE_HEIGHT;

/** `tile/1/x001/x234/067.p/8`: of a tree of `size` leaves. */
export function tilePath(level: number, index: number, size: number): string {
  const width = Math.min(Math.floor(size / TILE_WIDTH ** level) - index * TILE_WIDTH, TILE_WIDTH);
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  const name = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${String(level)}/${name}${width < TILE_WIDTH ? `.p/${String(width)}` : ''}`;
}

/** Reads each tile once. @throws TypeError where the log does not serve one. */
export function subtreesServed(size: number): SubtreeReader {
  const tiles = new Map<string, Promise<Uint8Array>>();
  return async (height, index) => {
    const [level, row] = [Math.floor(height / TILE_HEIGHT), height % TILE_HEIGHT];
    const inARow = TILE_WIDTH / 2 ** row;
    const path = tilePath(level, Math.floor(index / inARow), size);
    const reading = tiles.get(path) ?? readTile(path);
    tiles.set(path, reading);
    const first = (index % inARow) * 2 ** row * HASH_BYTES;
    let hashes = hashesIn((await reading).subarray(first, first + 2 ** row * HASH_BYTES));
    while (hashes.length > 1) hashes = await pairsOf(hashes);
    const [root] = hashes;
    if (root?.length !== HASH_BYTES) throw new TypeError(`${path} has too few hashes`);
    return root;
  };
}

async function readTile(path: string): Promise<Uint8Array> {
  const answer = await fetch(`/log/${path}`, { cache: 'no-store' });
  if (!answer.ok) throw new TypeError(`${path}: ${String(answer.status)}`);
  return new Uint8Array(await answer.arrayBuffer());
}

const hashesIn = (bytes: Uint8Array): readonly Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / HASH_BYTES) }, (_, at) => bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));

const pairsOf = (hashes: readonly Uint8Array[]): Promise<readonly Uint8Array[]> =>
  Promise.all(
    Array.from({ length: hashes.length / 2 }, (_, pair) =>
      nodeHash(hashes[2 * pair] ?? new Uint8Array(), hashes[2 * pair + 1] ?? new Uint8Array()),
    ),
  );
