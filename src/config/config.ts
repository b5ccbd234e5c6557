/** The environment, checked as a whole before anything is opened (architecture.md, Interfaces fixed for everybody). */
import { join } from 'node:path';
import { parseLicenseFileKeys, type LicenseFileKeys } from '../license-files/keys.js';
import { isConnectionString, readConnectionString } from './connection-string.js';
import { EnvReader, type Env } from './env-reader.js';
import type { ConfigError } from './problems.js';
import { readTestClock } from './test-clock.js';
import { unknownVariables } from './variables.js';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export const LOG_CHECKS = ['tail', 'whole'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export type TokenSettings =
  | { readonly kind: 'jwks'; readonly url: URL; readonly issuer: string; readonly audience: string }
  /** A key pair of the keys folder, for `kabinet token`. */
  | { readonly kind: 'own'; readonly issuer: string; readonly audience: string };

export type EventStoreSettings =
  | { readonly kind: 'sqlite' }
  /** With a user's name and password where the server asks for them: never printed. */
  | { readonly kind: 'kurrentdb'; readonly connectionString: string };

export interface Config {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Paths are absolute. */
  readonly dataDir: string;
  readonly keysDir: string;
  readonly eventStore: EventStoreSettings;
  /** Runs what works by itself: the ticker, the signing of checkpoints, support cases, what was cut off. Always on the embedded store. */
  readonly worker: boolean;
  readonly tokens: TokenSettings;
  /** Empty where none is configured: no license file is accepted then. */
  readonly licenseFileKeys: LicenseFileKeys;
  /** Null: one in the keys folder. */
  readonly logKeyFile: string | null;
  /** How much of the log is compared with its hashes at start. */
  readonly logCheck: (typeof LOG_CHECKS)[number];
  readonly logLevel: LogLevel;
  /** A viewer's; null: no limit. */
  readonly requestsAMinute: number | null;
  readonly trustedProxies: readonly string[];
  readonly readyLagSeconds: number;
  readonly demo: boolean;
  readonly testClockFile: string | null;
  readonly testFaultsFile: string | null;
}

export type ConfigReading =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly errors: readonly ConfigError[]; readonly warnings: readonly string[] };

const DEFAULT_REQUESTS_A_MINUTE = 12_000;

export function readConfig(env: Env): ConfigReading {
  const reader = new EnvReader(env);
  const dataDir = reader.folder('KABINET_DATA_DIR', './data');
  const eventStore = readEventStore(reader);
  const config: Config = {
    host: reader.text('KABINET_HOST') ?? '127.0.0.1',
    port: reader.wholeNumber('PORT', { from: 0, to: 65_535, unit: 'a port' }, 4000),
    dataDir,
    keysDir: reader.folder('KABINET_KEYS_DIR', join(dataDir, 'keys')),
    eventStore,
    worker: reader.flag('KABINET_WORKER') || eventStore.kind === 'sqlite',
    tokens: readTokens(reader),
    licenseFileKeys: readLicenseFileKeys(reader),
    logKeyFile: reader.file('KABINET_LOG_KEY') ?? null,
    logCheck: reader.oneOf('KABINET_LOG_CHECK', LOG_CHECKS, 'tail'),
    logLevel: reader.oneOf('KABINET_LOG_LEVEL', LOG_LEVELS, 'info'),
    requestsAMinute: readRateLimit(reader),
    trustedProxies: reader.networks('KABINET_TRUSTED_PROXIES'),
    readyLagSeconds: reader.wholeNumber('KABINET_READY_LAG', { from: 1, to: 86_400, unit: 'seconds' }, 30),
    demo: readDemo(reader, eventStore),
    testClockFile: readTestClockFile(reader),
    testFaultsFile: reader.fileInFolder('KABINET_TEST_FAULTS') ?? null,
  };
  // A variable that is missing where it was meant is often the reason why another one is wrong.
  const unknown = unknownVariables(env).map((name) => `${name} is no variable of this program and has no effect`);
  return reader.errors.length > 0
    ? { ok: false, errors: reader.errors, warnings: unknown }
    : { ok: true, config, warnings: [...unknown, ...warningsOf(config)] };
}

/** What a wrong value is, is not said: it may hold a password. */
function readEventStore(reader: EnvReader): EventStoreSettings {
  const value = reader.text('KABINET_EVENT_STORE') ?? 'sqlite';
  if (value === 'sqlite') return { kind: 'sqlite' };
  if (isConnectionString(value)) {
    const reading = readConnectionString(value);
    if (!reading.ok) reader.wrong('KABINET_EVENT_STORE', `the connection string cannot be used: ${reading.problem}`);
    return { kind: 'kurrentdb', connectionString: value };
  }
  reader.wrong('KABINET_EVENT_STORE', 'expected sqlite, or a connection string esdb://… or kurrentdb://…');
  return { kind: 'sqlite' };
}

/** Its history is written many appends at a time, whose order a log on other machines does not promise. */
function readDemo(reader: EnvReader, eventStore: EventStoreSettings): boolean {
  const demo = reader.flag('KABINET_DEMO');
  if (demo && eventStore.kind !== 'sqlite')
    reader.wrong('KABINET_DEMO', 'the demo account is made in the embedded store only: `kabinet move` brings it into KurrentDB');
  return demo;
}

/** With a JWKS of somebody else's, issuer and audience are what tells our tokens from those for other services. */
function readTokens(reader: EnvReader): TokenSettings {
  const url = reader.url('KABINET_JWKS_URL');
  const issuer = reader.text('KABINET_JWT_ISSUER');
  const audience = reader.text('KABINET_JWT_AUDIENCE');
  if (!url) return { kind: 'own', issuer: issuer ?? 'kabinet', audience: audience ?? 'kabinet' };
  if (issuer === undefined)
    reader.wrong('KABINET_JWT_ISSUER', 'required with KABINET_JWKS_URL: the `iss` of the tokens to accept');
  if (audience === undefined)
    reader.wrong('KABINET_JWT_AUDIENCE', 'required with KABINET_JWKS_URL: the `aud` of the tokens to accept');
  return { kind: 'jwks', url, issuer: issuer ?? '', audience: audience ?? '' };
}

function readLicenseFileKeys(reader: EnvReader): LicenseFileKeys {
  const value = reader.text('KABINET_LICENSE_FILE_KEYS');
  if (value === undefined) return new Map();
  const reading = parseLicenseFileKeys(value);
  if (reading.ok) return reading.keys;
  reader.wrong('KABINET_LICENSE_FILE_KEYS', reading.problem);
  return new Map();
}

function readRateLimit(reader: EnvReader): number | null {
  if (reader.text('KABINET_RATE_LIMIT') === 'off') return null;
  const range = { from: 10, to: 100_000_000, unit: '"off" or requests a minute' };
  return reader.wholeNumber('KABINET_RATE_LIMIT', range, DEFAULT_REQUESTS_A_MINUTE);
}

function readTestClockFile(reader: EnvReader): string | null {
  const path = reader.fileInFolder('KABINET_TEST_CLOCK') ?? null;
  const reading = path === null ? undefined : readTestClock(path);
  if (reading && !reading.ok) reader.wrong('KABINET_TEST_CLOCK', reading.problem);
  return path;
}

const LOOPBACK_HOSTS: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

function warningsOf({ tokens, testClockFile, testFaultsFile }: Config): readonly string[] {
  const warnings: string[] = [];
  if (tokens.kind === 'jwks' && tokens.url.protocol === 'http:' && !LOOPBACK_HOSTS.includes(tokens.url.hostname)) {
    warnings.push('KABINET_JWKS_URL is fetched without encryption: whoever can change it on its way can make tokens');
  }
  if (testClockFile !== null)
    warnings.push(`KABINET_TEST_CLOCK is set: the time is what ${testClockFile} says. Never in production`);
  if (testFaultsFile !== null)
    warnings.push(`KABINET_TEST_FAULTS is set: projections fail as ${testFaultsFile} says. Never in production`);
  return warnings;
}
