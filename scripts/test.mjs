/**
 * `npm test`: installs what is missing and checks everything. Stops at the first failure, with its exit code.
 *
 * Arguments go to jest. `KABINET_TEST_SUMMARY` names a file for jest's summary as JSON (`.ci/run` counts from it).
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
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
step('build:web');
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
  const has = (command) => spawnSync(command, ['version']).error === undefined;
  if (!has('openssl')) console.log('\nVerification by openssl, and TLS to the servers of the log: skipped, it is not installed');
  if (!has('go') || !existsSync('/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog'))
    console.log('\nVerification by Go: skipped, the packages golang-go and golang-golang-x-mod-dev are not installed');
  const { KABINET_TEST_KURRENTDB: kurrentDb, KABINET_TEST_KURRENTDB_PID: pid } = process.env;
  if (kurrentDb && !pid)
    console.log('\nKurrentDB stopped by SIGSTOP: skipped on the server, KABINET_TEST_KURRENTDB_PID does not name its process');
  if (!kurrentDb)
    console.log('\nKurrentDB half: skipped on a server, KABINET_TEST_KURRENTDB is not set; a double of ours was used');
}
