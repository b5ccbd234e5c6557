import type { ReactNode } from 'react';
import { useQuery } from 'urql';
import { useScope } from '../app/scope.ts';
import { useAccountId } from '../app/viewer.ts';
import { usePages } from '../api/use-pages.ts';
import { graphql, readFragment } from '../gql/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { endOfCode } from '../licenses/code-cell.tsx';
import { EventLine } from '../ui/event-line.tsx';
import { Failure, Loading } from '../ui/notice.tsx';
import { Paged } from '../ui/paged.tsx';
import { Table } from '../ui/table.tsx';
import { LICENSE_STATE, LicenseState } from './difference.tsx';

const CHANGES = graphql(`
  query CompareLists($accountId: ID!, $from: AsOf!, $to: AsOf!, $after: String) {
    compareLists(accountId: $accountId, from: $from, to: $to, after: $after, first: 50) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        kind
        changedFields
        before {
          id
          ...LicenseState
        }
        after {
          id
          ...LicenseState
        }
        events {
          id
          ...EventLine
        }
      }
    }
  }
`);

const PRESENT = graphql(`
  query PresentPosition($accountId: ID!) {
    licenseSummary(accountId: $accountId) {
      position
    }
  }
`);

/** What became of the list between the moment that is looked at and now. */
export default function ChangesPage(): ReactNode {
  const { t } = useI18n();
  const { at } = useScope();
  return (
    <>
      <h1>{t.changes.title}</h1>
      {at === null ? <p>{t.changes.choose}</p> : <Changes since={at} />}
    </>
  );
}

/** Up to what the lists hold just now, by the server's own word: nobody's clock comes into it. */
function Changes({ since }: { readonly since: string }): ReactNode {
  const accountId = useAccountId();
  const [{ data, error }] = useQuery({ query: PRESENT, variables: { accountId }, requestPolicy: 'network-only' });
  if (error) return <Failure error={error} />;
  return data ? <Differences since={since} until={data.licenseSummary.position} /> : <Loading />;
}

function Differences({ since, until }: { readonly since: string; readonly until: string }): ReactNode {
  const { t, plural } = useI18n();
  const accountId = useAccountId();
  const moments = { from: { time: since }, to: { position: until } };
  const pages = usePages(CHANGES, { accountId, ...moments }, ({ compareLists }) => compareLists);
  return (
    <>
      <p role="status" className="quiet">
        {pages.total !== null && plural(t.changes.count, pages.total)}
      </p>
      <Paged pages={pages} empty={<p>{t.changes.none}</p>}>
        {(nodes) => (
          <Table label={t.changes.title} columns={t.changes.columns}>
            {nodes.map(({ kind, before, after, changedFields, events }, index) => {
              const license = readFragment(LICENSE_STATE, after ?? before);
              return (
                <tr key={license?.id ?? index}>
                  <th scope="row">
                    {license?.product.name}
                    <small>{license && endOfCode(license.code)}</small>
                  </th>
                  <td>{t.changes.kinds[kind]}</td>
                  <td>
                    <LicenseState license={before} fields={changedFields} />
                  </td>
                  <td>
                    <LicenseState license={after} fields={changedFields} />
                  </td>
                  <td>
                    {events.map((event) => (
                      <EventLine key={event.id} event={event} />
                    ))}
                  </td>
                </tr>
              );
            })}
          </Table>
        )}
      </Paged>
    </>
  );
}
