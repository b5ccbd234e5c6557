/** A base (database): its events, state, `evolveDatabase` and decisions (domain.md, sections 2 and 3). */
import type { AccountId, Instant } from './ids.js';
import type { InstalledVersion } from './device-mode.js';
import type { PersonalText } from './personal.js';
import { accept, refuse, type Decision } from './refusal.js';
import { compareVersions } from './version-number.js';

export type DatabaseKind = 'LOCAL' | 'INTERNET_EXCHANGE' | 'CLOUD';
export type DatabaseLifecycle = 'ACTIVE' | 'STOPPED' | 'DELETED';

/** What a base tells of itself. Null: not known. */
export interface DatabaseReport {
  readonly productName: string | null;
  readonly level: string | null;
  readonly configuration: string | null;
  readonly serverVersion: string | null;
  readonly serverVersionReleasedAt: Instant | null;
}

export type DatabaseEvent =
  | {
      readonly type: 'DatabaseRegistered';
      readonly data: DatabaseReport & {
        readonly accountId: AccountId;
        /** The base's own GUID, lower case; null where it was registered without one. */
        readonly guid: string | null;
        readonly name: PersonalText;
        readonly kind: DatabaseKind;
      };
    }
  | { readonly type: 'DatabaseRenamed'; readonly data: { readonly name: PersonalText } }
  /** Only the facts that changed. A new server version without a release date of its own sets the date to null. */
  | { readonly type: 'DatabaseFactsChanged'; readonly data: Partial<DatabaseReport> }
  | { readonly type: 'DatabaseExchangeChanged'; readonly data: { readonly kind: DatabaseKind } }
  | { readonly type: 'DatabaseStopped'; readonly data: Record<string, never> }
  | { readonly type: 'DatabaseStarted'; readonly data: Record<string, never> }
  | { readonly type: 'DatabaseDeleted'; readonly data: Record<string, never> };

export interface DatabaseState extends DatabaseReport {
  readonly accountId: AccountId;
  readonly guid: string | null;
  readonly name: PersonalText;
  readonly kind: DatabaseKind;
  readonly lifecycle: DatabaseLifecycle;
  /** When the present server version was first reported by a base that had reported an older one; null otherwise. */
  readonly updatedFromOlderAt: Instant | null;
}

/** `at` is the event's `occurredAt`: when the base said so. */
export function evolveDatabase(state: DatabaseState | undefined, event: DatabaseEvent, at: Instant): DatabaseState {
  if (event.type === 'DatabaseRegistered') {
    if (state) throw new Error('a base is registered once');
    return { ...event.data, lifecycle: 'ACTIVE', updatedFromOlderAt: null };
  }
  if (!state) throw new Error(`${event.type} before DatabaseRegistered`);
  switch (event.type) {
    case 'DatabaseRenamed':
      return { ...state, name: event.data.name };
    case 'DatabaseFactsChanged':
      return { ...state, ...event.data, updatedFromOlderAt: updatedAt(state, event.data.serverVersion, at) };
    case 'DatabaseExchangeChanged':
      return { ...state, kind: event.data.kind };
    case 'DatabaseStopped':
      return { ...state, lifecycle: 'STOPPED' };
    case 'DatabaseStarted':
      return { ...state, lifecycle: 'ACTIVE' };
    case 'DatabaseDeleted':
      return { ...state, lifecycle: 'DELETED' };
  }
}

function updatedAt(state: DatabaseState, version: string | null | undefined, at: Instant): Instant | null {
  if (version === undefined || version === null) return state.updatedFromOlderAt;
  const difference = state.serverVersion === null ? undefined : compareVersions(version, state.serverVersion);
  return difference !== undefined && difference > 0 ? at : difference === 0 ? state.updatedFromOlderAt : null;
}

/** "Newer" counts from the release date, without one only from the first report after an older version (domain.md, section 4). */
export const installedVersion = (base: {
  readonly serverVersionReleasedAt: Instant | null;
  readonly updatedFromOlderAt: Instant | null;
}): InstalledVersion => ({
  effectiveAt: base.serverVersionReleasedAt ?? base.updatedFromOlderAt,
  certain: base.serverVersionReleasedAt !== null,
});

export function registerDatabase(
  state: DatabaseState | undefined,
  registration: Extract<DatabaseEvent, { type: 'DatabaseRegistered' }>['data'],
): Decision<DatabaseEvent> {
  return state ? refuse('ALREADY_DONE', ['databaseId']) : accept({ type: 'DatabaseRegistered', data: registration });
}

export function renameDatabase(state: DatabaseState, name: PersonalText): Decision<DatabaseEvent> {
  if (state.lifecycle === 'DELETED') return refuse('DATABASE_DELETED', ['databaseId']);
  return state.name.text === name.text ? accept() : accept({ type: 'DatabaseRenamed', data: { name } });
}

/** Local and Internet exchange change into one another; a cloud base is cloud for ever. */
export function changeDatabaseExchange(state: DatabaseState, kind: DatabaseKind): Decision<DatabaseEvent> {
  if (state.lifecycle === 'DELETED') return refuse('DATABASE_DELETED', ['databaseId']);
  if (kind === 'CLOUD' || state.kind === 'CLOUD') return refuse('INVALID_INPUT', ['kind'], { rule: 'exchangeKind' });
  return state.kind === kind ? refuse('ALREADY_DONE', ['kind']) : accept({ type: 'DatabaseExchangeChanged', data: { kind } });
}

export function stopDatabase(state: DatabaseState): Decision<DatabaseEvent> {
  if (state.lifecycle === 'DELETED') return refuse('DATABASE_DELETED', ['databaseId']);
  return state.lifecycle === 'STOPPED' ? refuse('ALREADY_DONE', ['databaseId']) : accept({ type: 'DatabaseStopped', data: {} });
}

export function startDatabase(state: DatabaseState): Decision<DatabaseEvent> {
  if (state.lifecycle === 'DELETED') return refuse('DATABASE_DELETED', ['databaseId']);
  return state.lifecycle === 'ACTIVE' ? refuse('ALREADY_DONE', ['databaseId']) : accept({ type: 'DatabaseStarted', data: {} });
}

export function deleteDatabase(state: DatabaseState): Decision<DatabaseEvent> {
  return state.lifecycle === 'DELETED' ? refuse('ALREADY_DONE', ['databaseId']) : accept({ type: 'DatabaseDeleted', data: {} });
}

/** A report is a fact, never refused; only what it changes is an event. What it leaves out stays as it is. */
export function reportDatabase(state: DatabaseState, report: Partial<DatabaseReport>): Decision<DatabaseEvent> {
  const changed: { -readonly [Key in keyof DatabaseReport]?: DatabaseReport[Key] } = {};
  if (report.productName !== undefined && report.productName !== state.productName) changed.productName = report.productName;
  if (report.level !== undefined && report.level !== state.level) changed.level = report.level;
  if (report.configuration !== undefined && report.configuration !== state.configuration)
    changed.configuration = report.configuration;
  const newVersion = report.serverVersion !== undefined && report.serverVersion !== state.serverVersion;
  if (newVersion) changed.serverVersion = report.serverVersion;
  const releasedAt = report.serverVersionReleasedAt ?? (newVersion ? null : state.serverVersionReleasedAt);
  if (releasedAt !== state.serverVersionReleasedAt) changed.serverVersionReleasedAt = releasedAt;
  return Object.keys(changed).length === 0 ? accept() : accept({ type: 'DatabaseFactsChanged', data: changed });
}
