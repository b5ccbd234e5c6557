import { useState, type ReactNode } from 'react';
import { useQuery } from 'urql';
import { Link, useSearch } from 'wouter';
import { useHref, useScope, useSetParameters } from '../app/scope.ts';
import { useAccountId, useSeen } from '../app/viewer.ts';
import { usePages } from '../api/use-pages.ts';
import { graphql, readFragment } from '../gql/index.ts';
import type { DeviceMode, DeviceRowFragment } from '../gql/graphql.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Choice } from '../ui/choice.tsx';
import { Failure } from '../ui/notice.tsx';
import { Paged } from '../ui/paged.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { Table } from '../ui/table.tsx';
import { When } from '../ui/when.tsx';
import { RenameDevice, UnlinkDevice } from './device-actions.tsx';

const DEVICE_ROW = graphql(`
  fragment DeviceRow on Device {
    id
    name
    code
    model
    os
    clientVersion
    connectedAt
    mode
    modeReason
    lastReportedAt
    database {
      id
      name
    }
    license {
      id
      product {
        name
      }
    }
  }
`);

const DEVICES = graphql(`
  query Devices($accountId: ID!, $where: DeviceWhere, $asOf: AsOf, $after: String) {
    devices(accountId: $accountId, where: $where, asOf: $asOf, after: $after, first: 50) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        ...DeviceRow
      }
    }
  }
`);

const BASES = graphql(`
  query DeviceBases($accountId: ID!, $asOf: AsOf) {
    databases(accountId: $accountId, asOf: $asOf, first: 200) {
      nodes {
        id
        name
      }
    }
  }
`);

/** The roles that the API shows events to. */
const READ_EVENTS: readonly string[] = ['OWNER', 'MEMBER', 'SUPPORT', 'AUDITOR'];
const MODES: readonly DeviceMode[] = ['FULL', 'FULL_WITH_NOTICE', 'DEMO', 'CLIENT_REFUSED'];

/** Every device of the account: in which mode it runs, and why. */
export default function DevicesPage(): ReactNode {
  const { t, plural } = useI18n();
  const accountId = useAccountId();
  const { asOf } = useScope();
  const given = new URLSearchParams(useSearch());
  const setParameters = useSetParameters();
  const mode = MODES.find((each) => each === given.get('mode')) ?? null;
  const search = given.get('q') ?? '';
  const databaseId = given.get('database');
  const where = {
    ...(mode && { mode: { eq: mode } }),
    ...(search !== '' && { search }),
    ...(databaseId !== null && { databaseId: { eq: databaseId } }),
  };
  const [bases] = useQuery({ query: BASES, variables: { accountId, asOf } });
  const known = bases.data?.databases.nodes ?? [];
  // One that is on no page of the bases can still be named by the address.
  const others = databaseId !== null && known.every(({ id }) => id !== databaseId) ? [{ id: databaseId, name: databaseId }] : [];
  const pages = usePages(DEVICES, { accountId, where, asOf }, ({ devices }) => devices);
  return (
    <>
      <div className="title">
        <h1>{t.devices.title}</h1>
        <p role="status" className="quiet">
          {pages.total !== null && plural(t.devices.count, pages.total)}
        </p>
      </div>
      <form role="search" className="filters" onSubmit={(event) => event.preventDefault()}>
        <SearchField value={search} hint={t.devices.searchHint} change={(q) => setParameters({ q })} />
        <Choice
          label={t.devices.mode}
          value={mode ?? ''}
          options={[['', t.devices.anyMode], ...MODES.map((each) => [each, t.devices.modes[each]] as const)]}
          change={(chosen) => setParameters({ mode: chosen })}
        />
        <Choice
          label={t.licenses.columns.database}
          value={databaseId ?? ''}
          options={[['', t.devices.anyBase], ...[...others, ...known].map(({ id, name }) => [id, name] as const)]}
          change={(chosen) => setParameters({ database: chosen })}
        />
      </form>
      {bases.error && <Failure error={bases.error} />}
      <Paged pages={pages} empty={<Empty filtered={Object.keys(where).length > 0} />}>
        {(nodes) => (
          <Table label={t.devices.title} columns={t.devices.columns}>
            {nodes.map((node) => {
              const device = readFragment(DEVICE_ROW, node);
              return <Row key={device.id} device={device} changed={pages.reload} />;
            })}
          </Table>
        )}
      </Paged>
    </>
  );
}

function Empty({ filtered }: { readonly filtered: boolean }): ReactNode {
  const { t } = useI18n();
  const href = useHref();
  const setParameters = useSetParameters();
  return filtered ? (
    <>
      <p>{t.licenses.emptyFiltered}</p>
      <button type="button" onClick={() => setParameters({ q: null, mode: null, database: null })}>
        {t.licenses.reset}
      </button>
    </>
  ) : (
    <>
      <p>{t.devices.empty}</p>
      <Link href={href('/databases')}>{t.devices.toBases}</Link>
    </>
  );
}

function Row({ device, changed }: { readonly device: DeviceRowFragment; readonly changed: () => void }): ReactNode {
  const { t } = useI18n();
  const href = useHref();
  const { at } = useScope();
  const { viewer } = useSeen();
  const [doing, setDoing] = useState<'rename' | 'unlink' | null>(null);
  const mayChange = (viewer.role === 'OWNER' || viewer.role === 'MEMBER') && at === null;
  const close = (): void => setDoing(null);
  const done = (): void => {
    close();
    changed();
  };
  return (
    <tr>
      <th scope="row">
        {device.name}
        <small>
          {[device.model, device.os, device.clientVersion !== null && t.devices.client(device.clientVersion), device.code]
            .filter(Boolean)
            .join(' · ')}
        </small>
      </th>
      <td>
        {device.mode && <span className={`status ${device.mode}`}>{t.devices.modes[device.mode]}</span>}
        <small>{device.modeReason ?? (device.database === null && t.devices.notConnected)}</small>
      </td>
      <td>{device.database?.name ?? t.none}</td>
      <td>
        {device.license ? (
          <Link href={href('/licenses', { license: device.license.id })}>{device.license.product.name}</Link>
        ) : (
          <Link href={href('/missing', { device: device.id })}>{t.licenses.why}</Link>
        )}
      </td>
      <td>
        {device.lastReportedAt === null ? t.none : <When at={device.lastReportedAt} />}
        {device.connectedAt !== null && (
          <small>
            {t.devices.connectedAt} <When at={device.connectedAt} relative={false} />
          </small>
        )}
      </td>
      <td>
        {mayChange && (
          <div className="buttons">
            <button type="button" className="small" onClick={() => setDoing('rename')}>
              {t.rename}
              <span className="unseen">: {device.name}</span>
            </button>
            {device.database && (
              <button type="button" className="small" onClick={() => setDoing('unlink')}>
                {t.devices.unlink}
                <span className="unseen">: {device.name}</span>
              </button>
            )}
          </div>
        )}
        {READ_EVENTS.includes(viewer.role) && (
          <Link href={href('/history', { subject: device.id })}>
            {t.tabs.history}
            <span className="unseen">: {device.name}</span>
          </Link>
        )}
        {doing === 'rename' && <RenameDevice id={device.id} name={device.name} done={done} close={close} />}
        {doing === 'unlink' && device.database && (
          <UnlinkDevice id={device.id} name={device.name} database={device.database} done={done} close={close} />
        )}
      </td>
    </tr>
  );
}
