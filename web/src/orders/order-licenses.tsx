import { useState, type ReactNode } from 'react';
import { useAccountId } from '../app/viewer.ts';
import { useAction } from '../api/use-action.ts';
import { graphql } from '../gql/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { refusalsOf } from './refusals-of.ts';
import { NO_PRODUCT, ProductFields } from '../ui/product-fields.tsx';

const ORDER = graphql(`
  mutation OrderLicenses($input: OrderLicensesInput!) {
    orderLicenses(input: $input) {
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

interface Props {
  readonly done: () => void;
  readonly close: () => void;
}

export function OrderLicenses({ done, close }: Props): ReactNode {
  const { t } = useI18n();
  const accountId = useAccountId();
  const [wanted, setWanted] = useState(NO_PRODUCT);
  const action = useAction(ORDER, ({ orderLicenses }) => refusalsOf(orderLicenses));
  const { name, level, kind, months, quantity } = wanted;
  const run = async (): Promise<void> => {
    const item = { product: { name, ...(level !== '' && { level }) }, kind, months, quantity };
    if (await action.run((idempotencyKey) => ({ input: { accountId, items: [item], idempotencyKey } }))) done();
  };
  return (
    <FormDialog
      title={t.orders.order}
      submit={t.orders.order}
      ready={name.trim() !== ''}
      action={action}
      run={() => void run()}
      close={close}
    >
      <ProductFields wanted={wanted} change={setWanted} />
    </FormDialog>
  );
}
