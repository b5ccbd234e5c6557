/** `kabinet`: the command line. Exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 3 the data folder is in use. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { issueToken } from '../auth/issue-token.js';
import { readConfig, type Config } from '../config/config.js';
import { describeConfigError } from '../config/problems.js';
import { ROLES, type Role } from '../domain/events.js';
import { DataFolderInUse } from '../event-store/errors.js';
import { stopOnSignals } from '../http/shutdown.js';
import { openKeys, type Keys } from '../keys/keys.js';
import { startServer } from '../server/start-server.js';

const say = (text: string): void => void process.stderr.write(`${text}\n`);

function configOrExit(): Config {
  const reading = readConfig(process.env);
  if (reading.ok) {
    for (const warning of reading.warnings) say(`warning: ${warning}`);
    return reading.config;
  }
  for (const error of reading.errors) say(describeConfigError(error));
  process.exit(2);
}

const issuerOf = (config: Config, keys: Keys) => ({
  issuer: config.tokens.issuer,
  audience: config.tokens.audience,
  keyId: keys.tokenSigning().keyId,
  privateKey: keys.tokenSigning().privateKey,
});

async function serve(): Promise<void> {
  const config = configOrExit();
  const server = await startServer(config);
  stopOnSignals(process, server.shutdown);
  say(`GraphQL: ${server.url}/graphql\nReadiness: ${server.url}/readyz`);
  if (!config.demo || config.tokens.kind !== 'own') return;
  for (const role of ROLES) {
    const database = role === 'GATEWAY' ? { database: 'db_demo' } : {};
    const request = { role, accounts: ['acc_demo'], ...database };
    const issued = await issueToken(issuerOf(config, server.keys), role === 'VENDOR' || role === 'SUPPORT' ? { role } : request);
    if (issued.ok) say(`${role}: ${issued.token}`);
  }
}

interface TokenOptions {
  readonly role: Role;
  readonly account: readonly string[];
  readonly database?: string;
  readonly name?: string;
  readonly locale: 'ru' | 'en';
}

async function token(options: TokenOptions): Promise<void> {
  const config = configOrExit();
  const keys = openKeys(config.keysDir, { mayCreate: !existsSync(join(config.dataDir, 'events.db')) });
  const { account: accounts, ...request } = options;
  const issued = await issueToken(issuerOf(config, keys), { ...request, accounts });
  if (issued.ok) {
    process.stdout.write(`${issued.token}\n`);
    return;
  }
  say(issued.problem);
  process.exitCode = 2;
}

const program = new Command('kabinet').description('Event-sourced license cabinet').exitOverride();
program.command('serve').description('start the server, configured by the environment (docs/operator.md)').action(serve);
program
  .command('token')
  .description('print a token on the last line of standard output')
  .addOption(new Option('--role <role>', 'who it is for').choices(ROLES).makeOptionMandatory())
  .option(
    '--account <id>',
    'an account it reaches; may be given again',
    (id: string, all: string[]) => [...all, id],
    [] as string[],
  )
  .option('--database <id>', 'the base of a GATEWAY')
  .option('--name <name>', 'shown in the history')
  .addOption(new Option('--locale <locale>', 'language of its texts').choices(['ru', 'en']).default('ru'))
  .action(token);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof Error && 'exitCode' in error && typeof error.exitCode === 'number') {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = error instanceof DataFolderInUse ? 3 : 1;
  }
}
