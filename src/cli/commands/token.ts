import { issueToken, type TokenRequest } from '../../auth/issue-token.js';
import { issueSignInCode, LONGEST_TICKET } from '../../auth/page-tickets.js';
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
  /** Of the web page: a link to it in place of a token. */
  readonly page?: string;
}

export async function token(terminal: Terminal, options: TokenOptions): Promise<ExitCode> {
  const config = configuration(terminal);
  if (config.tokens.kind !== 'own') throw new UsageError(terminal.texts.token.foreign);
  const { account, days, page: pageText, ...rest } = options;
  const page = pageText === undefined ? undefined : pageOf(pageText, options, terminal);
  const request: TokenRequest = { ...rest, accounts: account, lifetimeSeconds: days * 86_400 };
  if (!hasLog(config)) requireDataFolder(config, terminal);
  const keys = keysOf(config, { mayCreate: !hasLog(config) });
  const issuer = issuerOf(config, keys);
  const issued = page ? await issueSignInCode(issuer, request) : await issueToken(issuer, request);
  if (!issued.ok) throw new UsageError(issued.problem);
  if (page && issued.token.length > LONGEST_TICKET) throw new UsageError(terminal.texts.token.tooManyForPage);
  for (const id of await accountsUnknown(config, account, terminal))
    terminal.say(`${terminal.texts.warning}: ${terminal.texts.noAccount(id)}`);
  const expires = issued.expiresAt.toISOString();
  terminal.say(page ? terminal.texts.token.linkExpires(expires) : terminal.texts.token.expires(expires));
  // Behind the #, which a browser sends to nobody.
  await terminal.write(page ? `${page.origin}/#sign-in=${issued.token}\n` : `${issued.token}\n`);
  return EXIT.ok;
}

/** @throws UsageError for what is no address, and for a role that has no page. */
function pageOf(text: string, { role }: TokenOptions, { texts }: Terminal): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') throw new UsageError(texts.token.noPage(text));
  if (role === 'GATEWAY') throw new UsageError(texts.token.noPageForGateway);
  return url;
}
