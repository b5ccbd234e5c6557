/** `npm start`: installs what is missing, builds what is old, and starts the server with a demo account. */
import { buildWhatIsOld } from './lib/build.mjs';
import { installWhatIsMissing } from './lib/install.mjs';
import { requireSupportedNode } from './lib/node-version.mjs';
import { ROOT, inProject } from './lib/project.mjs';

requireSupportedNode();
installWhatIsMissing();
buildWhatIsOld();

// The data folder is ./data of the project, wherever this was called from.
process.chdir(ROOT);
process.env.KABINET_DEMO ??= '1';
// In this very process, so that a signal to it reaches the server itself, once, and its exit code is ours. npm passes SIGINT of a
// terminal on, and a SIGTERM that is sent to npm alone does not get here: signal this process.
process.argv = [process.execPath, inProject('bin', 'kabinet.mjs'), 'serve', ...process.argv.slice(2)];
await import('../bin/kabinet.mjs');
