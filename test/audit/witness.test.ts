import { printCheckpoint } from '../../src/audit/checkpoint.js';
import { treeRoot } from '../../src/audit/merkle-tree.js';
import { parseNote, signNote, verifyNote } from '../../src/audit/signed-note.js';
import { subtreesIn, TILE_WIDTH } from '../../src/audit/tiles.js';
import { witnessOnce, type Witnessed, type WitnessMemory } from '../../src/audit/witness.js';
import { damaged, leavesOf, newKey, treeOf, type KeyPair } from './support.js';

const ORIGIN = 'kabinet/1';
const logKey = newKey(ORIGIN);
const witnessKey = newKey('witness/1', 'cosignature/v1');
const leaves = leavesOf(1_000);

let kept: string | undefined;
let refused: string | undefined;
beforeEach(() => {
  kept = undefined;
  refused = undefined;
});
const memory: WitnessMemory = {
  last: () => kept,
  keep: (note) => (kept = note),
  keepRefused: (note) => (refused = note),
};

interface Shown {
  readonly leaves: readonly Uint8Array[];
  readonly signer?: KeyPair;
  readonly origin?: string;
  readonly changeTile?: (hashes: Uint8Array) => Uint8Array;
}

/** What the witness makes of a log that shows these leaves. */
function look({ leaves: shown, signer = logKey, origin = ORIGIN, changeTile = (hashes) => hashes }: Shown): Promise<Witnessed> {
  const tree = treeOf(shown);
  const rootHash = treeRoot(shown.length, subtreesIn(tree));
  return witnessOnce({
    log: {
      checkpoint: () =>
        Promise.resolve(signNote(printCheckpoint({ origin, size: shown.length, rootHash, extensions: [] }), [signer])),
      tile: ({ level, index, width }) => Promise.resolve(changeTile(tree.read(level, index * TILE_WIDTH, width))),
    },
    memory,
    keys: [logKey.verifier],
    signer: witnessKey,
    clock: () => 1_700_000_000_000,
  });
}

const kindOf = (seen: Witnessed): string => (seen.ok ? `cosigned ${String(seen.size)}` : seen.refusal.kind);

describe('a witness', () => {
  it('cosigns what extends what it saw, in a way that others can verify, and remembers it', async () => {
    for (const size of [0, 1, 255, 256, 700, 1_000]) {
      expect(kindOf(await look({ leaves: leaves.slice(0, size) }))).toBe(`cosigned ${String(size)}`);
      const read = parseNote(kept ?? '');
      const verified = read.ok && verifyNote(read.note, [logKey.verifier, witnessKey.verifier]);
      expect(verified && verified.ok && verified.signatures.map(({ key, at }) => [key.name, at])).toEqual([
        [ORIGIN, null],
        ['witness/1', 1_700_000_000],
      ]);
    }
  });

  it('says nothing new of what it saw already', async () => {
    await look({ leaves });
    const before = kept;
    expect(await look({ leaves })).toMatchObject({ ok: true, isNew: false });
    expect(kept).toBe(before);
  });

  it.each([1, 256, 999])('refuses a log that was rolled back to %d events, and keeps both checkpoints', async (size) => {
    await look({ leaves });
    const before = kept;
    expect(kindOf(await look({ leaves: leaves.slice(0, size) }))).toBe('rollback');
    expect(kept).toBe(before);
    expect(refused).toContain(`\n${String(size)}\n`);
  });

  it.each([600, 601, 1_000])('refuses %d events that hold another history than the 600 that it saw', async (size) => {
    await look({ leaves: leaves.slice(0, 600) });
    const before = kept;
    for (const at of [0, 255, 256, 599]) {
      const other = leaves.slice(0, size).with(at, damaged(leaves[at] ?? Buffer.alloc(32), at));
      expect(kindOf(await look({ leaves: other }))).toBe('fork');
    }
    expect(kept).toBe(before);
  });

  it('refuses what the log has not signed, and the checkpoint of another log', async () => {
    const ours = { leaves };
    expect(kindOf(await look({ ...ours, signer: newKey(ORIGIN) }))).toBe('unsigned');
    expect(kindOf(await look({ ...ours, origin: 'kabinet/2' }))).toBe('unsigned');
    expect(kept).toBeUndefined();
  });

  it('cosigns nothing on the word of tiles that are wrong', async () => {
    await look({ leaves: leaves.slice(0, 300) });
    expect(kindOf(await look({ leaves, changeTile: (hashes) => damaged(hashes, 3) }))).toBe('fork');
  });
});
