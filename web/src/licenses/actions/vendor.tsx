import { useState, type ReactNode } from 'react';
import { useAction } from '../../api/use-action.ts';
import { graphql } from '../../gql/index.ts';
import { useI18n } from '../../i18n/i18n.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { AccountList, type FoundAccount } from '../../ui/account-list.tsx';
import { VENDOR_TEXTS } from '../../vendor/texts.ts';
import type { ActionProps } from './license-actions.tsx';

/** Few: the search is there to find more. */
const HOLDERS = 6;

const WITHDRAW = graphql(`
  mutation WithdrawLicense($input: WithdrawLicenseInput!) {
    withdrawLicense(input: $input) {
      errors {
        code
        message
      }
    }
  }
`);
const RELEASE = graphql(`
  mutation ReleaseLicense($input: ReleaseLicenseInput!) {
    releaseLicense(input: $input) {
      errors {
        code
        message
      }
    }
  }
`);

/** The vendor takes a license back; the reason stands in its history. */
export function Withdraw({ licenseId, done, close }: ActionProps): ReactNode {
  const { t } = useI18n();
  const [reason, setReason] = useState('');
  const action = useAction(WITHDRAW, ({ withdrawLicense }) => withdrawLicense.errors);
  const run = async (): Promise<void> => {
    if (await action.run((idempotencyKey) => ({ input: { licenseId, reason, idempotencyKey } }))) done(t.license.done);
  };
  return (
    <FormDialog
      title={t.vendor.withdraw}
      submit={t.vendor.withdraw}
      ready={reason.trim() !== ''}
      action={action}
      run={() => void run()}
      close={close}
    >
      <Reason value={reason} change={setReason} />
    </FormDialog>
  );
}

/** The license changes its holder: sold, wrong account, former employee. */
export function Release({ licenseId, done, close }: ActionProps): ReactNode {
  const { t, language } = useI18n();
  const texts = VENDOR_TEXTS[language];
  const [reason, setReason] = useState('');
  const [account, setAccount] = useState<FoundAccount | null>(null);
  const action = useAction(RELEASE, ({ releaseLicense }) => releaseLicense.errors);
  const run = async (): Promise<void> => {
    const input = { licenseId, reason, ...(account && { toAccountId: account.id }) };
    if (await action.run((idempotencyKey) => ({ input: { ...input, idempotencyKey } }))) done(t.license.done);
  };
  return (
    <FormDialog
      title={t.vendor.release}
      submit={t.vendor.release}
      ready={reason.trim() !== ''}
      action={action}
      run={() => void run()}
      close={close}
    >
      <Reason value={reason} change={setReason} />
      <p className="quiet">{texts.releaseHint}</p>
      <p role="status">
        <strong>{texts.chosen(account?.name ?? texts.nobody)}</strong> {account && <small>{account.id}</small>}
      </p>
      {account ? (
        <button type="button" onClick={() => setAccount(null)}>
          {texts.clear}
        </button>
      ) : (
        <AccountList label={texts.findHolder} nothing={t.notFound.account} first={HOLDERS} choose={setAccount} />
      )}
    </FormDialog>
  );
}

function Reason({ value, change }: { readonly value: string; readonly change: (value: string) => void }): ReactNode {
  const { t } = useI18n();
  return (
    <label className="wide">
      {t.vendor.reason}
      <textarea required rows={3} maxLength={1000} value={value} onChange={({ currentTarget }) => change(currentTarget.value)} />
    </label>
  );
}
