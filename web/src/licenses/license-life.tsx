import type { ReactNode } from 'react';
import { usePages, type Connection } from '../api/use-pages.ts';
import { useScope } from '../app/scope.ts';
import { graphql } from '../gql/index.ts';
import type { LicenseLifeQuery } from '../gql/graphql.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { EventLine } from '../ui/event-line.tsx';
import { Paged } from '../ui/paged.tsx';

const LIFE = graphql(`
  query LicenseLife($id: ID!, $asOf: AsOf, $before: String) {
    license(id: $id, asOf: $asOf) {
      id
      history(last: 50, before: $before) {
        pageInfo {
          hasPreviousPage
          startCursor
        }
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
  const pages = usePages(LIFE, { id, asOf }, newestFirst, 'before');
  return (
    <section>
      <h3>{t.license.life}</h3>
      <Paged pages={pages} empty={<p>{t.events.none}</p>}>
        {(events) => (
          <ol className="timeline">
            {events.map((event) => (
              <li key={event.id}>
                <EventLine event={event} />
              </li>
            ))}
          </ol>
        )}
      </Paged>
    </section>
  );
}

type History = NonNullable<LicenseLifeQuery['license']>['history'];

const newestFirst = ({ license }: LicenseLifeQuery): Connection<History['nodes'][number]> => ({
  nodes: [...(license?.history.nodes ?? [])].reverse(),
  pageInfo: {
    hasNextPage: license?.history.pageInfo.hasPreviousPage ?? false,
    endCursor: license?.history.pageInfo.startCursor ?? null,
  },
});
