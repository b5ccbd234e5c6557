import type { ReactNode } from 'react';
import { useQuery } from 'urql';
import { useScope } from '../app/scope.ts';
import { graphql } from '../gql/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { EventLine } from '../ui/event-line.tsx';
import { Failure, Loading } from '../ui/notice.tsx';

const LIFE = graphql(`
  query LicenseLife($id: ID!, $asOf: AsOf) {
    license(id: $id, asOf: $asOf) {
      id
      history(last: 50) {
        nodes {
          id
          ...EventLine
        }
      }
    }
  }
`);

/** The license's life as a timeline, the newest first. */
export function LicenseLife({ id }: { readonly id: string }): ReactNode {
  const { t } = useI18n();
  const { asOf } = useScope();
  const [{ data, error, fetching }] = useQuery({ query: LIFE, variables: { id, asOf }, requestPolicy: 'cache-and-network' });
  const events = [...(data?.license?.history.nodes ?? [])].reverse();
  return (
    <section>
      <h3>{t.license.life}</h3>
      {error && <Failure error={error} />}
      {fetching && !data && <Loading />}
      <ol className="timeline">
        {events.map((event) => (
          <li key={event.id}>
            <EventLine event={event} />
          </li>
        ))}
      </ol>
    </section>
  );
}
