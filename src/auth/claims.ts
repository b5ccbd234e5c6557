/** From a token's claims to a viewer. Anything of another shape is refused: a claim is never guessed at. */
import { ROLES, type Role } from '../domain/events.js';
import { parseAccountId, parseDatabaseId, type AccountId, type DatabaseId } from '../domain/ids.js';
import { REACHES_ALL_ACCOUNTS, type Locale, type Viewer } from './viewer.js';

export const EVERY_ACCOUNT = '*';
export const MAX_ACCOUNTS = 1_000;
const MAX_TEXT = 255;
const CONTROL_CHARACTER = /\p{Cc}|\p{Surrogate}/u;

export type ClaimsResult = { readonly ok: true; readonly viewer: Viewer } | { readonly ok: false; readonly problem: string };

const bad = (problem: string): { readonly ok: false; readonly problem: string } => ({ ok: false, problem });

/** The claims of a token whose signature, times, issuer and audience have been checked. The problem names the claim, never its value. */
export function viewerOfClaims(claims: Readonly<Record<string, unknown>>): ClaimsResult {
  const { sub } = claims;
  const name = claims['name'] ?? null;
  if (!isText(sub)) return bad('sub: expected a text of 1 to 255 characters');
  if (name !== null && !isText(name)) return bad('name: expected a text of 1 to 255 characters');
  const locale = localeOf(claims['locale'] ?? 'ru');
  if (!locale) return bad('locale: expected a language tag');
  const role = ROLES.find((known) => known === claims['role']);
  if (!role) return bad(`role: expected one of ${ROLES.join(', ')}`);
  const accounts = accountsOf(claims['accounts'], role);
  if (!accounts) return bad('accounts: expected a list of account ids, or ["*"] for a role that reaches every account');
  const database = databaseOf(claims['database'] ?? null, role);
  if (database === undefined) return bad('database: expected the id of its base for GATEWAY, and nothing for other roles');
  if (role === 'GATEWAY' && accounts.length !== 1) return bad('accounts: a GATEWAY has exactly one');
  return { ok: true, viewer: { id: sub, name, role, locale, accounts, database } };
}

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.trim() !== '' && value.length <= MAX_TEXT && !CONTROL_CHARACTER.test(value);

/** Russian for a Russian tag, English for every other language. */
function localeOf(value: unknown): Locale | undefined {
  if (typeof value !== 'string' || !/^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$/.test(value)) return undefined;
  return /^ru(?![A-Za-z])/i.test(value) ? 'ru' : 'en';
}

function accountsOf(value: unknown, role: Role): readonly AccountId[] | 'all' | undefined {
  if (!Array.isArray(value) || value.length > MAX_ACCOUNTS) return undefined;
  const entries: readonly unknown[] = value;
  if (entries.length === 1 && entries[0] === EVERY_ACCOUNT) return REACHES_ALL_ACCOUNTS.includes(role) ? 'all' : undefined;
  const accounts = new Set<AccountId>();
  for (const entry of entries) {
    const account = typeof entry === 'string' ? parseAccountId(entry) : undefined;
    if (!account) return undefined;
    accounts.add(account);
  }
  return [...accounts];
}

function databaseOf(value: unknown, role: Role): DatabaseId | null | undefined {
  if (role !== 'GATEWAY') return value === null ? null : undefined;
  return typeof value === 'string' ? parseDatabaseId(value) : undefined;
}
