import { fileURLToPath } from 'node:url';
import { issueToken, type TokenRequest } from '../../auth/issue-token.js';
import type { Config } from '../../config/config.js';
import { ROLES, type Role } from '../../domain/events.js';
import { stopOnSignals } from '../../http/shutdown.js';
import type { Keys } from '../../keys/keys.js';
import { startServer, type RunningServer } from '../../server/start-server.js';
import { issuerOf } from '../../server/token-issuer.js';
import { DEMO_ACCOUNT, demoDatabase } from '../../simulation/demo.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { configuration, requireDataFolder } from '../installation.js';
import type { Terminal } from '../terminal.js';

/** What the build of the page leaves beside `dist` (scripts/build-web.mjs). */
const PAGE_FOLDER = fileURLToPath(new URL('../../../../web/dist', import.meta.url));
/** Hosts to listen on that no browser can ask for. */
const EVERY_ADDRESS: readonly string[] = ['0.0.0.0', '::'];

/** Answers once it listens; the process then lives until a signal. */
export interface ServeOptions {
  readonly worker?: true;
}

export async function serve(terminal: Terminal, { worker }: ServeOptions): Promise<ExitCode> {
  const read = configuration(terminal);
  const config: Config = worker ? { ...read, worker } : read;
  requireDataFolder(config, terminal);
  const server = await startServer(config, {
    pageFolder: PAGE_FOLDER,
    onSealing: ({ sealed, total }) => terminal.say(terminal.texts.serve.sealing(sealed, total)),
  });
  stopOnSignals(process, server.shutdown);
  terminal.say(terminal.texts.serve.listening(server.url));
  if (config.demo && config.tokens.kind === 'own') {
    await sayDemoTokens(terminal, config, server.keys);
    saySignInLinks(terminal, config, server);
  }
  return EXIT.ok;
}

/** Nobody who can read them could not make them: they are signed with a key in a folder of this machine. */
async function sayDemoTokens(terminal: Terminal, config: Config, keys: Keys): Promise<void> {
  terminal.say(terminal.texts.serve.tokens);
  for (const role of ROLES) {
    const issued = await issueToken(issuerOf(config, keys), demoViewer(role, keys));
    if (issued.ok) terminal.say(`${role}: ${issued.token}`);
  }
}

/** Last, since they are what most people want. A gateway is a machine: it has no page. */
function saySignInLinks(terminal: Terminal, { host }: Config, { url, keys, sessions }: RunningServer): void {
  if (!sessions) return;
  const page = url.replace(`//${host}:`, `//${EVERY_ADDRESS.includes(host) ? 'localhost' : host}:`);
  terminal.say(terminal.texts.serve.signInLinks);
  for (const role of ROLES.filter((role) => role !== 'GATEWAY')) {
    terminal.say(`${role}: ${page}/#sign-in=${sessions.signInCode(demoViewer(role, keys))}`);
  }
}

const WHOLE_CABINET: readonly Role[] = ['VENDOR', 'SUPPORT', 'OPERATOR'];

const demoViewer = (role: Role, keys: Keys): TokenRequest => ({
  role,
  ...(!WHOLE_CABINET.includes(role) && { accounts: [DEMO_ACCOUNT] }),
  ...(role === 'GATEWAY' && { database: demoDatabase(keys) }),
});
