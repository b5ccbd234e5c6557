/** What the clients keep: every answer that the server acknowledged, what must be in the log for it, and the state that it left. */
import { LogPosition } from '../../../src/graphql/scalars/position.js';
import type { EventType } from '../../../src/domain/events.js';
import type { Finding } from './findings.js';

/** A keyed mutation as it was sent, so that it can be sent again. */
export interface Mutation {
  readonly token: string;
  readonly name: string;
  readonly input: { readonly idempotencyKey: string };
  readonly selection: string;
}

export interface Acknowledged {
  readonly mutation: Mutation;
  /** The whole payload as text. */
  readonly answer: string;
  /** A connection broke on it, or the server could not tell: whether it had been done was not known for a while. */
  readonly wasUnknown: boolean;
}

export interface LicenseRow {
  readonly status: 'FREE' | 'ACTIVATED';
  readonly device: string | null;
}
export interface DeviceRow {
  readonly database: string;
  readonly license: string | null;
}

/** One account's lists as its clients left them, by id. */
export interface AccountState {
  readonly id: string;
  readonly owner: string;
  readonly databases: Map<string, string>;
  readonly devices: Map<string, DeviceRow>;
  readonly licenses: Map<string, LicenseRow>;
  /** Of the last acknowledged mutation. */
  position: string | undefined;
}

export interface Figures {
  mutations: number;
  queries: number;
  sentTwice: number;
  /** Requests sent once more because of a broken or refused connection, or an answer that asked for it. */
  retries: number;
  /** Acknowledged mutations of which a client did not know for a while whether they had been done. */
  unknown: number;
  kills: number;
  /** Mutations that the log shows begun before a kill and finished after it. */
  cutOff: number;
}

export interface Ledger {
  readonly acknowledged: Acknowledged[];
  /** How often an event is due, by `<public id> <type>`. */
  readonly due: Map<string, number>;
  readonly accounts: readonly AccountState[];
  readonly findings: Finding[];
  readonly figures: Figures;
}

export const newLedger = (accounts: readonly AccountState[]): Ledger => ({
  acknowledged: [],
  due: new Map(),
  accounts,
  findings: [],
  figures: { mutations: 0, queries: 0, sentTwice: 0, retries: 0, unknown: 0, kills: 0, cutOff: 0 },
});

export const eventKey = (id: string, type: string): string => `${id} ${type}`;

export function oweEvents(ledger: Ledger, id: string, ...types: readonly EventType[]): void {
  for (const type of types) {
    const key = eventKey(id, type);
    ledger.due.set(key, (ledger.due.get(key) ?? 0) + 1);
  }
}

export function keepPosition(account: AccountState, position: string): void {
  if (account.position === undefined || numberOf(position) > numberOf(account.position)) account.position = position;
}

const numberOf = (position: string): number => LogPosition.parse(position)?.number ?? 0;
