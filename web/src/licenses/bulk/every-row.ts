/** All licenses that fit the filters, page by page, as they are at the moment of the first page: none comes twice, none is missed. */
import type { Client, CombinedError, OperationResult } from '@urql/core';
import { withoutCache } from '../../api/client.ts';
import { persistently } from '../../api/persistent.ts';
import type { LicenseRowFragment, LicensesBesideQuery, LicensesBesideQueryVariables } from '../../gql/graphql.ts';
import { LICENSES_BESIDE } from '../documents.ts';
import { rowOf, type LicenseQuery } from '../license-source.ts';

/** As many as the API gives at once. */
const PAGE = 200;

/** The API refused a page. */
export class PageRefused extends Error {
  override readonly name = 'PageRefused';
  constructor(override readonly cause: CombinedError) {
    super(cause.message);
  }
}

/** Ends where it is stopped. @throws PageRefused */
export async function* everyRow(
  client: Client,
  query: LicenseQuery,
  signal: AbortSignal,
): AsyncGenerator<readonly LicenseRowFragment[], void> {
  const asking = withoutCache(client);
  for (let after: string | null = null; ;) {
    const variables: LicensesBesideQueryVariables = { ...query, first: PAGE, after };
    const answer: OperationResult<LicensesBesideQuery> | undefined = await persistently(
      () => asking.query(LICENSES_BESIDE, variables).toPromise(),
      signal,
    );
    if (!answer) return;
    if (answer.error) throw new PageRefused(answer.error);
    const page: LicensesBesideQuery['licenses'] | undefined = answer.data?.licenses;
    if (!page) return;
    yield page.nodes.map(rowOf);
    after = page.pageInfo.endCursor;
    if (after === null || page.nodes.length < PAGE) return;
  }
}
