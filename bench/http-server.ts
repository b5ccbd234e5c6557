/** A server in a process of its own, for `bench/http.ts`: says where it listens, and stops when whoever started it lets go. */
import { readConfig } from '../src/config/config.js';
import { startServer } from '../src/server/start-server.js';

const reading = readConfig(process.env);
if (!reading.ok) throw new Error(`the bench configures the server wrongly: ${JSON.stringify(reading)}`);
const server = await startServer(reading.config);
process.once('disconnect', () => void server.shutdown.stop('the bench is over'));
process.send?.(server.url);
