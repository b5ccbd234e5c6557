/** The list of licenses as the reader asks for it. */
import type { Client, OperationResult } from '@urql/core';
import { withoutCache } from '../api/client.ts';
import { readFragment, type FragmentType } from '../gql/index.ts';
import type { LicenseRowFragment, LicensesBesideQuery, LicensesQuery, LicensesQueryVariables } from '../gql/graphql.ts';
import { LICENSE_ROW, LICENSES, LICENSES_BESIDE } from './documents.ts';
import type { Answer, ListSource } from './list-reader.ts';
import { PAGE, type Page } from './paged-rows.ts';

export type LicenseQuery = Omit<LicensesQueryVariables, 'first'>;

export const rowOf = (node: FragmentType<typeof LICENSE_ROW>): LicenseRowFragment => readFragment(LICENSE_ROW, node);

const pageOf = ({ nodes, pageInfo }: Pick<LicensesQuery['licenses'], 'nodes' | 'pageInfo'>): Page<LicenseRowFragment> => ({
  rows: nodes.map(rowOf),
  startCursor: pageInfo.startCursor,
  endCursor: pageInfo.endCursor,
});

export function licenseSource(client: Client, query: LicenseQuery): ListSource<LicenseRowFragment> {
  const asking = withoutCache(client);
  return {
    first: async (signal) => {
      const answer = await once<LicensesQuery>(
        (done) => asking.query(LICENSES, { ...query, first: PAGE }).subscribe(done),
        signal,
      );
      return answered(answer, ({ licenses }) => ({
        total: licenses.totalCount,
        position: licenses.position,
        page: pageOf(licenses),
      }));
    },
    beside: async (where, signal) => {
      const answer = await once<LicensesBesideQuery>(
        (done) => asking.query(LICENSES_BESIDE, { ...query, ...where }).subscribe(done),
        signal,
      );
      return answered(answer, ({ licenses }) => pageOf(licenses));
    },
  };
}

interface Subscribed {
  readonly unsubscribe: () => void;
}

/** The first answer. Never, where it is aborted before: then nobody waits for it. */
function once<Data>(
  subscribe: (done: (answer: OperationResult<Data>) => void) => Subscribed,
  signal: AbortSignal,
): Promise<OperationResult<Data>> {
  return new Promise((resolve) => {
    const stop = (): void => subscribed.unsubscribe();
    const subscribed = subscribe((answer) => {
      resolve(answer);
      queueMicrotask(stop);
    });
    signal.addEventListener('abort', stop);
  });
}

function answered<Data, Wanted>({ data, error }: OperationResult<Data>, wanted: (data: Data) => Wanted): Answer<Wanted> {
  if (data && !error) return { data: wanted(data) };
  if (error) return { error };
  throw new Error('an answer has data or an error');
}
