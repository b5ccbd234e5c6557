/** Every variable, with the one line that `kabinet serve --help` and the operator's page show. */
export const VARIABLES = {
  PORT: 'port of the HTTP server (4000)',
  KABINET_HOST: 'address that it listens on (127.0.0.1; the container sets 0.0.0.0)',
  KABINET_DATA_DIR: 'folder of the log and the read model (./data)',
  KABINET_KEYS_DIR: 'folder of the keys (keys, in the data folder)',
  KABINET_EVENT_STORE: 'sqlite',
  KABINET_JWKS_URL: 'public keys of the token issuer (unset: a key pair of our own, for `kabinet token`)',
  KABINET_JWT_ISSUER: 'expected `iss` of tokens (kabinet; required with KABINET_JWKS_URL)',
  KABINET_JWT_AUDIENCE: 'expected `aud` of tokens (kabinet; required with KABINET_JWKS_URL)',
  KABINET_LICENSE_FILE_KEYS: 'public keys that may sign license files: name:base64 with commas, or a file of such lines',
  KABINET_LOG_KEY: 'file of the key that signs checkpoints of the log (log-signing.pem, in the folder of the keys)',
  KABINET_LOG_CHECK: 'tail or whole: what of the log is compared with its hashes at start (tail)',
  KABINET_LOG_LEVEL: 'fatal, error, warn, info, debug, trace or silent (info)',
  KABINET_RATE_LIMIT: 'requests a minute and viewer, or off (12000); an address without a token has a tenth',
  KABINET_TRUSTED_PROXIES: 'addresses or networks whose X-Forwarded-For is believed (none)',
  KABINET_READY_LAG: 'seconds that the read model may lie behind before /readyz says no (30)',
  KABINET_DEMO: '1: a demo account with a simulated fleet (0)',
  KABINET_TEST_CLOCK: 'for tests: a file with an instant that stands for now',
  KABINET_TEST_FAULTS: 'for tests: a file of faults for projections',
} as const;

/** Read by the test suite only. */
const OF_THE_TESTS: readonly string[] = ['KABINET_TEST_KURRENTDB'];

/** Variables of ours by their prefix that nobody reads: most often a slip of the pen. */
export const unknownVariables = (env: Readonly<Record<string, string | undefined>>): readonly string[] =>
  Object.keys(env)
    .filter((name) => name.startsWith('KABINET_') && !Object.hasOwn(VARIABLES, name) && !OF_THE_TESTS.includes(name))
    .sort();
