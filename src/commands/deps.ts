import type { ActivationCode } from '../domain/activation-code.js';
import type { Instant } from '../domain/ids.js';
import type { PersonalKeys } from '../domain/personal.js';
import type { EventStore } from '../event-store/port.js';

/** What commands need of the keys (`src/keys`): keyed hashes for ids, and sealing of activation codes and personal texts. */
export interface CommandKeys {
  readonly lookUp: { hash(purpose: string, ...parts: string[]): Uint8Array };
  readonly codes: {
    /** Deterministic, so that a retried issue writes the same bytes. */
    seal(code: ActivationCode): { readonly keyId: string; readonly sealed: string };
    open(sealed: { readonly keyId: string; readonly sealed: string }): ActivationCode;
  };
  readonly personal: PersonalKeys;
}

export interface CommandDeps {
  readonly store: EventStore;
  readonly keys: CommandKeys;
  readonly now: () => Instant;
  /** At least 128 bits, for requests without a client's key. */
  readonly randomBytes: () => Uint8Array;
}
