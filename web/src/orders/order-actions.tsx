import { useState, type ReactNode } from 'react';
import { useSeen } from '../app/viewer.ts';
import { useAction } from '../api/use-action.ts';
import { graphql } from '../gql/index.ts';
import type { OrderStatus } from '../gql/graphql.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Failure, Refusals } from '../ui/notice.tsx';
import { refusalsOf } from './refusals-of.ts';
import { IssuedCodes, type Issued } from '../vendor/issued-codes.tsx';

const CANCEL = graphql(`
  mutation CancelOrder($input: CancelOrderInput!) {
    payload: cancelOrder(input: $input) {
      errors {
        code
        message
      }
      order {
        id
      }
    }
  }
`);
const PAID = graphql(`
  mutation MarkOrderPaid($input: MarkOrderPaidInput!) {
    payload: markOrderPaid(input: $input) {
      errors {
        code
        message
      }
      order {
        id
      }
    }
  }
`);
const FULFIL = graphql(`
  mutation FulfilOrder($input: FulfilOrderInput!) {
    payload: fulfilOrder(input: $input) {
      errors {
        code
        message
      }
      order {
        id
      }
      issued {
        code
        licenseId
      }
    }
  }
`);

interface Props {
  readonly id: string;
  readonly status: OrderStatus;
  readonly changed: () => void;
}

/** What the viewer's role may do with an order where it stands. */
export function OrderActions({ id, status, changed }: Props): ReactNode {
  const { t } = useI18n();
  const { viewer } = useSeen();
  const [issued, setIssued] = useState<readonly Issued[]>([]);
  const cancel = useAction(CANCEL, ({ payload }) => refusalsOf(payload));
  const paid = useAction(PAID, ({ payload }) => refusalsOf(payload));
  const fulfil = useAction(FULFIL, ({ payload }) => refusalsOf(payload));
  const vendor = viewer.role === 'VENDOR';
  const customer = ['OWNER', 'MEMBER', 'PARTNER'].includes(viewer.role);
  const actions = [cancel, paid, fulfil];
  const busy = actions.some((action) => action.busy);
  const act = async (action: typeof cancel | typeof paid): Promise<void> => {
    if (await action.run((idempotencyKey) => ({ input: { orderId: id, idempotencyKey } }))) changed();
  };
  const actFulfil = async (): Promise<void> => {
    const data = await fulfil.run((idempotencyKey) => ({ input: { orderId: id, idempotencyKey } }));
    if (!data) return;
    if (data.payload.issued.length === 0) changed();
    else setIssued(data.payload.issued);
  };
  return (
    <div className="buttons">
      {customer && status === 'UNPAID' && (
        <button type="button" className="small" disabled={busy} onClick={() => void act(cancel)}>
          {t.orders.cancel}
        </button>
      )}
      {vendor && status === 'UNPAID' && (
        <button type="button" className="small" disabled={busy} onClick={() => void act(paid)}>
          {t.orders.markPaid}
        </button>
      )}
      {vendor && status === 'PAID' && (
        <button type="button" className="small" disabled={busy} onClick={() => void actFulfil()}>
          {t.orders.fulfil}
        </button>
      )}
      {actions.map((action, index) => (
        <Refusals key={index} errors={action.refusals} />
      ))}
      {actions.map(({ failure }, index) => failure && <Failure key={index} error={failure} />)}
      {issued.length > 0 && (
        <IssuedCodes
          issued={issued}
          close={() => {
            setIssued([]);
            changed();
          }}
        />
      )}
    </div>
  );
}
