import { generateKeyPairSync } from 'node:crypto';
import { openTransparencyLog, type TransparencyLog, type TransparencyLogDeps } from '../../src/audit/transparency-log.js';
import type { SqliteEventStore } from '../../src/event-store/sqlite/sqlite-event-store.js';

export interface LogKeyPair {
  readonly signing: TransparencyLogDeps['keys']['signing'];
  readonly trusted: TransparencyLogDeps['keys']['trusted'];
}

export function newLogKeys(): LogKeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { signing: [privateKey], trusted: [publicKey] };
}

/** The transparency log of a store, as a server opens it. */
export const openAudit = (store: SqliteEventStore, options: Partial<TransparencyLogDeps> = {}): Promise<TransparencyLog> =>
  openTransparencyLog({
    tree: store.tree,
    store: store.checkpoints,
    eventsFrom: (index) => store.readAll({ after: index }),
    keys: newLogKeys(),
    clock: Date.now,
    check: 'tail',
    ...options,
  });
