/**
 * `npm test`: installs what is missing and checks everything. Stops at the first failure, with its exit code.
 *
 * Arguments go to jest. `KABINET_TEST_SUMMARY` names a file for jest's summary as JSON (`.ci/run` counts from it).
 */
import { installWhatIsMissing } from './lib/install.mjs';
import { requireSupportedNode } from './lib/node-version.mjs';
import { orExit, runNpm } from './lib/project.mjs';

requireSupportedNode();
installWhatIsMissing();

const summary = process.env.KABINET_TEST_SUMMARY;
// Servers that the tests start warn of variables that they do not know.
delete process.env.KABINET_TEST_SUMMARY;
const jestArguments = [...(summary ? ['--json', `--outputFile=${summary}`] : []), ...process.argv.slice(2)];

step('build');
step('rooms');
step('lint');
step('typecheck');
step('schema:check');
step('jest', jestArguments);
tellWhatWasSkipped();

function step(script, args = []) {
  const command = ['run', '--silent', script, ...(args.length > 0 ? ['--', ...args] : [])];
  console.log(`\n> npm ${command.join(' ')}`);
  orExit(runNpm(command));
}

function tellWhatWasSkipped() {
  if (!process.env.KABINET_TEST_KURRENTDB) console.log('\nKurrentDB: skipped, KABINET_TEST_KURRENTDB is not set');
}
