/** The commands of `kabinet` with their options and help. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import { VARIABLES } from '../config/variables.js';
import { ROLES } from '../domain/events.js';
import type { EraseOptions } from './commands/erase.js';
import type { ExportOptions } from './commands/export.js';
import type { MoveOptions } from './commands/move.js';
import type { ReplayOptions } from './commands/replay.js';
import type { VerifyOptions } from './commands/verify.js';
import type { WitnessOptions } from './commands/witness.js';
import type { ExitCode } from './exit-codes.js';
import { FACTS } from './import/facts.js';
import { account, instant, wholeNumber } from './option-values.js';
import type { Terminal } from './terminal.js';

type Run<Options> = (terminal: Terminal, options: Options) => Promise<ExitCode>;

/** `onExit` gets what the command answered. Each command's own code is loaded when it runs: `token` need not load a server. */
export function createProgram(terminal: Terminal, onExit: (code: ExitCode) => void): Command {
  const { texts } = terminal;
  const run =
    <Options>(load: () => Promise<Run<Options>>) =>
    async (options: Options): Promise<void> =>
      onExit(await (await load())(terminal, options));
  const lang = (): Option => new Option('--lang <ru|en>', texts.langOption).choices(['ru', 'en']);

  const program = new Command('kabinet')
    .description(texts.description)
    .version(version(), '-V, --version', texts.versionOption)
    .helpOption('-h, --help', texts.helpOption)
    .helpCommand('help [command]', texts.helpCommand)
    .addOption(lang())
    .configureHelp({ styleTitle: (title) => texts.headings[title] ?? title, optionDescription: described })
    .configureOutput({ outputError: (message, write) => write(texts.usage(message)) })
    .exitOverride()
    .addHelpText('after', () => exitCodes(terminal, [0, 1, 2, 3, 4, 5, 6]));

  const command = (name: string, description: string, codes: readonly ExitCode[], examples: readonly string[]): Command =>
    program
      .command(name)
      .description(description)
      .helpOption('-h, --help', texts.helpOption)
      .addOption(lang())
      .addHelpText(
        'after',
        () => `\n${texts.examples}\n${examples.map((line) => `  ${line}\n`).join('')}${exitCodes(terminal, codes)}`,
      );

  command(
    'serve',
    texts.serve.description,
    [0, 1, 2, 3, 6],
    ['kabinet serve', 'PORT=8080 KABINET_DATA_DIR=/var/lib/kabinet kabinet serve'],
  )
    .option('--worker', texts.serve.workerOption)
    .addHelpText('after', `\n${texts.environmentTitle}\n${variables(terminal)}`)
    .action(run(async () => (await import('./commands/serve.js')).serve));

  command(
    'token',
    texts.token.description,
    [0, 1, 2],
    [
      'kabinet token --role OWNER --account acc_demo --name "Ирина Соколова"',
      'kabinet token --role GATEWAY --account acc_demo --database db_… --days 365',
      'kabinet token --role SUPPORT --locale en',
      'kabinet token --role OPERATOR --page https://kabinet.example',
    ],
  )
    .addOption(new Option('--role <role>', texts.token.role).choices(ROLES).makeOptionMandatory())
    .option('--account <acc_…>', texts.token.account, (id: string, all: readonly string[]) => [...all, id], [])
    .option('--database <db_…>', texts.token.database)
    .option('--subject <text>', texts.token.subject)
    .option('--name <text>', texts.token.name)
    .addOption(new Option('--locale <ru|en>', texts.token.locale).choices(['ru', 'en']).default('ru'))
    .option('--days <n>', texts.token.days, wholeNumber(texts, 1, 365), 30)
    .option('--page <url>', texts.token.page)
    .action(run(async () => (await import('./commands/token.js')).token));

  command(
    'import <file>',
    texts.import.description,
    [0, 1, 2, 3, 4, 6],
    [
      'kabinet import events.ndjson',
      'kabinet import --name stock-2026-03 facts.ndjson',
      'zcat events.ndjson.gz | kabinet import -',
    ],
  )
    .option('--name <text>', texts.import.name)
    .addHelpText('after', `\n${texts.factsTitle}\n  ${Object.keys(FACTS).join(', ')}\n${FACT_EXAMPLE}`)
    .action(async (file: string, options: { readonly name?: string }) => {
      const { importFile } = await import('./commands/import.js');
      onExit(await importFile(terminal, file, options));
    });

  command(
    'export',
    texts.export.description,
    [0, 1, 2, 6],
    [
      'kabinet export > events.ndjson',
      'kabinet export --from-position 100001 --stream license-',
      'kabinet export --account acc_demo | gzip > acc_demo.ndjson.gz',
      'kabinet export --account acc_demo --from 2026-01-01T00:00:00Z --to 2026-03-31T23:59:59Z --folder ./first-quarter',
    ],
  )
    .option('--from-position <n>', texts.export.fromPosition, wholeNumber(texts, 1, Number.MAX_SAFE_INTEGER))
    .option('--stream <prefix>', texts.export.stream)
    .option('--account <acc_…>', texts.export.account, account(texts))
    .option('--folder <path>', texts.export.folder)
    .option('--from <time|position>', texts.export.from)
    .option('--to <time|position>', texts.export.to)
    .option('--earlier <file>', texts.export.earlier)
    .action(run<ExportOptions>(async () => (await import('./commands/export.js')).exportLog));

  command(
    'verify <folder>',
    texts.verify.description,
    [0, 1, 2, 4, 5],
    [
      'kabinet verify ./first-quarter --key kabinet/1f2e3d4c5b6a7980+0a1b2c3d+AbCd…',
      'kabinet verify ./first-quarter --key log.vkey --earlier checkpoint-of-last-year',
      'kabinet verify ./first-quarter --key log.vkey --earlier witness/checkpoint --witness-key witness.vkey',
    ],
  )
    .option('--key <vkey|file>', texts.verify.key, (key: string, all: readonly string[]) => [...all, key], [])
    .option('--earlier <file>', texts.verify.earlier)
    .option('--witness-key <vkey|file>', texts.verify.witnessKey, (key: string, all: readonly string[]) => [...all, key], [])
    .action(async (folder: string, options: VerifyOptions) => {
      const { verify } = await import('./commands/verify.js');
      onExit(await verify(terminal, folder, options));
    });

  command(
    'witness',
    texts.witness.description,
    [0, 1, 2, 5],
    [
      'kabinet witness --log https://kabinet.example --key log.vkey --folder ./witness',
      'kabinet witness --log https://kabinet.example --key log.vkey --folder ./witness --once',
    ],
  )
    .requiredOption('--log <url>', texts.witness.log)
    .option('--key <vkey|file>', texts.witness.key, (key: string, all: readonly string[]) => [...all, key], [])
    .requiredOption('--folder <path>', texts.witness.folder)
    .option('--once', texts.witness.once)
    .option('--every <seconds>', texts.witness.every, wholeNumber(texts, 1, 86_400), 60)
    .action(run<WitnessOptions>(async () => (await import('./commands/witness.js')).witness));

  command(
    'simulate',
    texts.simulate.description,
    [0, 1, 2, 3, 6],
    [
      'kabinet simulate --devices 300',
      'kabinet simulate --devices 10000 --years 3 --seed 7 --account acc_chain',
      'kabinet simulate --license-files ./licenses --files 2 --licenses 10000 --bad 1',
    ],
  )
    .option('--devices <n>', texts.simulate.devices, wholeNumber(texts, 1, 20_000))
    .option('--years <n>', texts.simulate.years, wholeNumber(texts, 1, 10), 3)
    .option('--seed <n>', texts.simulate.seed, wholeNumber(texts, 0, 999_999_999), 1)
    .option('--account <acc_…>', texts.simulate.account, account(texts))
    .option('--now <instant>', texts.simulate.now, instant(texts))
    .option('--license-files <folder>', texts.simulate.licenseFiles)
    .option('--files <n>', texts.simulate.files, wholeNumber(texts, 1, 1_000), 1)
    .option('--licenses <n>', texts.simulate.licenses, wholeNumber(texts, 1, 10_000), 1)
    .option('--bad <n>', texts.simulate.bad, wholeNumber(texts, 0, 10_000), 0)
    .option('--known <n>', texts.simulate.known, wholeNumber(texts, 0, 10_000_000), 0)
    .action(run(async () => (await import('./commands/simulate.js')).simulate));

  command(
    'replay',
    texts.replay.description,
    [0, 1, 2, 4, 6],
    [
      'kabinet replay --to 2026-03-01T00:00:00Z --folder ./replay',
      'PORT=4001 kabinet replay --to 120000 --folder ./replay --serve',
    ],
  )
    .requiredOption('--to <time|position>', texts.replay.toOption)
    .requiredOption('--folder <path>', texts.replay.folderOption)
    .option('--serve', texts.replay.serveOption)
    .action(run<ReplayOptions>(async () => (await import('./commands/replay.js')).replay));

  command('erase', texts.erase.description, [0, 1, 2, 3], ['kabinet erase --subject dev_7w00dp5aqvenmmj9hjx493hjx4'])
    .requiredOption('--subject <id>', texts.erase.subjectOption)
    .action(run<EraseOptions>(async () => (await import('./commands/erase.js')).erase));

  command('rebuild', texts.rebuild.description, [0, 1, 2, 3, 4, 5, 6], ['kabinet rebuild']).action(
    run(async () => (await import('./commands/rebuild.js')).rebuild),
  );

  command(
    'diagnose',
    texts.diagnose.description,
    [0, 1, 2],
    [
      'kabinet diagnose --account acc_demo --code 7H3KQ-…',
      'kabinet diagnose --account acc_demo --device-code A1B2C3D4 --kind CLOUD',
      'kabinet diagnose --account acc_demo --file licenses.xml --lang ru',
    ],
  )
    .requiredOption('--account <acc_…>', texts.diagnose.account)
    .option('--code <text>', texts.diagnose.code)
    .option('--license <lic_…>', texts.diagnose.license)
    .option('--device <dev_…>', texts.diagnose.device)
    .option('--device-code <text>', texts.diagnose.deviceCode)
    .option('--base <db_…>', texts.diagnose.base)
    .option('--file <name>', texts.diagnose.file)
    .option('--order <ord_…>', texts.diagnose.order)
    .addOption(new Option('--kind <kind>', texts.diagnose.kind).choices(['CLOUD', 'MAIN']))
    .option('--server <url>', texts.diagnose.server)
    .option('--token <text>', texts.diagnose.token)
    .action(run(async () => (await import('./commands/diagnose.js')).diagnose));

  command(
    'move',
    texts.move.description,
    [0, 1, 2, 3, 4, 5],
    [
      'kabinet move --from sqlite --to esdb://kurrentdb.example:2113?tls=true',
      'kabinet move --from sqlite --to @/run/secrets/kurrentdb',
      'KABINET_DATA_DIR=/var/lib/kabinet-new kabinet move --from @/run/secrets/kurrentdb --to sqlite',
    ],
  )
    .requiredOption('--from <store>', texts.move.from)
    .requiredOption('--to <store>', texts.move.to)
    .action(run<MoveOptions>(async () => (await import('./commands/move.js')).move));

  command('backup', texts.backup.description, [0, 1, 2, 4, 6], ['kabinet backup --to /backups/kabinet-2026-03-01.db'])
    .requiredOption('--to <file>', texts.backup.to)
    .action(run(async () => (await import('./commands/backup.js')).backup));

  return program;
}

const FACT_EXAMPLE = `  {"fact":"registerDatabase","input":{"accountId":"acc_demo","databaseId":"13bee4fb-3a09-4dc4-a8a7-33f475627615","name":"Склад","kind":"LOCAL"}}
  {"fact":"reportDevice","recordedAt":"2026-03-01T09:00:00Z","input":{"accountId":"acc_demo","databaseGuid":"13bee4fb-3a09-4dc4-a8a7-33f475627615","deviceCode":"A1B2C3D4","name":"ТСД 1"}}
`;

/** commander adds choices and defaults in English. */
function described({ flags, description, argChoices, defaultValue }: Option): string {
  const choices = argChoices && !flags.includes('|') ? `: ${argChoices.join(', ')}` : '';
  const given = defaultValue === undefined || Array.isArray(defaultValue) ? '' : ` (${String(defaultValue)})`;
  return `${description}${choices}${given}`;
}

function exitCodes({ texts }: Terminal, codes: readonly ExitCode[]): string {
  return `\n${texts.exitCodesTitle}\n${codes.map((code) => `  ${String(code)}  ${texts.exitCodes[code]}\n`).join('')}`;
}

function variables({ language }: Terminal): string {
  const width = Math.max(...Object.keys(VARIABLES).map((name) => name.length));
  return Object.entries(VARIABLES)
    .map(([name, meaning]) => `  ${name.padEnd(width)}  ${meaning[language]}\n`)
    .join('');
}

/** Of the package that this file is in, wherever it was built to. */
function version(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const path = join(folder, 'package.json');
    const found: unknown = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
    if (typeof found === 'object' && found !== null && 'version' in found) return String(found.version);
    if (folder === dirname(folder)) return '?';
  }
}
