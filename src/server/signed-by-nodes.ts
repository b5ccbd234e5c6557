/** What the nodes of a log have signed, against the log as this node has it. Before it is asked, the index has been compared with the log itself. */
import type { KeyObject } from 'node:crypto';
import type { StoredCheckpoint } from '../audit/checkpoint-store.js';
import { rootProblem } from '../audit/comparisons.js';
import { believed } from '../audit/self-check.js';
import type { TreeHashes } from '../audit/tiles.js';

/** How they differ; undefined: not at all. */
export function signedProblem(tree: TreeHashes, signed: StoredCheckpoint, trusted: readonly KeyObject[]): string | undefined {
  const read = believed(signed, trusted);
  return read.ok ? rootProblem(tree, read.checkpoint) : read.problem;
}

/** For an operator (docs/operator.md, Several nodes over KurrentDB). */
export const WAY_OUT_OF_NODES =
  'This node has compared its index with the log as the server holds it. So either the log was changed after it was signed, or a node has signed what was not the log. ' +
  'Where the log is right as it is, as after a restore of an older backup: stop all nodes, make a file accept-log in the keys folder, ' +
  'start one node with --worker, which signs the log anew, and then the others';
