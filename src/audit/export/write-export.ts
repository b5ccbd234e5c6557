/** An export folder: events with their proofs, a checkpoint, what leads to it from an earlier one, and a manifest that the log signs. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredEvent } from '../../event-store/port.js';
import type { Checkpoint } from '../checkpoint.js';
import { eventLeafHash } from '../envelope.js';
import { LogDisagrees } from '../errors.js';
import { textOf } from '../json-bytes.js';
import { consistencyProof, inclusionProof, isConsistent, type SubtreeReader } from '../merkle-tree.js';
import { signNote, type NoteSigner } from '../signed-note.js';
import { toBase64 } from '../strict-text.js';
import { rememberedSubtrees, type TreeHashes } from '../tiles.js';
import type { VerifierKey } from '../verifier-key.js';
import { cloudEventLine } from './cloud-event.js';
import { NOTHING_HIDDEN, withHidden, type Hidden } from './hidden.js';
import { LineWriter, type FileFacts } from './line-files.js';
import { FILES, FORMAT, MANIFEST, MANIFEST_NOTE, manifestNoteText, printKeys, printManifest } from './manifest.js';
import type { ExportFile, Manifest, Selection } from './manifest.js';
import { committedIn, nameOf, textLine, type RevealText } from './personal-lines.js';

export type NotedCheckpoint = Pick<Checkpoint, 'size' | 'rootHash'> & { readonly note: string };

export interface WriteExportDeps {
  /** Empty. */
  readonly folder: string;
  readonly origin: string;
  readonly tree: TreeHashes;
  /** Covers every event of the pages, and was compared with the log. */
  readonly checkpoint: NotedCheckpoint;
  readonly earlier: NotedCheckpoint | null;
  readonly selection: Selection;
  readonly pages: AsyncIterable<readonly StoredEvent[]>;
  /** What the reader may not see. Left out: nothing. */
  readonly hides?: (event: StoredEvent) => Hidden;
  readonly reveal: RevealText;
  readonly signers: readonly NoteSigner[];
  /** All that are believed, also those that sign no more. */
  readonly verifierKeys: readonly VerifierKey[];
}

/** @throws LogDisagrees where an event is not the one that its leaf is of, or an earlier checkpoint does not lead to this one. */
export async function writeExport(deps: WriteExportDeps): Promise<Manifest> {
  const { folder, origin, checkpoint, earlier, selection, signers, verifierKeys } = deps;
  const subtrees = rememberedSubtrees(deps.tree, checkpoint.size);
  const consistency = earlier && consistencyText(earlier, checkpoint, subtrees);
  const { events, withheld, texts, files } = await writeEvents(deps, subtrees);
  const add = (name: ExportFile, text: string): void => {
    const writer = new LineWriter(join(folder, name));
    writer.write(text);
    files[name] = writer.end();
  };
  add(FILES.checkpoint, checkpoint.note);
  if (earlier && consistency !== null) {
    add(FILES.earlier, earlier.note);
    add(FILES.consistency, consistency);
  }
  const manifest: Manifest = {
    format: FORMAT,
    origin,
    verifierKeys: printKeys(verifierKeys),
    ...selection,
    events,
    withheld,
    texts,
    checkpointSize: checkpoint.size,
    earlierSize: earlier?.size ?? null,
    files,
  };
  const text = printManifest(manifest);
  writeFileSync(join(folder, MANIFEST_NOTE), signNote(manifestNoteText(origin, text), signers), { mode: 0o600, flag: 'wx' });
  writeFileSync(join(folder, MANIFEST), text, { mode: 0o600, flag: 'wx' });
  return manifest;
}

interface Written {
  readonly events: number;
  readonly withheld: number;
  readonly texts: Manifest['texts'];
  readonly files: Record<string, FileFacts>;
}

async function writeEvents(
  { folder, origin, tree, checkpoint, pages, reveal, hides = () => NOTHING_HIDDEN }: WriteExportDeps,
  subtrees: SubtreeReader,
): Promise<Written> {
  const open = (name: ExportFile): LineWriter => new LineWriter(join(folder, name));
  const [eventFile, proofFile, textFile] = [open(FILES.events), open(FILES.proofs), open(FILES.texts)];
  const told = new Set<string>();
  const texts = { open: 0, erased: 0 };
  let [events, withheld] = [0, 0];
  for await (const page of pages) {
    const [eventLines, proofLines, textLines]: [string[], string[], string[]] = [[], [], []];
    for (const event of page) {
      const index = tree.indexOf(event.position);
      if (index === undefined || Buffer.compare(eventLeafHash(event), subtrees(0, index)) !== 0)
        throw new LogDisagrees(`the event at position ${String(event.position)} is not the one that was appended there`);
      const hidden = hides(event);
      if (hidden.body || hidden.metadata) withheld += 1;
      eventLines.push(`${cloudEventLine({ event: withHidden(event, hidden), index, source: origin })}\n`);
      const hashes = inclusionProof(index, checkpoint.size, subtrees).map(toBase64);
      proofLines.push(`${JSON.stringify({ index, hashes })}\n`);
      for (const sealed of committedIn(hidden.body || parsed(event.body), hidden.metadata || parsed(event.metadata))) {
        if (told.has(nameOf(sealed))) continue;
        told.add(nameOf(sealed));
        const { subject, commitment } = sealed;
        const shown = reveal(subject, sealed);
        texts[shown ? 'open' : 'erased'] += 1;
        textLines.push(`${textLine({ subject, commitment, shown })}\n`);
      }
    }
    events += page.length;
    eventFile.write(eventLines.join(''));
    proofFile.write(proofLines.join(''));
    textFile.write(textLines.join(''));
  }
  const files = { [FILES.events]: eventFile.end(), [FILES.proofs]: proofFile.end(), [FILES.texts]: textFile.end() };
  return { events, withheld, texts, files };
}

/** Undefined where it is no JSON: it then holds no sealed text. */
function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(bytes));
  } catch {
    return undefined;
  }
}

function consistencyText(earlier: NotedCheckpoint, checkpoint: NotedCheckpoint, subtrees: SubtreeReader): string {
  const [from, to] = [
    { size: earlier.size, root: earlier.rootHash },
    { size: checkpoint.size, root: checkpoint.rootHash },
  ];
  const proof = from.size > to.size ? [] : consistencyProof(from.size, to.size, subtrees);
  if (!isConsistent({ from, to, proof })) {
    throw new LogDisagrees(
      `what was signed for ${String(to.size)} events does not follow from what was signed for ${String(from.size)}`,
    );
  }
  return `${JSON.stringify({ from: from.size, to: to.size, hashes: proof.map(toBase64) })}\n`;
}
