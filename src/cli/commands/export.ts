import type { AccountId } from '../../domain/ids.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { exportLines } from '../export-log.js';
import { configuration, logToRead } from '../installation.js';
import { openProgress } from '../progress.js';
import type { Terminal } from '../terminal.js';

export interface ExportOptions {
  readonly fromPosition: number;
  readonly stream?: string;
  readonly account?: AccountId;
}

export async function exportLog(terminal: Terminal, { fromPosition, stream, account }: ExportOptions): Promise<ExitCode> {
  const store = logToRead(configuration(terminal), terminal);
  // A bar would mix with the lines where both go to the same terminal.
  const progress = process.stdout.isTTY ? undefined : openProgress(terminal, terminal.texts.export.title);
  try {
    const { position: end } = await store.head();
    const filter = {
      fromPosition,
      ...(stream === undefined ? {} : { streamPrefix: stream }),
      ...(account === undefined ? {} : { accountId: account }),
    };
    for await (const { text, position } of exportLines(store, filter)) {
      if (text !== '') await terminal.write(text);
      progress?.show(position, end);
    }
  } finally {
    progress?.end();
    await store.close();
  }
  return EXIT.ok;
}
