/** What can be done to many licenses: each by the mutation that does it to one, so that each has its own answer. */
import type { Client, CombinedError } from '@urql/core';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { persistently } from '../../api/persistent.ts';
import { newKey } from '../../api/use-action.ts';
import type { Role } from '../../gql/graphql.ts';
import { REMOVE, RENEW, RESTORE, UNLINK } from '../actions/documents.ts';
import type { FoundAccount } from '../../ui/account-list.tsx';
import { RELEASE, WITHDRAW } from '../actions/vendor-documents.ts';
import type { Item, ItemResult } from './run-bulk.ts';

/** What is typed once for all of them. */
export interface BulkForm {
  readonly months: number;
  readonly finished: boolean;
  readonly reason: string;
  /** Whom a released license goes to. */
  readonly to: FoundAccount | null;
}

export type BulkName = 'renew' | 'unlink' | 'remove' | 'restore' | 'withdraw' | 'release';

type Act = (items: readonly Item[], signal: AbortSignal) => Promise<readonly ItemResult[] | undefined>;

export interface BulkAction {
  readonly name: BulkName;
  readonly roles: readonly Role[];
  readonly together: number;
  /** Everything that must be said is said. */
  readonly isReady: (form: BulkForm) => boolean;
  readonly of: (client: Client, form: BulkForm) => Act;
}

interface Said {
  readonly message: string;
  readonly path: readonly string[];
}

const MEMBERS: readonly Role[] = ['OWNER', 'MEMBER'];
/** Licenses of one order: one that can be paid by one invoice, and is read by one person. */
const IN_ONE_ORDER = 200;

/** The key is the same until there is an answer, so that nothing is done twice. */
function single<Data, Variables extends object>(
  document: TypedDocumentNode<Data, Variables>,
  variablesOf: (licenseId: string, idempotencyKey: string, form: BulkForm) => Variables,
  errorsOf: (data: Data) => readonly { readonly message: string }[],
): Pick<BulkAction, 'together' | 'of'> {
  return {
    together: 1,
    of: (client, form) => async (items, signal) => {
      const results: ItemResult[] = [];
      for (const item of items) {
        const variables = variablesOf(item.id, newKey(), form);
        const answer = await persistently(() => client.mutation<Data, Variables>(document, variables).toPromise(), signal);
        if (!answer) return undefined;
        const said = answer.data ? errorsOf(answer.data).map(({ message }) => message) : messagesOf(answer.error);
        results.push({ item, refusal: said.length === 0 ? null : said.join(' ') });
      }
      return results;
    },
  };
}

const messagesOf = (error: CombinedError | undefined): readonly string[] =>
  error ? (error.graphQLErrors.length > 0 ? error.graphQLErrors.map(({ message }) => message) : [error.message]) : [];

const renewal: Pick<BulkAction, 'together' | 'of'> = {
  together: IN_ONE_ORDER,
  of: (client, form) => async (items, signal) => {
    const clock = items[0]?.kind === 'MAIN' ? 'UPDATES' : 'TERM';
    const input = { licenseIds: items.map(({ id }) => id), clock, months: form.months, idempotencyKey: newKey() } as const;
    const answer = await persistently(() => client.mutation(RENEW, { input }).toPromise(), signal);
    if (!answer) return undefined;
    if (!answer.data) return items.map((item) => ({ item, refusal: messagesOf(answer.error).join(' ') }));
    const { order, errors } = answer.data.orderRenewal;
    return items.map((item, index) => ({ item, refusal: refusalAt(errors, index, order !== null) }));
  },
};

/** Notes of an order that was placed are of single licenses; where there is no order, what is said of the whole holds for each. */
function refusalAt(errors: readonly Said[], index: number, isPlaced: boolean): string | null {
  const own = errors.filter(({ path }) => path[0] === 'licenseIds' && path[1] === String(index));
  if (own.length > 0) return own.map(({ message }) => message).join(' ');
  return isPlaced ? null : errors.map(({ message }) => message).join(' ');
}

const always = (): boolean => true;

export const BULK_ACTIONS: readonly BulkAction[] = [
  { name: 'renew', roles: [...MEMBERS, 'PARTNER'], isReady: always, ...renewal },
  {
    name: 'unlink',
    roles: MEMBERS,
    isReady: ({ finished }) => finished,
    ...single(
      UNLINK,
      (licenseId, idempotencyKey, { finished }) => ({ input: { licenseId, idempotencyKey, confirmWorkFinished: finished } }),
      ({ unlinkLicense }) => unlinkLicense.errors,
    ),
  },
  {
    name: 'remove',
    roles: MEMBERS,
    isReady: always,
    ...single(
      REMOVE,
      (licenseId, idempotencyKey) => ({ input: { licenseId, idempotencyKey } }),
      ({ removeLicenseFromList }) => removeLicenseFromList.errors,
    ),
  },
  {
    name: 'withdraw',
    roles: ['VENDOR'],
    isReady: ({ reason }) => reason.trim() !== '',
    ...single(
      WITHDRAW,
      (licenseId, idempotencyKey, { reason }) => ({ input: { licenseId, reason, idempotencyKey } }),
      ({ withdrawLicense }) => withdrawLicense.errors,
    ),
  },
  {
    name: 'release',
    roles: ['VENDOR'],
    isReady: ({ reason }) => reason.trim() !== '',
    ...single(
      RELEASE,
      (licenseId, idempotencyKey, { reason, to }) => ({
        input: { licenseId, reason, idempotencyKey, ...(to && { toAccountId: to.id }) },
      }),
      ({ releaseLicense }) => releaseLicense.errors,
    ),
  },
];

/** Of those that were just removed: the list shows them no more, and so nobody could choose them there. */
export const RESTORING: BulkAction = {
  name: 'restore',
  roles: MEMBERS,
  isReady: always,
  ...single(
    RESTORE,
    (licenseId, idempotencyKey) => ({ input: { licenseId, idempotencyKey } }),
    ({ restoreLicenseToList }) => restoreLicenseToList.errors,
  ),
};
