import { useState, type ReactNode } from 'react';
import { Link, useSearch } from 'wouter';
import { useHref, useScope, useSetParameters } from '../app/scope.ts';
import { useAccountId, useSeen } from '../app/viewer.ts';
import { usePages } from '../api/use-pages.ts';
import { graphql, readFragment } from '../gql/index.ts';
import type { OrderRowFragment } from '../gql/graphql.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Paged } from '../ui/paged.tsx';
import { Table } from '../ui/table.tsx';
import { When } from '../ui/when.tsx';
import { VENDOR_TEXTS } from '../vendor/texts.ts';
import { QueueFilters, STATUSES } from './queue-filters.tsx';
import { OrderActions } from './order-actions.tsx';
import { OrderLicenses } from './order-licenses.tsx';

const ORDER_ROW = graphql(`
  fragment OrderRow on Order {
    id
    account {
      id
      name
    }
    kind
    status
    orderedAt
    paidAt
    fulfilledAt
    cancelledAt
    items {
      quantity
      months
      kind
      product {
        name
        level
      }
      license {
        id
        product {
          name
        }
      }
      error {
        message
      }
    }
    licenses(first: 20) {
      nodes {
        id
        product {
          name
        }
      }
    }
  }
`);

const ORDERS = graphql(`
  query Orders($accountId: ID, $status: OrderStatus, $after: String) {
    orders(accountId: $accountId, status: $status, after: $after, first: 30) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        ...OrderRow
      }
    }
  }
`);

/** What the account wants of the vendor; who may, pays, fulfils or cancels. */
export default function OrdersPage(): ReactNode {
  const { t, language } = useI18n();
  const texts = VENDOR_TEXTS[language];
  const accountId = useAccountId();
  const { viewer } = useSeen();
  const given = new URLSearchParams(useSearch());
  const setParameters = useSetParameters();
  const status = STATUSES.find((each) => each === given.get('state')) ?? null;
  const all = viewer.role === 'VENDOR' && given.get('whose') === 'all';
  const { at } = useScope();
  const [ordering, setOrdering] = useState(false);
  const pages = usePages(ORDERS, { accountId: all ? null : accountId, status }, ({ orders }) => orders);
  const mayOrder = ['OWNER', 'MEMBER', 'PARTNER'].includes(viewer.role) && at === null;
  return (
    <>
      <div className="title">
        <h1>{t.orders.title}</h1>
        {mayOrder && (
          <button type="button" onClick={() => setOrdering(true)}>
            {t.orders.order}
          </button>
        )}
      </div>
      {viewer.role === 'VENDOR' && <QueueFilters status={status} all={all} change={setParameters} />}
      {at !== null && <p className="banner">{t.travel.notHere}</p>}
      <Paged pages={pages} empty={<p>{t.orders.empty}</p>}>
        {(nodes) => (
          <Table label={t.orders.title} columns={all ? [texts.accountColumn, ...t.orders.columns] : t.orders.columns}>
            {nodes.map((node) => {
              const order = readFragment(ORDER_ROW, node);
              return <Row key={order.id} order={order} withAccount={all} past={at !== null} changed={pages.reload} />;
            })}
          </Table>
        )}
      </Paged>
      {ordering && (
        <OrderLicenses
          close={() => setOrdering(false)}
          done={() => {
            setOrdering(false);
            pages.reload();
          }}
        />
      )}
    </>
  );
}

interface RowProps {
  readonly order: OrderRowFragment;
  readonly withAccount: boolean;
  readonly past: boolean;
  readonly changed: () => void;
}

function Row({ order, withAccount, past, changed }: RowProps): ReactNode {
  const { t, format, plural } = useI18n();
  const href = useHref();
  const latest = order.cancelledAt ?? order.fulfilledAt ?? order.paidAt;
  return (
    <tr>
      {withAccount && (
        <td>
          <Link href={href('/orders', { account: order.account.id })}>{order.account.name}</Link>
        </td>
      )}
      <th scope="row">
        {t.orders.kinds[order.kind]}
        <small>{order.id}</small>
      </th>
      <td>
        <When at={order.orderedAt} />
      </td>
      <td>
        <span className={`status ${order.status}`}>{t.orders.statuses[order.status]}</span>
        {latest !== null && (
          <small>
            <When at={latest} relative={false} />
          </small>
        )}
      </td>
      <td>
        <ul className="bare">
          {order.items.map(({ quantity, months, kind, product, license, error }, index) => (
            <li key={index}>
              {license ? (
                <Link href={href('/licenses', { account: order.account.id, license: license.id })}>{license.product.name}</Link>
              ) : (
                [product?.name, product?.level, kind && t.licenses.kinds[kind]].filter(Boolean).join(' · ')
              )}{' '}
              × {format.number(quantity)}
              {months !== null && <small>{plural(t.orders.months, months)}</small>}
              {error && <small className="warn">{error.message}</small>}
            </li>
          ))}
        </ul>
      </td>
      <td>
        <ul className="bare">
          {order.licenses.nodes.map(({ id, product }) => (
            <li key={id}>
              <Link href={href('/licenses', { account: order.account.id, license: id })}>{product.name}</Link>
            </li>
          ))}
        </ul>
      </td>
      <td>{!past && <OrderActions id={order.id} status={order.status} changed={changed} />}</td>
    </tr>
  );
}
