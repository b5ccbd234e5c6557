import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Link, useSearch } from 'wouter';
import { useHref, useScope, useSetParameters } from '../app/scope.ts';
import { useAccountId, useSeen } from '../app/viewer.ts';
import { usePages } from '../api/use-pages.ts';
import { graphql, readFragment } from '../gql/index.ts';
import type { DatabaseRowFragment } from '../gql/graphql.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Loading } from '../ui/notice.tsx';
import { Paged } from '../ui/paged.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { Table } from '../ui/table.tsx';
import { DatabaseDialog, type DatabaseAction } from './database-actions.tsx';
import { RegisterDatabase } from './register-database.tsx';

const ConnectDevice = lazy(() => import('./connect-device.tsx'));

const DATABASE_ROW = graphql(`
  fragment DatabaseRow on Database {
    id
    name
    kind
    state
    productName
    level
    configuration
    serverVersion
    devices(first: 0) {
      totalCount
    }
    licenses(first: 0) {
      totalCount
    }
  }
`);

const DATABASES = graphql(`
  query Databases($accountId: ID!, $where: DatabaseWhere, $asOf: AsOf, $after: String) {
    databases(accountId: $accountId, where: $where, asOf: $asOf, after: $after, first: 20) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        ...DatabaseRow
      }
    }
  }
`);

/** Every base of the account, with what is on it. */
export default function DatabasesPage(): ReactNode {
  const { t, plural } = useI18n();
  const accountId = useAccountId();
  const { asOf, at } = useScope();
  const { viewer } = useSeen();
  const given = new URLSearchParams(useSearch());
  const search = given.get('q') ?? '';
  const connecting = given.get('connect');
  const setParameters = useSetParameters();
  const [registering, setRegistering] = useState(false);
  const where = search === '' ? {} : { search };
  const pages = usePages(DATABASES, { accountId, where, asOf }, ({ databases }) => databases);
  const mayChange = (viewer.role === 'OWNER' || viewer.role === 'MEMBER') && at === null;
  return (
    <>
      <div className="title">
        <h1>{t.databases.title}</h1>
        <p role="status" className="quiet">
          {pages.total !== null && plural(t.databases.count, pages.total)}
        </p>
      </div>
      <form role="search" className="filters" onSubmit={(event) => event.preventDefault()}>
        <SearchField value={search} hint={t.name} change={(q) => setParameters({ q })} />
        {mayChange && (
          <button type="button" onClick={() => setRegistering(true)}>
            {t.databases.register}
          </button>
        )}
      </form>
      <Paged pages={pages} empty={<p>{t.databases.empty}</p>}>
        {(nodes) => (
          <Table label={t.databases.title} columns={t.databases.columns}>
            {nodes.map((node) => {
              const database = readFragment(DATABASE_ROW, node);
              return <Row key={database.id} database={database} mayChange={mayChange} changed={pages.reload} />;
            })}
          </Table>
        )}
      </Paged>
      {connecting !== null && (
        <Suspense fallback={<Loading />}>
          <ConnectDevice key={connecting} id={connecting} close={() => setParameters({ connect: null })} />
        </Suspense>
      )}
      {registering && (
        <RegisterDatabase
          close={() => setRegistering(false)}
          done={() => {
            setRegistering(false);
            pages.reload();
          }}
        />
      )}
    </>
  );
}

interface RowProps {
  readonly database: DatabaseRowFragment;
  readonly mayChange: boolean;
  readonly changed: () => void;
}

function Row({ database, mayChange, changed }: RowProps): ReactNode {
  const { t, format } = useI18n();
  const href = useHref();
  const setParameters = useSetParameters();
  const [doing, setDoing] = useState<DatabaseAction | null>(null);
  const { id, name, kind, state } = database;
  const actions: readonly DatabaseAction[] =
    state === 'DELETED'
      ? []
      : ['rename', ...(kind === 'CLOUD' ? [] : ['exchange' as const]), state === 'ACTIVE' ? 'stop' : 'start', 'delete'];
  return (
    <tr>
      <th scope="row">
        {name}
        <small>{id}</small>
      </th>
      <td>{t.databases.kinds[kind]}</td>
      <td>
        <span className={`status ${state}`}>{t.databases.states[state]}</span>
      </td>
      <td>
        {database.productName ?? t.none}
        <small>{[database.level, database.configuration, database.serverVersion].filter(Boolean).join(' · ')}</small>
      </td>
      <td>
        <Link href={href('/devices', { database: id })}>{format.number(database.devices.totalCount)}</Link>
      </td>
      <td>
        <Link href={href('/licenses', { database: id })}>{format.number(database.licenses.totalCount)}</Link>
      </td>
      <td>
        {mayChange && (
          <div className="buttons">
            {state !== 'DELETED' && (
              <button type="button" className="small" onClick={() => setParameters({ connect: id }, { push: true })}>
                {t.databases.connect}
                <span className="unseen">: {name}</span>
              </button>
            )}
            {actions.map((action) => (
              <button key={action} type="button" className="small" onClick={() => setDoing(action)}>
                {t.databases.actions[action]}
                <span className="unseen">: {name}</span>
              </button>
            ))}
          </div>
        )}
        {doing && (
          <DatabaseDialog
            action={doing}
            database={database}
            close={() => setDoing(null)}
            done={() => {
              setDoing(null);
              changed();
            }}
          />
        )}
      </td>
    </tr>
  );
}
