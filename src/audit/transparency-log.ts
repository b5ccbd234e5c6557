/** The transparency log of one node, opened only if the event log agrees with it: checkpoints, proofs and tiles for everybody who asks. */
import { randomBytes, type KeyObject } from 'node:crypto';
import { memoryProblem, NO_MEMORY, type CheckpointMemory } from './checkpoint-memory.js';
import type { CheckpointStore, StoredCheckpoint } from './checkpoint-store.js';
import { Checkpoints, type SignedCheckpoint } from './checkpoints.js';
import { LogDisagrees } from './errors.js';
import { inclusionProof } from './merkle-tree.js';
import { checkLog, type SelfCheckDeps, type SelfCheckReach } from './self-check.js';
import { parseTilePath, subtreesIn, TILE_WIDTH, tileWidth, type TreeHashes } from './tiles.js';
import { printProof } from './tlog-proof.js';
import { printVerifierKey, verifierKey } from './verifier-key.js';

export interface TransparencyLogDeps extends Pick<SelfCheckDeps, 'tree' | 'eventsFrom'> {
  readonly store: CheckpointStore;
  readonly keys: { readonly signing: readonly KeyObject[]; readonly trusted: readonly KeyObject[] };
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly check: SelfCheckReach;
  /** Of a log whose store names it; left out: drawn with its first checkpoint. */
  readonly origin?: string | undefined;
  /** So many leaves are known to be the log's; left out: all of them. No more are signed. */
  readonly verified?: (() => number) | undefined;
  /** False on a node that leaves signing to others; it still signs where nobody has yet. Left out: true. */
  readonly signs?: boolean | undefined;
  /** Of what was signed, outside the log; left out: nobody remembers. */
  readonly memory?: CheckpointMemory;
  /** The log is believed whatever is remembered: an operator says so. */
  readonly accepted?: boolean;
}

export interface TransparencyLog {
  readonly origin: string;
  /** What was signed last is remembered outside the log when it returns. Throws what the disk says. */
  remember(): void;
  /** Of the keys that sign, as others give them to their tools. */
  readonly verifierKeys: readonly string[];
  /** The latest that was signed. */
  checkpoint(): SignedCheckpoint;
  /** Signs the log as it is now; where others sign, answers what it has of theirs. Throws LogDisagrees, and what the disk says. */
  makeCheckpoint(): SignedCheckpoint;
  /** Takes what another node has signed for the latest. Throws LogDisagrees where no key of this log signed it, or this node's log is another. */
  adopt(checkpoint: StoredCheckpoint): void;
  /** So many events have been added: signs where a checkpoint is due. Throws as `makeCheckpoint` does. */
  appended(events: number): void;
  /** Counted from 0; null until a checkpoint covers the event. */
  indexOf(position: number): number | null;
  /** `c2sp.org/tlog-proof` text; null until a checkpoint covers the event. */
  proofOf(position: number): string | null;
  /** By its path (`tile/0/000`); undefined for what the latest checkpoint does not cover, or is no tile. */
  tile(path: string): Uint8Array | undefined;
}

/** Drawn once, with the first checkpoint, and kept in every one since: a restored or moved log keeps its name. */
const newOrigin = (): string => `kabinet/${randomBytes(8).toString('hex')}`;

const WAY_OUT =
  'Where that was meant, as after a restore of an older backup, make a file accept-log in the keys folder and start again: it holds for one start';

/** @throws LogDisagrees, which says what differs. */
export async function openTransparencyLog(deps: TransparencyLogDeps): Promise<TransparencyLog> {
  const { tree, store, keys, clock, memory = NO_MEMORY, accepted = false } = deps;
  const checked = await checkLog({ ...deps, trustedKeys: keys.trusted }, deps.check);
  if (!checked.ok) throw new LogDisagrees(checked.problem);
  const { checkpoint } = checked;
  const differs = memoryProblem(memory, { tree, checkpoint, origin: deps.origin, checkedSize: store.checkedSize() });
  if (differs !== undefined && !accepted) throw new LogDisagrees(`${differs}. ${WAY_OUT}`);
  const origin = checkpoint?.origin ?? deps.origin ?? newOrigin();
  const signers = keys.signing.map((privateKey) => ({ name: origin, privateKey }));
  const { verified, signs = true } = deps;
  const checkpoints = new Checkpoints({ tree, verified, store, origin, signers, trusted: keys.trusted, clock, signs });
  // Only what was signed counts as checked: the next start begins there.
  const known = Math.min(checked.size, checkpoints.latest().size);
  if (known > store.checkedSize()) store.addCheck(known, clock());
  memory.keep(origin, checkpoints.latest().note);
  return logOf(tree, origin, checkpoints, keys.signing, memory);
}

function logOf(
  tree: TreeHashes,
  origin: string,
  checkpoints: Checkpoints,
  signing: readonly KeyObject[],
  memory: CheckpointMemory,
): TransparencyLog {
  const remembered = (checkpoint: SignedCheckpoint): SignedCheckpoint => {
    memory.keep(origin, checkpoint.note);
    return checkpoint;
  };
  const covered = (position: number): number | null => {
    const index = tree.indexOf(position);
    return index !== undefined && index < checkpoints.latest().size ? index : null;
  };
  return {
    origin,
    verifierKeys: signing.map((key) => printVerifierKey(verifierKey(origin, 'ed25519', key))),
    checkpoint: () => checkpoints.latest(),
    makeCheckpoint: () => remembered(checkpoints.make()),
    remember: () => {
      memory.flush();
    },
    adopt: (checkpoint) => {
      checkpoints.adopt(checkpoint);
    },
    appended: (events) => {
      checkpoints.appended(events);
      remembered(checkpoints.latest());
    },
    indexOf: covered,
    proofOf(position) {
      const index = covered(position);
      if (index === null) return null;
      const { size, note } = checkpoints.latest();
      return printProof({ index, hashes: inclusionProof(index, size, subtreesIn(tree)), checkpoint: note, extra: null });
    },
    tile(path) {
      const tile = parseTilePath(path);
      if (!tile || tileWidth(tile.level, tile.index, checkpoints.latest().size) < tile.width) return undefined;
      return tree.read(tile.level, tile.index * TILE_WIDTH, tile.width);
    },
  };
}
