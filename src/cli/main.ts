/** `kabinet`: the command line (docs/command-line.md). */
import { CommanderError } from 'commander';
import { LogDisagrees } from '../audit/errors.js';
import { DataFolderInUse, LogOfAnotherKey } from '../event-store/errors.js';
import { EXIT, UsageError, type ExitCode } from './exit-codes.js';
import { chooseLanguage } from './language.js';
import { createProgram } from './program.js';
import { openTerminal, type Terminal } from './terminal.js';

function exitCodeOf(error: unknown, terminal: Terminal): ExitCode {
  const { texts } = terminal;
  // commander has said what is wrong, or shown the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof UsageError) {
    terminal.say(texts.failed(error.message));
    return EXIT.usage;
  }
  if (error instanceof DataFolderInUse) {
    terminal.say(texts.failed(texts.dataFolderInUse(error.folder, error.ownerPid)));
    return EXIT.dataFolderInUse;
  }
  if (error instanceof LogOfAnotherKey) {
    terminal.say(texts.failed(texts.keysOfAnotherLog(error.log)));
    return EXIT.failed;
  }
  if (error instanceof LogDisagrees) {
    terminal.say(texts.failed(texts.logDisagrees(error.problem)));
    return EXIT.logDisagrees;
  }
  terminal.say(texts.failed(error instanceof Error ? error.message : String(error)));
  return EXIT.failed;
}

const terminal = openTerminal(chooseLanguage(process.argv.slice(2), process.env), process.env);
try {
  // The process ends when nothing is left to do: a server lives on, and output is written out.
  await createProgram(terminal, (code) => {
    process.exitCode = code;
  }).parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error, terminal);
}
