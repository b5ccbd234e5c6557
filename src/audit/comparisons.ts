/** What a log is compared with: its leaves with its events, hashes above them with the ones below, all of them with what was signed. */
import type { Checkpoint } from './checkpoint.js';
import { eventLeafHash, fitsInALine, type SealedEvent } from './envelope.js';
import { completeRoot, HASH_BYTES, treeRoot } from './merkle-tree.js';
import { toBase64 } from './strict-text.js';
import { subtreesIn, TILE_WIDTH, type TreeHashes } from './tiles.js';

/** Each of them answers what is wrong, or undefined. */
export function rootProblem(tree: TreeHashes, { size, rootHash }: Pick<Checkpoint, 'size' | 'rootHash'>): string | undefined {
  if (size > tree.size())
    return `${String(size)} events were signed, and ${String(tree.size())} are left: its end was cut off, or an older file put back`;
  const root = treeRoot(size, subtreesIn(tree));
  if (Buffer.compare(root, rootHash) === 0) return undefined;
  return `the root over the first ${String(size)} leaf hashes is ${toBase64(root)}, and ${toBase64(rootHash)} was signed`;
}

/** A full tile against the hash above it. */
export function tileProblem(tree: TreeHashes, level: number, place: number): string | undefined {
  const made = completeRoot(tree.read(level, place * TILE_WIDTH, TILE_WIDTH));
  if (Buffer.compare(made, tree.read(level + 1, place, 1)) === 0) return undefined;
  const span = TILE_WIDTH ** (level + 1);
  return `a hash over the events of log index ${String(place * span)} to ${String((place + 1) * span - 1)} was changed`;
}

/** Events in the order of the log, the first of them of that index. */
export function eventsProblem(tree: TreeHashes, index: number, events: readonly SealedEvent[]): string | undefined {
  const leaves = tree.read(0, index, events.length);
  const wrong = events.findIndex((event, at) => !isLeafOf(event, leaves.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES)));
  const event = events[wrong];
  if (event === undefined) return undefined;
  return (
    `the event of log index ${String(index + wrong)} (${inALine(event.type)}, revision ${String(event.revision)} of ${inALine(event.stream)}, ` +
    `recorded at ${event.recordedAt}) is not the one that was appended there`
  );
}

const inALine = (name: string): string => (fitsInALine(name) ? name : JSON.stringify(name));

/** A name that fits in no envelope was never appended. */
const isLeafOf = (event: SealedEvent, leaf: Uint8Array): boolean =>
  fitsInALine(event.stream) && fitsInALine(event.type) && Buffer.compare(eventLeafHash(event), leaf) === 0;

export const countProblem = (hashes: number, events: number): string | undefined =>
  hashes === events ? undefined : `there are ${String(hashes)} leaf hashes, and ${String(events)} events`;
