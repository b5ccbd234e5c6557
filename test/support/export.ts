import { parseCheckpoint } from '../../src/audit/checkpoint.js';
import type { Hidden } from '../../src/audit/export/hidden.js';
import type { Manifest } from '../../src/audit/export/manifest.js';
import { writeExport } from '../../src/audit/export/write-export.js';
import { parseNote } from '../../src/audit/signed-note.js';
import { verifierKey } from '../../src/audit/verifier-key.js';
import { instantOf } from '../../src/domain/ids.js';
import type { StoredEvent } from '../../src/event-store/port.js';
import type { SqliteEventStore } from '../../src/event-store/sqlite/sqlite-event-store.js';
import type { Keys } from '../../src/keys/keys.js';
import { collect } from '../event-store/events.js';
import type { LogKeyPair } from './audit.js';

export interface ExportAllOptions {
  readonly logKeys: LogKeyPair;
  /** Left out: the log has no sealed texts. */
  readonly keys?: Keys;
  /** Of the last checkpoint of at most so many events; left out: of the first. */
  readonly earlierSize?: number;
  /** For that account, and what it may not see. */
  readonly account?: { readonly id: string; readonly hides: (event: StoredEvent) => Hidden };
}

/** The whole log, all of it signed, into an empty folder. */
export function exportAll(store: SqliteEventStore, folder: string, options: ExportAllOptions): Promise<Manifest> {
  const { logKeys, keys, earlierSize = 0, account } = options;
  const [last, earlier] = [store.checkpoints.last(), store.checkpoints.lastUpTo(earlierSize)].map((stored) => {
    const read = parseNote(stored?.note ?? '');
    const parsed = read.ok ? parseCheckpoint(read.note.text) : read;
    if (!parsed.ok) throw new Error(parsed.problem);
    return { ...parsed.checkpoint, note: stored?.note ?? '' };
  });
  if (!last) throw new Error('nothing is signed');
  const { origin, size } = last;
  return writeExport({
    folder,
    origin,
    tree: store.tree,
    checkpoint: last,
    earlier: earlier ?? null,
    selection: { account: account?.id ?? null, from: null, to: null, firstIndex: 0, endIndex: size },
    pages: store.readAll({ after: 0, upTo: size }),
    ...(account && { hides: account.hides }),
    erasures: () =>
      collect(store.readAll({ after: 0 })).then((pages) => pages.flat().filter(({ type }) => type === 'SubjectErased')),
    reveal: (subject, sealed) => keys?.personal.reveal(subject, sealed) ?? null,
    signers: logKeys.signing.map((privateKey) => ({ name: origin, privateKey })),
    madeAt: instantOf(Date.now()),
    verifierKeys: logKeys.trusted.map((key) => verifierKey(origin, 'ed25519', key)),
  });
}
