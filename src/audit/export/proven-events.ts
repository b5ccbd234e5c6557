/** Two files that go together: events, one a line, and the inclusion proof of each. */
import type { StoredEvent } from '../../event-store/port.js';
import { eventLeafHash } from '../envelope.js';
import { LogDisagrees } from '../errors.js';
import { inclusionProof, type SubtreeReader } from '../merkle-tree.js';
import { toBase64 } from '../strict-text.js';
import type { TreeHashes } from '../tiles.js';
import { cloudEventLine } from './cloud-event.js';
import { withHidden, type Hidden } from './hidden.js';
import { openIn, type FileFacts } from './line-files.js';
import type { ExportFile } from './manifest.js';

export interface ProvenIn {
  readonly folder: string;
  readonly origin: string;
  readonly tree: TreeHashes;
  readonly checkpoint: { readonly size: number };
  readonly subtrees: SubtreeReader;
}

export interface ProvenEvents {
  /** @throws LogDisagrees where it is not the event that its leaf is of. */
  add(event: StoredEvent, hidden: Hidden): void;
  /** Writes what was added. */
  flush(): void;
  /** On disk when it returns. */
  end(): Record<string, FileFacts>;
}

export function provenEvents(
  name: ExportFile,
  proofName: ExportFile,
  { folder, origin, tree, checkpoint, subtrees }: ProvenIn,
): ProvenEvents {
  const [eventFile, proofFile] = [openIn(folder, name), openIn(folder, proofName)];
  const [eventLines, proofLines]: [string[], string[]] = [[], []];
  return {
    add(event, hidden) {
      const index = tree.indexOf(event.position);
      if (index === undefined || Buffer.compare(eventLeafHash(event), subtrees(0, index)) !== 0)
        throw new LogDisagrees(`the event at position ${String(event.position)} is not the one that was appended there`);
      eventLines.push(`${cloudEventLine({ event: withHidden(event, hidden), index, source: origin })}\n`);
      const hashes = inclusionProof(index, checkpoint.size, subtrees).map(toBase64);
      proofLines.push(`${JSON.stringify({ index, hashes })}\n`);
    },
    flush() {
      eventFile.write(eventLines.splice(0).join(''));
      proofFile.write(proofLines.splice(0).join(''));
    },
    end: () => ({ [name]: eventFile.end(), [proofName]: proofFile.end() }),
  };
}
