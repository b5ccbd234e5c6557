import { useState, type ReactNode } from 'react';
import { useQuery } from 'urql';
import { useScope } from '../app/scope.ts';
import { useAccountId } from '../app/viewer.ts';
import { authorizedFetch } from '../api/client.ts';
import { graphql } from '../gql/index.ts';
import type { LicensePositionQuery } from '../gql/graphql.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { save } from '../ui/csv.ts';
import { Failure, Loading } from '../ui/notice.tsx';
import { Table } from '../ui/table.tsx';

const POSITION = graphql(`
  query LicensePosition($accountId: ID!, $asOf: AsOf) {
    account(id: $accountId) {
      id
      name
    }
    licensePosition(accountId: $accountId, asOf: $asOf) {
      at
      position
      lines {
        productName
        level
        configuration
        kind
        counts {
          owned
          active
          free
          expired
          replaced
          withdrawn
          updatesEnded
        }
      }
      total {
        owned
        active
        free
        expired
        replaced
        withdrawn
        updatesEnded
      }
    }
  }
`);

type Counts = LicensePositionQuery['licensePosition']['total'];
const COUNTS = [
  'owned',
  'active',
  'free',
  'expired',
  'replaced',
  'withdrawn',
  'updatesEnded',
] as const satisfies readonly (keyof Counts)[];

/** What the account owns of each product: to look at, to print, and as the files that the API makes. */
export default function PositionPage(): ReactNode {
  const { t, format } = useI18n();
  const accountId = useAccountId();
  const { asOf } = useScope();
  const [{ data, error, fetching }] = useQuery({
    query: POSITION,
    variables: { accountId, asOf },
    requestPolicy: 'cache-and-network',
  });
  const position = data?.licensePosition;
  return (
    <>
      <div className="title">
        <h1>{t.position.title}</h1>
        {position && (
          <p className="quiet">
            {data.account?.name} · {format.time(position.at)} · <code>{position.position}</code>
          </p>
        )}
      </div>
      <div className="buttons">
        <button type="button" onClick={() => print()}>
          {t.missing.print}
        </button>
        <Download format="csv" />
        <Download format="xlsx" />
      </div>
      {error && <Failure error={error} />}
      {!position && fetching && <Loading />}
      {position && (
        <Table
          label={t.position.title}
          columns={[
            t.licenses.columns.product,
            t.license.level,
            t.license.configuration,
            t.licenses.kind,
            ...COUNTS.map((name) => t.position.counts[name]),
          ]}
        >
          {position.lines.map(({ productName, level, configuration, kind, counts }) => (
            <tr key={[productName, level, configuration, kind].join('\n')}>
              <th scope="row">{productName}</th>
              <td>{level}</td>
              <td>{configuration}</td>
              <td>{t.licenses.kinds[kind]}</td>
              <Numbers counts={counts} />
            </tr>
          ))}
          <tr>
            <th scope="row" colSpan={4}>
              {t.position.total}
            </th>
            <Numbers counts={position.total} />
          </tr>
        </Table>
      )}
    </>
  );
}

function Numbers({ counts }: { readonly counts: Counts }): ReactNode {
  const { format } = useI18n();
  return COUNTS.map((name) => (
    <td key={name} className="number">
      {format.number(counts[name])}
    </td>
  ));
}

/** Fetched with the token, which no plain link could bring. */
function Download({ format }: { readonly format: 'csv' | 'xlsx' }): ReactNode {
  const { t, language } = useI18n();
  const accountId = useAccountId();
  const { at } = useScope();
  const [failed, setFailed] = useState(false);
  const fetchFile = async (): Promise<void> => {
    const search = new URLSearchParams({ format, accountId, ...(at !== null && { time: at }) });
    const answer = await authorizedFetch(`/license-position?${search.toString()}`, {}, language);
    if (!answer.ok) throw new TypeError(`the server answered ${String(answer.status)}`);
    save(`license-position.${format}`, await answer.blob());
    setFailed(false);
  };
  return (
    <>
      <button type="button" onClick={() => void fetchFile().catch(() => setFailed(true))}>
        {t.position.download(format.toUpperCase())}
      </button>
      {failed && (
        <span role="alert" className="notice bad">
          {t.errors.network}
        </span>
      )}
    </>
  );
}
