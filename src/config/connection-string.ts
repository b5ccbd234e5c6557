/**
 * KurrentDB's connection string, read before the client sees it: the client takes some mistakes for something else, and warns of others by printing the
 * whole string, its password with it.
 */
import { X509Certificate } from 'node:crypto';
import { accessSync, constants, readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';

export interface ServerAddress {
  readonly host: string;
  readonly port: number;
}

export interface ConnectionSettings {
  /** Of the nodes that it names; with `+discover` names of the whole cluster. */
  readonly addresses: readonly ServerAddress[];
  /** Undefined where it says `tls=false`. */
  readonly tls: TlsFiles | undefined;
}

/** What its files hold, as `node:tls` takes it. */
export interface TlsFiles {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

export type ConnectionStringReading =
  | { readonly ok: true; readonly settings: ConnectionSettings }
  /** What was expected, without anything that was given: any part of it may be a password. */
  | { readonly ok: false; readonly problem: string };

const FORM =
  'expected esdb://user:password@host:port?tls=true (or kurrentdb://…, +discover for a cluster), user and password percent-encoded';
const DEFAULT_PORT = 2113;

/** A value's problem, or undefined. */
type Check = (value: string) => string | undefined;

const isBoolean: Check = (value) => (['true', 'false'].includes(value) ? undefined : 'expected true or false');
const only =
  (allowed: 'true' | 'false', why: string): Check =>
  (value) =>
    value === allowed ? undefined : why;
const wholeNumberFrom =
  (least: number): Check =>
  (value) =>
    /^-?\d{1,9}$/.test(value) && Number(value) >= least ? undefined : `expected a whole number from ${String(least)} on`;
const isText: Check = (value) => (decoded(value) === undefined ? 'it is not percent-encoded' : undefined);
const isPreference: Check = (value) =>
  ['leader', 'follower', 'readonlyreplica', 'random'].includes(flat(value))
    ? undefined
    : 'expected leader, follower, read_only_replica or random';

function isFile(value: string): string | undefined {
  const path = decoded(value);
  if (path === undefined) return 'it is not percent-encoded';
  try {
    accessSync(path, constants.R_OK);
    return undefined;
  } catch {
    return 'there is no such file, or it cannot be read';
  }
}

/** Of @eventstore/db-client 6.2.1 (`parseConnectionString`), which reads their names without regard to case, `-` and `_`. */
const OPTIONS: ReadonlyMap<string, readonly [name: string, check: Check]> = new Map(
  Object.entries({
    tls: isBoolean,
    tlsVerifyCert: only('true', 'certificates are always verified: name the authority by tlsCAFile'),
    tlsCAFile: isFile,
    userCertFile: isFile,
    userKeyFile: isFile,
    connectionName: isText,
    nodePreference: isPreference,
    throwOnAppendFailure: only('true', 'only true is supported'),
    maxDiscoverAttempts: wholeNumberFrom(1),
    discoveryInterval: wholeNumberFrom(0),
    gossipTimeout: wholeNumberFrom(1),
    defaultDeadline: wholeNumberFrom(1),
    keepAliveInterval: wholeNumberFrom(-1),
    keepAliveTimeout: wholeNumberFrom(-1),
  }).map(([name, check]) => [flat(name), [name, check]]),
);

/** Meant as one, by its beginning. */
export const isConnectionString = (text: string): boolean => /^(?:esdb|kurrentdb)(?:\+discover)?:/.test(text);

export function readConnectionString(text: string): ConnectionStringReading {
  const [, credentials, hosts = '', options] =
    /^(?:esdb|kurrentdb)(?:\+discover)?:\/\/(?:([^:]+:[^@]+)@)?([^?]*)(?:\?(.*))?$/.exec(text) ?? [];
  if (hosts === '' || /\s/.test(text)) return wrong(FORM);
  if (credentials !== undefined) {
    const parts = credentials.split(':').map(decoded);
    if (parts.length !== 2 || parts.includes(undefined)) return wrong(`its user or password is not percent-encoded: ${FORM}`);
  }
  const addresses = hosts.replace(/\/$/, '').split(',').map(addressOf);
  if (addresses.includes(undefined)) return wrong(`a host or port of it is wrong: ${FORM}`);
  const given = optionsOf(options);
  if (!given.ok) return given;
  const { values } = given;
  if (values.has('userCertFile') !== values.has('userKeyFile')) return wrong('userCertFile and userKeyFile need each other');
  const isTls = values.get('tls') !== 'false';
  const tls = isTls ? tlsOf(values) : undefined;
  if (isTls && tls === undefined) return wrong('a file that it names holds no certificate, or no key of it');
  return { ok: true, settings: { addresses: addresses.filter((address) => address !== undefined), tls } };
}

type OptionsReading = { readonly ok: true; readonly values: ReadonlyMap<string, string> } | ReturnType<typeof wrong>;

function optionsOf(text: string | undefined): OptionsReading {
  const values = new Map<string, string>();
  for (const part of text?.split('&') ?? []) {
    const [, key, value] = /^([^=?]+)=([^?]+)$/.exec(part) ?? [];
    if (key === undefined || value === undefined)
      return wrong('behind its ? options are expected as key=value, with & between them');
    const [name, check] = OPTIONS.get(flat(key)) ?? [];
    if (name === undefined || check === undefined) {
      const known = [...OPTIONS.values()].map(([option]) => option).join(', ');
      return wrong(`an option of it is not known: expected one of ${known}`);
    }
    const problem = check(value);
    if (problem !== undefined) return wrong(`its option ${name}: ${problem}`);
    values.set(name, value);
  }
  return { ok: true, values };
}

/** Undefined where they are no certificates and key of one another. */
function tlsOf(values: ReadonlyMap<string, string>): TlsFiles | undefined {
  const [ca, cert, key] = ['tlsCAFile', 'userCertFile', 'userKeyFile'].map((option) => {
    const path = values.get(option);
    return path === undefined ? undefined : readFileSync(decodeURIComponent(path));
  });
  try {
    const files = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
    createSecureContext(files);
    if (ca) new X509Certificate(ca);
    return files;
  } catch {
    return undefined;
  }
}

const wrong = (problem: string): { readonly ok: false; readonly problem: string } => ({ ok: false, problem });

function addressOf(text: string): ServerAddress | undefined {
  const [, host, digits] = /^([\w.-]+)(?::(\d{1,5}))?$/.exec(text) ?? [];
  const port = digits === undefined ? DEFAULT_PORT : Number(digits);
  return host === undefined || port < 1 || port > 65_535 ? undefined : { host, port };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function flat(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, '');
}
