/** One line with a fact: read, and given to the service at its own time. */
import { createHash } from 'node:crypto';
import type { Call } from '../../commands/asker.js';
import type { CommandDeps } from '../../commands/deps.js';
import type { Outcome } from '../../commands/outcome.js';
import { liesAhead } from '../../commands/input.js';
import { ROLES, type Actor, type Role } from '../../domain/events.js';
import { parseInstant, type Instant } from '../../domain/ids.js';
import { personal } from '../../domain/personal.js';
import { createCabinetService, type ServiceDeps } from '../../processes/service.js';
import { storeAt } from '../../simulation/store-at.js';
import { factNamed, withIds, type Fact } from './facts.js';
import { readShape } from './shapes.js';

export type FactProblem =
  | { readonly problem: 'fact' | 'actor' | 'recordedAt' | 'recordedAhead' | 'key' }
  | { readonly problem: 'missing' | 'unknown' | 'wrong'; readonly path: readonly string[] };

export type FactResult =
  { readonly kind: 'done'; readonly outcome: Outcome<unknown> } | ({ readonly kind: 'malformed' } & FactProblem);

export interface FactLine {
  readonly line: Readonly<Record<string, unknown>>;
  /** Stands for the key that the line itself does not have. */
  readonly defaultKey: string;
  readonly correlationId: string;
}

export async function runFact(deps: CommandDeps, { line, defaultKey, correlationId }: FactLine): Promise<FactResult> {
  const malformed = (problem: FactProblem): FactResult => ({ kind: 'malformed', ...problem });
  const fact = factNamed(line['fact']);
  if (!fact) return malformed({ problem: 'fact' });
  const stray = Object.keys(line).find((name) => !['fact', 'input', 'actor', 'recordedAt', 'key'].includes(name));
  if (stray !== undefined) return malformed({ problem: 'unknown', path: [stray] });
  const actor = readActor(line['actor'], fact);
  if (!actor) return malformed({ problem: 'actor' });
  const recordedAt = readRecordedAt(line['recordedAt']);
  if (recordedAt === null) return malformed({ problem: 'recordedAt' });
  if (recordedAt && liesAhead(recordedAt, deps.now())) return malformed({ problem: 'recordedAhead' });
  const key = line['key'] ?? defaultKey;
  if (typeof key !== 'string') return malformed({ problem: 'key' });

  const service = createCabinetService({ ...depsAt(deps, recordedAt), licenseFiles: NO_FILES, guesses: UNLIMITED });
  const input = readShape(withIds(line['input'], fact, deps.keys, service), fact.shape, ['input']);
  if (!input.ok) return malformed(input);
  const call: Call = {
    asker: { actor, reaches: () => true, ownAccount: null, onlyDatabase: null },
    correlationId,
    // Keys are printable and short; whatever somebody chose becomes one.
    idempotencyKey: createHash('sha256').update(key, 'utf8').digest('hex'),
  };
  return { kind: 'done', outcome: await fact.run(service, call, input.value) };
}

const depsAt = (deps: CommandDeps, recordedAt: Instant | undefined): CommandDeps =>
  recordedAt === undefined ? deps : { ...deps, store: storeAt(deps.store, recordedAt), now: () => recordedAt };

/** Undefined where the line has none, null where it is no instant. */
function readRecordedAt(value: unknown): Instant | undefined | null {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? (parseInstant(value) ?? null) : null;
}

/** Whoever the line says did it; else whoever does such things, under the name of the import. */
function readActor(value: unknown, { role }: Fact): Actor | undefined {
  if (value === undefined) return { role, id: 'import', name: null };
  if (typeof value !== 'object' || value === null) return undefined;
  const given = value as Readonly<Record<string, unknown>>;
  const { id, name = null, role: givenRole = role } = given;
  if (typeof id !== 'string' || id === '' || id.length > 255) return undefined;
  if (name !== null && (typeof name !== 'string' || name === '' || name.length > 255)) return undefined;
  const known = ROLES.find((one): one is Role => one === givenRole);
  return known && { role: known, id, name: name === null ? null : personal(id, name) };
}

const UNLIMITED: ServiceDeps['guesses'] = { remaining: () => Number.POSITIVE_INFINITY, recordMiss: () => undefined };

const noFiles = (): never => {
  throw new Error('no fact reads license files');
};
const NO_FILES: ServiceDeps['licenseFiles'] = { verify: noFiles, read: noFiles };
