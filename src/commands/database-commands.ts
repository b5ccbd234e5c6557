/** A base: registered, renamed, stopped, started, deleted, and what it reports of itself. */
import {
  changeDatabaseExchange as decideExchange,
  deleteDatabase as decideDeletion,
  registerDatabase as decideRegistration,
  renameDatabase as decideRenaming,
  reportDatabase as decideReport,
  startDatabase as decideStart,
  stopDatabase as decideStop,
  type DatabaseEvent,
  type DatabaseKind,
  type DatabaseReport,
  type DatabaseState,
} from '../domain/database.js';
import type { DatabaseId, Instant } from '../domain/ids.js';
import { personal } from '../domain/personal.js';
import { refusal, refuse, type Decision } from '../domain/refusal.js';
import type { Call } from './asker.js';
import { change } from './change.js';
import type { CommandDeps } from './deps.js';
import { plainMemory, withRequest } from './idempotency.js';
import { databaseIdOf, idText } from './identity.js';
import { GUID, pastInstant, requiredName, texts } from './input.js';
import { done, refused, type Outcome } from './outcome.js';
import { reachAccount, reachDatabase } from './reach.js';
import { derivedBytes } from './request.js';
import { databaseOf } from './streams.js';

type DatabaseOutcome = Promise<Outcome<{ readonly databaseId: DatabaseId }>>;

export interface DatabaseFactsInput {
  readonly productName?: string;
  readonly level?: string;
  readonly configuration?: string;
  readonly serverVersion?: string;
  readonly serverVersionReleasedAt?: Instant;
}

const FACT_TEXTS = ['productName', 'level', 'configuration', 'serverVersion'] as const;

export function registerDatabase(
  deps: CommandDeps,
  call: Call,
  input: DatabaseFactsInput & {
    readonly accountId: string;
    readonly databaseId?: string;
    readonly name: string;
    readonly kind: DatabaseKind;
  },
): DatabaseOutcome {
  return withRequest(deps, call, 'registerDatabase', input, plainMemory(), async (request) => {
    const account = await reachAccount(deps.store, call.asker, input.accountId);
    if (!account.ok) return refused(account.refusal);
    const name = requiredName(input.name, ['name']);
    if (!name.ok) return refused(name.refusal);
    const facts = texts(input, FACT_TEXTS);
    if (!facts.ok) return refused(facts.refusal);
    const guid =
      input.databaseId
        ?.trim()
        .toLowerCase()
        .replace(/^\{|\}$/g, '') ?? null;
    if (guid !== null && !GUID.test(guid)) return refused(refusal('INVALID_INPUT', ['databaseId'], { rule: 'guid' }));
    const id = databaseIdOf(deps.keys, account.id, guid ?? idText(derivedBytes(deps.keys, request, 'database')));
    const registration = {
      accountId: account.id,
      guid,
      name: personal(id, name.value),
      kind: input.kind,
      ...facts.value,
      serverVersionReleasedAt: input.serverVersionReleasedAt ?? null,
    };
    const context = { account: account.id, step: 'register' };
    const changed = await change(deps, request, databaseOf(id), context, (state) => decideRegistration(state, registration));
    return changed.ok ? done({ databaseId: id }, changed.position) : refused(changed.refusal);
  });
}

/** A decision on a base that the asker reaches. */
function changeDatabase(
  deps: CommandDeps,
  call: Call,
  mutation: string,
  input: { readonly databaseId: string },
  decide: (state: DatabaseState, id: DatabaseId) => Decision<DatabaseEvent>,
  occurredAt?: Instant,
): DatabaseOutcome {
  return withRequest(deps, call, mutation, input, plainMemory(), async (request) => {
    const database = await reachDatabase(deps.store, call.asker, input.databaseId);
    if (!database.ok) return refused(database.refusal);
    const happened = pastInstant(occurredAt, request.instant, ['occurredAt']);
    if (!happened.ok) return refused(happened.refusal);
    const context = { account: database.state.accountId, step: mutation, occurredAt: happened.value };
    const changed = await change(deps, request, databaseOf(database.id), context, (state) =>
      state ? decide(state, database.id) : refuse('NOT_FOUND', ['databaseId']),
    );
    return changed.ok ? done({ databaseId: database.id }, changed.position) : refused(changed.refusal);
  });
}

export const renameDatabase = (
  deps: CommandDeps,
  call: Call,
  input: { readonly databaseId: string; readonly name: string },
): DatabaseOutcome =>
  changeDatabase(deps, call, 'renameDatabase', input, (state, id) => {
    const name = requiredName(input.name, ['name']);
    return name.ok ? decideRenaming(state, personal(id, name.value)) : { ok: false, refusal: name.refusal };
  });

export const changeDatabaseExchange = (
  deps: CommandDeps,
  call: Call,
  input: { readonly databaseId: string; readonly kind: DatabaseKind },
): DatabaseOutcome => changeDatabase(deps, call, 'changeDatabaseExchange', input, (state) => decideExchange(state, input.kind));

export const stopDatabase = (deps: CommandDeps, call: Call, input: { readonly databaseId: string }): DatabaseOutcome =>
  changeDatabase(deps, call, 'stopDatabase', input, decideStop);

export const startDatabase = (deps: CommandDeps, call: Call, input: { readonly databaseId: string }): DatabaseOutcome =>
  changeDatabase(deps, call, 'startDatabase', input, decideStart);

export const deleteDatabase = (deps: CommandDeps, call: Call, input: { readonly databaseId: string }): DatabaseOutcome =>
  changeDatabase(deps, call, 'deleteDatabase', input, decideDeletion);

export function reportDatabase(
  deps: CommandDeps,
  call: Call,
  input: DatabaseFactsInput & { readonly databaseId: string; readonly occurredAt?: Instant },
): DatabaseOutcome {
  const decide = (state: DatabaseState): Decision<DatabaseEvent> => {
    const checked = texts(input, FACT_TEXTS);
    return checked.ok ? decideReport(state, reported(checked.value, input)) : { ok: false, refusal: checked.refusal };
  };
  return changeDatabase(deps, call, 'reportDatabase', input, decide, input.occurredAt);
}

/** Only what the report says: what it leaves out stays as it is known. */
function reported(
  facts: { readonly [Key in (typeof FACT_TEXTS)[number]]: string | null },
  input: DatabaseFactsInput,
): Partial<DatabaseReport> {
  const said: { -readonly [Key in keyof DatabaseReport]?: DatabaseReport[Key] } = {};
  for (const fact of FACT_TEXTS) if (facts[fact] !== null) said[fact] = facts[fact];
  if (input.serverVersionReleasedAt !== undefined) said.serverVersionReleasedAt = input.serverVersionReleasedAt;
  return said;
}
