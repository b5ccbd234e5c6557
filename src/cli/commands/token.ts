import { issueToken, type TokenRequest } from '../../auth/issue-token.js';
import type { Role } from '../../domain/events.js';
import { issuerOf } from '../../server/token-issuer.js';
import { EXIT, UsageError, type ExitCode } from '../exit-codes.js';
import { accountsUnknown, configuration, hasLog, keysOf, requireDataFolder } from '../installation.js';
import type { Terminal } from '../terminal.js';

export interface TokenOptions {
  readonly role: Role;
  readonly account: readonly string[];
  readonly database?: string;
  readonly subject?: string;
  readonly name?: string;
  readonly locale: 'ru' | 'en';
  readonly days: number;
}

export async function token(terminal: Terminal, options: TokenOptions): Promise<ExitCode> {
  const config = configuration(terminal);
  if (config.tokens.kind !== 'own') throw new UsageError(terminal.texts.token.foreign);
  const { account, days, ...rest } = options;
  const request: TokenRequest = { ...rest, accounts: account, lifetimeSeconds: days * 86_400 };
  if (!hasLog(config)) requireDataFolder(config, terminal);
  const keys = keysOf(config, { mayCreate: !hasLog(config) });
  const issued = await issueToken(issuerOf(config, keys), request);
  if (!issued.ok) throw new UsageError(issued.problem);
  for (const id of await accountsUnknown(config, account, terminal))
    terminal.say(`${terminal.texts.warning}: ${terminal.texts.noAccount(id)}`);
  terminal.say(terminal.texts.token.expires(issued.expiresAt.toISOString()));
  await terminal.write(`${issued.token}\n`);
  return EXIT.ok;
}
