import type { Database } from 'better-sqlite3';
import { eventLeafHash } from '../../audit/envelope.js';
import { EventLogDamaged } from '../errors.js';
import { EventReader } from './read-events.js';
import { TreeWriter } from './tree-writer.js';

/** How far the hashing of an older log has come. */
export interface Sealing {
  readonly sealed: number;
  readonly total: number;
}

/** Pages of 1,000 events: what a kill costs. */
const PAGES_A_TRANSACTION = 10;

/**
 * Gives leaf hashes to events that were appended by a build that knew none, in batches, from wherever the last try ended. 1,000,000 events
 * take seconds, once. Throws EventLogDamaged where there are hashes of events that are gone.
 */
export function sealOldEvents(database: Database, epoch: string, onSealing: (sealing: Sealing) => void): void {
  const [reader, tree] = [new EventReader(database, epoch), new TreeWriter(database)];
  const total = reader.head().position;
  if (tree.size() > total) {
    throw new EventLogDamaged(
      `${database.name} has the leaf hashes of ${String(tree.size())} events, and ${String(total)} events: its end was cut off`,
    );
  }
  const sealSome = database.transaction(() => {
    for (let page = 0; page < PAGES_A_TRANSACTION && tree.size() < total; page += 1) {
      const first = tree.size();
      tree.append(first, reader.pageAfter(first, total).map(eventLeafHash));
    }
  });
  while (tree.size() < total) {
    sealSome.immediate();
    onSealing({ sealed: tree.size(), total });
  }
}
