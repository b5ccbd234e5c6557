/** What was signed goes along, so that the log keeps its name and every checkpoint that somebody has leads on. */
import { parseCheckpoint, type Checkpoint } from '../../audit/checkpoint.js';
import type { StoredCheckpoint } from '../../audit/checkpoint-store.js';
import { rootProblem } from '../../audit/comparisons.js';
import { parseNote } from '../../audit/signed-note.js';
import type { NodeEventStore } from '../../event-store/node-event-store.js';
import type { MoveProblem } from './move-problem.js';

type Store = Pick<NodeEventStore, 'tree' | 'checkpoints' | 'exchange'>;

/** Of all nodes where there are several. */
const lastOf = async ({ exchange, checkpoints }: Store): Promise<StoredCheckpoint | undefined> =>
  exchange ? exchange.last() : checkpoints.last();

function read({ note }: StoredCheckpoint): Checkpoint | undefined {
  const opened = parseNote(note);
  const parsed = opened.ok ? parseCheckpoint(opened.note.text) : opened;
  return parsed.ok ? parsed.checkpoint : undefined;
}

/** Before anything is copied. Who signed is looked at by the node that opens the log: a move needs no keys. */
export async function checkpointProblem(source: Store, target: Store): Promise<MoveProblem | undefined> {
  const [last, targetLast] = [await lastOf(source), await lastOf(target)];
  if (!last) return undefined;
  const signed = read(last);
  if (!signed) return { kind: 'source', detail: 'its last checkpoint cannot be read' };
  const detail = rootProblem(source.tree, signed);
  if (detail !== undefined) return { kind: 'source', detail };
  const targetSigned = targetLast && read(targetLast);
  if (targetSigned && targetSigned.origin !== signed.origin)
    return { kind: 'another-origin', source: signed.origin, target: targetSigned.origin };
  return undefined;
}

/** The newest one that covers nothing beyond what the target has. Answers how many events it covers; undefined where none was signed. */
export async function carryCheckpoint(source: Store, target: Store): Promise<number | undefined> {
  const last = await lastOf(source);
  const signed = last && read(last);
  if (!last || !signed || rootProblem(target.tree, signed) !== undefined) return (await lastOf(target))?.size;
  const there = await lastOf(target);
  if (there && there.size >= last.size) return there.size;
  if (target.exchange) await target.exchange.publish(last);
  else target.checkpoints.add(last);
  return last.size;
}
