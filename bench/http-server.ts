/**
 * A server in a process of its own: says where it listens, and stops when whoever started it lets go. KABINET_BENCH_OWNER: an account whose
 * owner looks at the web page; then it says the link that signs in.
 */
import { fileURLToPath } from 'node:url';
import { readConfig } from '../src/config/config.js';
import { startServer } from '../src/server/start-server.js';

const owner = process.env['KABINET_BENCH_OWNER'];
const reading = readConfig(process.env);
if (!reading.ok) throw new Error(`the bench configures the server wrongly: ${JSON.stringify(reading)}`);
const pageFolder = fileURLToPath(new URL('../../web/dist', import.meta.url));
const server = await startServer(reading.config, owner === undefined ? {} : { pageFolder });
const signIn = owner === undefined ? '' : `/#sign-in=${server.sessions?.signInCode({ role: 'OWNER', accounts: [owner] }) ?? ''}`;
process.once('disconnect', () => void server.shutdown.stop('the bench is over'));
process.send?.(server.url + signIn);
