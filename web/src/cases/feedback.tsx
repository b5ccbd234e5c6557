import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useQuery } from 'urql';
import { useHref } from '../app/scope.ts';
import { usePages } from '../api/use-pages.ts';
import { graphql } from '../gql/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Failure, Loading } from '../ui/notice.tsx';
import { Paged } from '../ui/paged.tsx';
import { Table } from '../ui/table.tsx';
import { When } from '../ui/when.tsx';
import { FEEDBACK_TEXTS } from './feedback-texts.ts';

const FEEDBACK = graphql(`
  query DiagnosisFeedback {
    diagnosisFeedback {
      rated
      helped
      share
      byCause {
        code
        title
        rated
        helped
        share
      }
    }
  }
`);

const COMMENTS = graphql(`
  query DiagnosisComments($after: String) {
    diagnosisFeedback {
      comments(first: 20, after: $after) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          account {
            id
            name
          }
          helped
          causes
          comment
          ratedAt
        }
      }
    }
  }
`);

/** Did the diagnoses help? By cause, and in the words of those who asked. */
export default function Feedback(): ReactNode {
  const { language, format } = useI18n();
  const texts = FEEDBACK_TEXTS[language];
  const [{ data, error, fetching }] = useQuery({ query: FEEDBACK, requestPolicy: 'network-only' });
  const share = (part: number | null): string => (part === null ? '' : format.percent(part));
  if (error) return <Failure error={error} />;
  if (!data) return fetching ? <Loading /> : null;
  const { rated, helped, share: whole, byCause } = data.diagnosisFeedback;
  if (rated === 0) return <p>{texts.none}</p>;
  const titles = new Map(byCause.map(({ code, title }) => [code, title]));
  return (
    <div className="stack">
      <p>{texts.total(format.number(helped), format.number(rated), share(whole))}</p>
      {byCause.length > 0 && (
        <Table label={texts.byCause} columns={texts.columns}>
          {byCause.map((row) => (
            <tr key={row.code}>
              <th scope="row">{row.title}</th>
              <td className="number">{format.number(row.rated)}</td>
              <td className="number">{format.number(row.helped)}</td>
              <td className="number">{share(row.share)}</td>
            </tr>
          ))}
        </Table>
      )}
      <h2>{texts.comments}</h2>
      <Comments titles={titles} />
    </div>
  );
}

function Comments({ titles }: { readonly titles: ReadonlyMap<string, string> }): ReactNode {
  const { language } = useI18n();
  const texts = FEEDBACK_TEXTS[language];
  const href = useHref();
  const pages = usePages(COMMENTS, {}, ({ diagnosisFeedback }) => diagnosisFeedback.comments);
  return (
    <Paged pages={pages} empty={<p>{texts.noComments}</p>}>
      {(comments) => (
        <ul className="bare stack">
          {comments.map(({ account, helped, causes, comment, ratedAt }) => (
            <li key={`${ratedAt} ${account?.id ?? ''} ${comment}`}>
              <blockquote>{comment}</blockquote>
              <span className={`status ${helped ? 'RESOLVED' : 'OPEN'}`}>{helped ? texts.helped : texts.didNotHelp}</span>{' '}
              <When at={ratedAt} /> {account && <Link href={href('/licenses', { account: account.id })}>{account.name}</Link>}{' '}
              <small>{causes.map((code) => titles.get(code) ?? code).join(' · ')}</small>
            </li>
          ))}
        </ul>
      )}
    </Paged>
  );
}
