/** A witness of a log: remembers the last checkpoint that it saw, and cosigns only what extends it (c2sp.org/tlog-witness, in its rules). */
import { openCheckpoint, type Checkpoint } from './checkpoint.js';
import { consistencyProof, isConsistent } from './merkle-tree.js';
import { cosignatureLine, parseNote, type NoteSigner } from './signed-note.js';
import { neededTiles, subtreesFrom } from './tile-copies.js';
import type { Tile } from './tiles.js';
import type { VerifierKey } from './verifier-key.js';

/** The log, wherever it is. Rejects where it cannot be reached. */
export interface RemoteLog {
  checkpoint(): Promise<string>;
  tile(tile: Tile): Promise<Uint8Array>;
}

/** What the witness remembers; on disk when `keep` returns. */
export interface WitnessMemory {
  last(): string | undefined;
  keep(cosigned: string): void;
  /** What contradicts the last one: the log's own signatures under both prove it. */
  keepRefused(note: string): void;
}

export interface WitnessDeps {
  readonly log: RemoteLog;
  readonly memory: WitnessMemory;
  /** Of the log. While its key changes, the old one and the new one. */
  readonly keys: readonly [VerifierKey, ...VerifierKey[]];
  readonly signer: NoteSigner;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

export type Refusal =
  /** Smaller than what was seen: an older data folder was put back, or the end cut off. */
  | { readonly kind: 'rollback'; readonly seen: number; readonly shown: number }
  /** Another history than the one that was seen. */
  | { readonly kind: 'fork'; readonly seen: number; readonly shown: number }
  /** Not signed by the log's key, not of this log, or no checkpoint at all. */
  | { readonly kind: 'unsigned'; readonly detail: string };

export type Witnessed =
  /** `isNew`: more than what was seen before. */
  | { readonly ok: true; readonly size: number; readonly isNew: boolean; readonly note: string }
  | { readonly ok: false; readonly refusal: Refusal };

/** Looks at the log once. Rejects where the log cannot be reached, or what is remembered cannot be read: it then says nothing of the log. */
export async function witnessOnce(deps: WitnessDeps): Promise<Witnessed> {
  const { log, memory, keys } = deps;
  const origin = keys[0].name;
  const note = await log.checkpoint();
  const opened = openCheckpoint(note, keys, origin);
  if (!opened.ok) return { ok: false, refusal: { kind: 'unsigned', detail: opened.problem } };
  const remembered = memory.last();
  const seen = remembered === undefined ? undefined : openCheckpoint(remembered, keys, origin);
  if (seen?.ok === false) throw new Error(`the last checkpoint that was seen cannot be read: ${seen.problem}`);
  const shown = opened.checkpoint;
  if (seen && remembered !== undefined) {
    const refusal = await refusalOf(log, seen.checkpoint, shown);
    if (refusal) {
      memory.keepRefused(note);
      return { ok: false, refusal };
    }
    if (seen.checkpoint.size === shown.size) return { ok: true, size: shown.size, isNew: false, note: remembered };
  }
  const cosigned = cosignedBy(deps, note);
  memory.keep(cosigned);
  return { ok: true, size: shown.size, isNew: true, note: cosigned };
}

async function refusalOf(log: RemoteLog, seen: Checkpoint, shown: Checkpoint): Promise<Refusal | undefined> {
  const sizes = { seen: seen.size, shown: shown.size };
  if (shown.size < seen.size) return { kind: 'rollback', ...sizes };
  const proof = shown.size === seen.size ? [] : await proofBetween(log, seen.size, shown.size);
  const [from, to] = [
    { size: seen.size, root: seen.rootHash },
    { size: shown.size, root: shown.rootHash },
  ];
  return isConsistent({ from, to, proof }) ? undefined : { kind: 'fork', ...sizes };
}

/** From the log's tiles. They need no belief: a wrong one makes a wrong proof. */
async function proofBetween(log: RemoteLog, from: number, to: number): Promise<readonly Uint8Array[]> {
  const tiles = neededTiles(to, (read) => consistencyProof(from, to, read));
  const copies = new Map<string, Uint8Array>();
  for (const [name, tile] of tiles) copies.set(name, await log.tile(tile));
  return consistencyProof(from, to, subtreesFrom(copies));
}

function cosignedBy({ signer, clock }: WitnessDeps, note: string): string {
  const read = parseNote(note);
  if (!read.ok) throw new Error(read.problem);
  return `${note}${cosignatureLine(read.note.text, signer, Math.floor(clock() / 1_000))}`;
}
