/** `npm start`: installs what is missing, builds what is old, and starts the server with a demo account. */
import { buildWhatIsOld } from './lib/build.mjs';
import { installWhatIsMissing } from './lib/install.mjs';
import { requireSupportedNode } from './lib/node-version.mjs';
import { ROOT, inProject } from './lib/project.mjs';

/** The shell that npm runs this in. */
const SHELL = process.ppid;
const CHECK_MS = 250;

requireSupportedNode();
installWhatIsMissing();
buildWhatIsOld();

// The data folder is ./data of the project, wherever this was called from.
process.chdir(ROOT);
process.env.KABINET_DEMO ??= '1';
// In this very process, so that a signal to it reaches the server itself, once, and its exit code is ours. A SIGTERM that is sent to npm alone
// ends npm and its shell and does not get here: the shell's end is taken for it.
if (process.env.npm_lifecycle_event === 'start') {
  const watch = setInterval(() => {
    if (process.ppid === SHELL) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, CHECK_MS);
  watch.unref();
}
process.argv = [process.execPath, inProject('bin', 'kabinet.mjs'), 'serve', ...process.argv.slice(2)];
await import('../bin/kabinet.mjs');
