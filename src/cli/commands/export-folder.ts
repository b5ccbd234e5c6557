import { existsSync, readdirSync } from 'node:fs';
import { openCheckpoint, parseCheckpoint } from '../../audit/checkpoint.js';
import type { StoredCheckpoint } from '../../audit/checkpoint-store.js';
import { LogDisagrees } from '../../audit/errors.js';
import { hiddenFrom } from '../../audit/export/hidden-from.js';
import { writeExport, type NotedCheckpoint } from '../../audit/export/write-export.js';
import { checkLog } from '../../audit/self-check.js';
import { parseNote } from '../../audit/signed-note.js';
import { printVerifierKey, verifierKey, type VerifierKey } from '../../audit/verifier-key.js';
import { instantOf, parseInstant, type AccountId, type Instant } from '../../domain/ids.js';
import { makePrivateFolder } from '../../event-store/sqlite/private-file.js';
import type { SqliteEventStore } from '../../event-store/sqlite/sqlite-event-store.js';
import { openLogKeys, type LogKeys } from '../../keys/log-keys.js';
import { logKeyFileOf } from '../../server/open-log.js';
import { coveringCheckpoint } from '../covering-checkpoint.js';
import { EXIT, UsageError, type ExitCode } from '../exit-codes.js';
import { selectedPages } from '../export-log.js';
import { erasuresOf, exportRange, indexesOf, neighboursOf } from '../export-range.js';
import { configuration, hasAccount, keysOf, logToRead } from '../installation.js';
import { openProgress } from '../progress.js';
import { wholeOrGone } from '../unfinished-folder.js';
import type { Terminal } from '../terminal.js';
import { textOfFile } from '../verifier-key-option.js';

export interface ExportFolderOptions {
  readonly folder: string;
  readonly account: AccountId | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** File of a checkpoint that the auditor has. */
  readonly earlier: string | undefined;
}

/** Also beside a running server. @throws LogDisagrees before anything is written, where the log is not what was signed. */
export async function exportFolder(terminal: Terminal, options: ExportFolderOptions): Promise<ExitCode> {
  const { texts } = terminal;
  const config = configuration(terminal);
  const { folder, account, from, to } = options;
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new UsageError(texts.folderNotEmpty(folder));
  const now = (): Instant => instantOf(Date.now());
  const store = logToRead(config, terminal);
  const keys = keysOf(config, { mayCreate: false });
  const progress = openProgress(terminal, texts.export.title);
  try {
    await store.useKeys(keys);
    const asked = await exportRange(store, options, terminal);
    const [begins, ends] = [from, to].map((text) => parseInstant(text ?? ''));
    if (asked.first > asked.last + 1 || (begins !== undefined && ends !== undefined && begins > ends))
      throw new UsageError(texts.export.endsBefore(from ?? '', to ?? ''));
    if (begins !== undefined && begins > now()) throw new UsageError(texts.export.ahead(from ?? ''));
    if (account !== undefined && !(await hasAccount(store, account))) throw new UsageError(texts.noAccount(account));
    const logKeys = openLogKeys(logKeyFileOf(config));
    // All of the log as it is now: also the event behind a period, and erasures of its texts, are to be proven.
    const stored = await coveringCheckpoint(config, store, (await store.head()).position, terminal);
    const { origin, checkpoint } = await comparedWithLog(store, stored, logKeys);
    const range = to === undefined ? { ...asked, last: checkpoint.size } : asked;
    const verifierKeys = logKeys.trusted.map((key) => verifierKey(origin, 'ed25519', key));
    const signing = logKeys.signing.map((key) => verifierKey(origin, 'ed25519', key));
    const believed = { origin, keys: verifierKeys, signing };
    const selection = { ...(await indexesOf(store, range)), account: account ?? null, from: from ?? null, to: to ?? null };
    makePrivateFolder(folder);
    const filter = {
      fromPosition: range.first,
      toPosition: range.last,
      ...(account === undefined ? {} : { accountId: account }),
    };
    const neighbours = await neighboursOf(store, selection, checkpoint.size);
    const { events } = await wholeOrGone(folder, terminal, () =>
      writeExport({
        folder,
        origin,
        tree: store.tree,
        checkpoint,
        earlier: earlierOf(store, selection.firstIndex, believed, options.earlier, terminal),
        selection,
        pages: shown(selectedPages(store, filter), (position) => {
          const { firstIndex, endIndex } = selection;
          progress.show((store.tree.indexOf(position) ?? firstIndex) + 1 - firstIndex, endIndex - firstIndex);
        }),
        ...(account === undefined ? {} : { hides: hiddenFrom((each) => each === account) }),
        neighbours,
        erasures: (subjects) => erasuresOf(store, subjects, checkpoint.size),
        reveal: (subject, sealed) => keys.personal.reveal(subject, sealed),
        signers: logKeys.signing.map((privateKey) => ({ name: origin, privateKey })),
        verifierKeys,
        madeAt: now(),
      }),
    );
    progress.end();
    terminal.say(texts.export.done(events, checkpoint.size, folder));
    for (const key of verifierKeys) terminal.say(printVerifierKey(key));
    await terminal.write(`${JSON.stringify({ folder, events, origin, size: checkpoint.size })}\n`);
  } finally {
    progress.end();
    keys.personal.close();
    await store.close();
  }
  return EXIT.ok;
}

/** All of it, whatever earlier starts have compared: what is exported is to be believed. */
async function comparedWithLog(
  store: SqliteEventStore,
  stored: StoredCheckpoint,
  { trusted }: LogKeys,
): Promise<{ readonly origin: string; readonly checkpoint: NotedCheckpoint }> {
  const checked = await checkLog(
    {
      tree: store.tree,
      store: { last: () => stored, checkedSize: () => 0 },
      eventsFrom: (index) => store.readAll({ after: index }),
      trustedKeys: trusted,
    },
    'whole',
  );
  if (!checked.ok) throw new LogDisagrees(checked.problem);
  if (!checked.checkpoint) throw new LogDisagrees('it has no checkpoint');
  const { origin, size, rootHash } = checked.checkpoint;
  return { origin, checkpoint: { size, rootHash, note: stored.note } };
}

interface Believed {
  readonly origin: string;
  readonly keys: readonly VerifierKey[];
  /** Of them, those that sign now: whoever verifies may have one of them alone. */
  readonly signing: readonly VerifierKey[];
}

/** The auditor's; else the last one before the first event that was asked for, or the first of all, where all keys of now have signed it. */
function earlierOf(
  { checkpoints }: SqliteEventStore,
  size: number,
  { origin, keys, signing }: Believed,
  file: string | undefined,
  terminal: Terminal,
): NotedCheckpoint | null {
  if (file !== undefined) {
    const note = textOfFile(file, terminal);
    const opened = openCheckpoint(note, keys, origin);
    if (!opened.ok) throw new UsageError(terminal.texts.export.notOurs(file, opened.problem));
    return { ...opened.checkpoint, note };
  }
  const note = checkpoints.lastUpTo(size)?.note;
  if (note === undefined) return null;
  const read = parseNote(note);
  if (!read.ok || !parseCheckpoint(read.note.text).ok) throw new LogDisagrees('an earlier checkpoint cannot be read');
  const opened = signing.map((key) => openCheckpoint(note, [key], origin));
  const [first] = opened;
  if (first?.ok === true && opened.every(({ ok }) => ok)) return { ...first.checkpoint, note };
  terminal.say(terminal.texts.export.oldKey);
  return null;
}

async function* shown<Event>(
  pages: AsyncIterable<{ readonly events: readonly Event[]; readonly position: number }>,
  show: (position: number) => void,
): AsyncGenerator<readonly Event[], void> {
  for await (const { events, position } of pages) {
    yield events;
    show(position);
  }
}
