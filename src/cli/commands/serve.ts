import { issueToken } from '../../auth/issue-token.js';
import type { Config } from '../../config/config.js';
import { ROLES } from '../../domain/events.js';
import { stopOnSignals } from '../../http/shutdown.js';
import type { Keys } from '../../keys/keys.js';
import { startServer } from '../../server/start-server.js';
import { DEMO_ACCOUNT, demoDatabase } from '../../simulation/demo.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { configuration, requireDataFolder } from '../installation.js';
import type { Terminal } from '../terminal.js';
import { issuerOf } from './token.js';

/** Answers once it listens; the process then lives until a signal. */
export interface ServeOptions {
  readonly worker?: true;
}

export async function serve(terminal: Terminal, { worker }: ServeOptions): Promise<ExitCode> {
  const read = configuration(terminal);
  const config: Config = worker ? { ...read, worker } : read;
  requireDataFolder(config, terminal);
  const server = await startServer(config, {
    onSealing: ({ sealed, total }) => terminal.say(terminal.texts.serve.sealing(sealed, total)),
  });
  stopOnSignals(process, server.shutdown);
  terminal.say(terminal.texts.serve.listening(server.url));
  if (config.demo && config.tokens.kind === 'own') await sayDemoTokens(terminal, config, server.keys);
  return EXIT.ok;
}

/** Nobody who can read them could not make them: they are signed with a key in a folder of this machine. */
async function sayDemoTokens(terminal: Terminal, config: Config, keys: Keys): Promise<void> {
  terminal.say(terminal.texts.serve.tokens);
  const database = demoDatabase(keys);
  for (const role of ROLES) {
    const whole = role === 'VENDOR' || role === 'SUPPORT' || role === 'OPERATOR';
    const request = { role, ...(whole ? {} : { accounts: [DEMO_ACCOUNT] }), ...(role === 'GATEWAY' ? { database } : {}) };
    const issued = await issueToken(issuerOf(config, keys), request);
    if (issued.ok) terminal.say(`${role}: ${issued.token}`);
  }
}
