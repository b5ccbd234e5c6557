import type { AccountId } from '../../domain/ids.js';
import { EXIT, UsageError, type ExitCode } from '../exit-codes.js';
import { exportLines } from '../export-log.js';
import { configuration, hasAccount, logToRead } from '../installation.js';
import { logAsSigned } from '../log-as-signed.js';
import { openProgress } from '../progress.js';
import type { Terminal } from '../terminal.js';

export interface ExportOptions {
  readonly fromPosition?: number;
  readonly stream?: string;
  readonly account?: AccountId;
  readonly from?: string;
  readonly to?: string;
  readonly folder?: string;
  readonly earlier?: string;
}

/** Events as lines, or as a folder that can be verified. @throws UsageError for options of the one that were given to the other. */
export async function exportLog(terminal: Terminal, options: ExportOptions): Promise<ExitCode> {
  const { fromPosition, stream, account, from, to, folder, earlier } = options;
  if (folder === undefined) {
    if ([from, to, earlier].some((option) => option !== undefined)) throw new UsageError(terminal.texts.export.needsFolder);
    return exportAsLines(terminal, options);
  }
  if (fromPosition !== undefined || stream !== undefined) throw new UsageError(terminal.texts.export.notWithFolder);
  const { exportFolder } = await import('./export-folder.js');
  return exportFolder(terminal, { account, from, to, folder, earlier });
}

/** @throws UsageError for an account that the log does not tell of at all, LogDisagrees at an event that is not the one that was appended. */
async function exportAsLines(terminal: Terminal, { fromPosition, stream, account }: ExportOptions): Promise<ExitCode> {
  const config = configuration(terminal);
  const own = logToRead(config, terminal);
  // A bar would mix with the lines where both go to the same terminal.
  const progress = process.stdout.isTTY ? undefined : openProgress(terminal, terminal.texts.export.title);
  try {
    const store = await logAsSigned(config, own);
    let written = false;
    const { position: end } = await store.head();
    const filter = {
      ...(fromPosition === undefined ? {} : { fromPosition }),
      ...(stream === undefined ? {} : { streamPrefix: stream }),
      ...(account === undefined ? {} : { accountId: account }),
    };
    for await (const { text, position } of exportLines(store, filter)) {
      if (text !== '') {
        written = true;
        await terminal.write(text);
      }
      progress?.show(position, end);
    }
    if (account !== undefined && !written && !(await hasAccount(store, account)))
      throw new UsageError(terminal.texts.noAccount(account));
  } finally {
    progress?.end();
    await own.close();
  }
  return EXIT.ok;
}
