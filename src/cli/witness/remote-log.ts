/** A log over HTTP, as `kabinet serve` answers it (c2sp.org/tlog-tiles). Nothing of it is believed: only how much of it is read. */
import { HASH_BYTES } from '../../audit/merkle-tree.js';
import { tilePath } from '../../audit/tiles.js';
import type { RemoteLog } from '../../audit/witness.js';

const PATIENCE_MS = 10_000;
const MOST_NOTE_BYTES = 64 * 1024;

/** `url`: where `/log/checkpoint` is, without that path. */
export function remoteLog(url: string): RemoteLog {
  const base = new URL('log/', url.endsWith('/') ? url : `${url}/`);
  const get = async (path: string, most: number): Promise<Buffer> => {
    const at = new URL(path, base);
    const answer = await fetch(at, { signal: AbortSignal.timeout(PATIENCE_MS), redirect: 'error' });
    if (!answer.ok || !answer.body) throw new Error(`${at.href} answers ${String(answer.status)}`);
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of answer.body as AsyncIterable<Uint8Array>) {
      length += part.length;
      if (length > most) throw new Error(`${at.href} answers more than ${String(most)} bytes`);
      parts.push(part);
    }
    return Buffer.concat(parts);
  };
  return {
    checkpoint: async () => (await get('checkpoint', MOST_NOTE_BYTES)).toString('utf8'),
    async tile(tile) {
      const path = tilePath(tile);
      const hashes = await get(path, tile.width * HASH_BYTES);
      if (hashes.length !== tile.width * HASH_BYTES) throw new Error(`${path} does not have ${String(tile.width)} hashes`);
      return hashes;
    },
  };
}
