/** An account (a customer): its events, state and decisions. */
import { isTimeZone } from './calendar.js';
import type { LicenseId } from './ids.js';
import type { PersonalText } from './personal.js';
import { accept, refuse, type Decision } from './refusal.js';

export const DEFAULT_LOCALE = 'ru';
export const DEFAULT_TIME_ZONE = 'Europe/Moscow';

export type AccountEvent =
  | {
      readonly type: 'AccountOpened';
      readonly data: { readonly name: PersonalText; readonly locale: string; readonly timeZone: string };
    }
  /** Did it help? Causes by the names of the catalogue (`src/diagnosis/cause.ts`), as they were shown. */
  | {
      readonly type: 'DiagnosisRated';
      readonly data: { readonly helped: boolean; readonly causes: readonly string[]; readonly comment: PersonalText | null };
    }
  /** A denied attempt to see a whole code is recorded in the asker's account (domain.md, section 6). */
  | { readonly type: 'ActivationCodeRevealDenied'; readonly data: { readonly licenseId: LicenseId } };

export interface AccountState {
  readonly name: PersonalText;
  readonly locale: string;
  readonly timeZone: string;
}

export function evolveAccount(state: AccountState | undefined, event: AccountEvent): AccountState {
  if (event.type === 'AccountOpened') {
    if (state) throw new Error('an account is opened once');
    return event.data;
  }
  if (!state) throw new Error(`${event.type} before AccountOpened`);
  return state;
}

export function openAccount(
  state: AccountState | undefined,
  account: { readonly name: PersonalText; readonly locale: string | null; readonly timeZone: string | null },
): Decision<AccountEvent> {
  if (state) return refuse('ALREADY_DONE', ['accountId'], { rule: 'accountExists' });
  const timeZone = account.timeZone ?? DEFAULT_TIME_ZONE;
  if (!isTimeZone(timeZone)) return refuse('INVALID_INPUT', ['timeZone'], { rule: 'timeZone' });
  return accept({ type: 'AccountOpened', data: { name: account.name, locale: account.locale ?? DEFAULT_LOCALE, timeZone } });
}
