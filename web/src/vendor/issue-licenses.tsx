import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { useAccountName } from '../app/account-name.ts';
import { useAccountId } from '../app/viewer.ts';
import { useAction } from '../api/use-action.ts';
import { graphql } from '../gql/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Failure, Refusals } from '../ui/notice.tsx';
import { NO_PRODUCT, ProductFields } from '../ui/product-fields.tsx';
import { IssuedCodes, type Issued } from './issued-codes.tsx';
import { VENDOR_TEXTS } from './texts.ts';

const ISSUE = graphql(`
  mutation IssueLicenses($input: IssueLicensesInput!) {
    issueLicenses(input: $input) {
      issued {
        code
        licenseId
      }
      errors {
        code
        message
      }
    }
  }
`);

/** For the account that is looked at: it then holds them, and lists them once it has added or activated them. */
export function IssueLicenses(): ReactNode {
  const { t, language } = useI18n();
  const accountId = useAccountId();
  const accountName = useAccountName(accountId);
  const [wanted, setWanted] = useState(NO_PRODUCT);
  const [issued, setIssued] = useState<readonly Issued[]>([]);
  const action = useAction(ISSUE, ({ issueLicenses }) => issueLicenses.errors);
  const { name, level, kind, months, quantity } = wanted;
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    const item = { product: { name, ...(level !== '' && { level }) }, kind, months, perpetual: kind === 'MAIN' };
    const items = Array.from({ length: quantity }, () => item);
    const data = await action.run((idempotencyKey) => ({ input: { accountId, items, idempotencyKey } }));
    if (data) setIssued(data.issueLicenses.issued);
  };
  return (
    <form className="card stack" onSubmit={(event) => void submit(event)}>
      <h2>{t.vendor.issue}</h2>
      <p>
        <strong>{VENDOR_TEXTS[language].forAccount(accountName)}</strong>
      </p>
      <p className="quiet">{t.vendor.issueHint}</p>
      <ProductFields wanted={wanted} change={setWanted} />
      <Refusals errors={action.refusals} />
      {action.failure && <Failure error={action.failure} />}
      <button type="submit" className="primary" disabled={name.trim() === '' || action.busy}>
        {t.vendor.issue}
      </button>
      {issued.length > 0 && <IssuedCodes issued={issued} close={() => setIssued([])} />}
    </form>
  );
}
