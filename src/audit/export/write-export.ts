/** An export folder: events with their proofs, a checkpoint, what leads to it from an earlier one, and a manifest that the log signs. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '../../domain/ids.js';
import type { StoredEvent } from '../../event-store/port.js';
import type { Checkpoint } from '../checkpoint.js';
import { LogDisagrees } from '../errors.js';
import { textOf } from '../json-bytes.js';
import { consistencyProof, isConsistent, type SubtreeReader } from '../merkle-tree.js';
import { signNote, type NoteSigner } from '../signed-note.js';
import { toBase64 } from '../strict-text.js';
import { rememberedSubtrees, type TreeHashes } from '../tiles.js';
import type { VerifierKey } from '../verifier-key.js';
import { ALL_HIDDEN, NOTHING_HIDDEN, type Hidden } from './hidden.js';
import { openIn, type FileFacts } from './line-files.js';
import { FILES, FORMAT, MANIFEST, MANIFEST_NOTE, manifestNoteText, printKeys, printManifest } from './manifest.js';
import type { ExportFile, Manifest, Selection } from './manifest.js';
import { provenEvents } from './proven-events.js';
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
  /** The events just before and behind a period, which prove that it is whole: shown without what they say. */
  readonly neighbours?: readonly StoredEvent[];
  /** The events that tell of the erasure of these subjects. */
  readonly erasures?: (subjects: ReadonlySet<string>) => Promise<readonly StoredEvent[]>;
  readonly reveal: RevealText;
  readonly signers: readonly NoteSigner[];
  /** All that are believed, also those that sign no more. */
  readonly verifierKeys: readonly VerifierKey[];
  readonly madeAt: Instant;
}

/** @throws LogDisagrees where an event is not the one that its leaf is of, or an earlier checkpoint does not lead to this one. */
export async function writeExport(deps: WriteExportDeps): Promise<Manifest> {
  const { folder, origin, checkpoint, earlier, selection, signers, verifierKeys, madeAt } = deps;
  const subtrees = rememberedSubtrees(deps.tree, checkpoint.size);
  const consistency = earlier && consistencyText(earlier, checkpoint, subtrees);
  const { events, withheld, texts, files, erased } = await writeEvents(deps, subtrees);
  Object.assign(files, await writeBeside(deps, subtrees, erased));
  const add = (name: ExportFile, text: string): void => {
    const writer = openIn(folder, name);
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
    madeAt,
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
  /** Subjects of which a text could not be opened any more. */
  readonly erased: ReadonlySet<string>;
  readonly files: Record<string, FileFacts>;
}

async function writeEvents(
  { folder, origin, tree, checkpoint, pages, reveal, hides = () => NOTHING_HIDDEN }: WriteExportDeps,
  subtrees: SubtreeReader,
): Promise<Written> {
  const [proven, textFile] = [
    provenEvents(FILES.events, FILES.proofs, { folder, origin, tree, checkpoint, subtrees }),
    openIn(folder, FILES.texts),
  ];
  const [told, erased] = [new Set<string>(), new Set<string>()];
  const texts = { open: 0, erased: 0 };
  let [events, withheld] = [0, 0];
  for await (const page of pages) {
    const textLines: string[] = [];
    for (const event of page) {
      const hidden = hides(event);
      if (hidden.body || hidden.metadata) withheld += 1;
      proven.add(event, hidden);
      for (const sealed of committedIn(hidden.body || parsed(event.body), hidden.metadata || parsed(event.metadata))) {
        if (told.has(nameOf(sealed))) continue;
        told.add(nameOf(sealed));
        const { subject, commitment } = sealed;
        const shown = reveal(subject, sealed);
        texts[shown ? 'open' : 'erased'] += 1;
        if (!shown) erased.add(subject);
        textLines.push(`${textLine({ subject, commitment, shown })}\n`);
      }
    }
    events += page.length;
    proven.flush();
    textFile.write(textLines.join(''));
  }
  return { events, withheld, texts, erased, files: { ...proven.end(), [FILES.texts]: textFile.end() } };
}

async function writeBeside(
  { folder, origin, tree, checkpoint, neighbours = [], erasures = () => Promise.resolve([]) }: WriteExportDeps,
  subtrees: SubtreeReader,
  erased: ReadonlySet<string>,
): Promise<Record<string, FileFacts>> {
  const proven = provenEvents(FILES.beside, FILES.besideProofs, { folder, origin, tree, checkpoint, subtrees });
  for (const event of neighbours) proven.add(event, ALL_HIDDEN);
  for (const event of erased.size === 0 ? [] : await erasures(erased)) proven.add(event, NOTHING_HIDDEN);
  proven.flush();
  return proven.end();
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
