import { useState, type ReactNode } from 'react';
import { useAction } from '../../api/use-action.ts';
import { useI18n } from '../../i18n/i18n.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import type { FoundAccount } from '../../ui/account-list.tsx';
import { ChooseHolder } from '../../vendor/choose-holder.tsx';
import { IssuedCodes, type Issued } from '../../vendor/issued-codes.tsx';
import type { ActionProps } from './license-actions.tsx';
import { RELEASE, REPLACE, WITHDRAW } from './vendor-documents.ts';

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
  const { t } = useI18n();
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
      <ChooseHolder account={account} choose={setAccount} />
    </FormDialog>
  );
}

/** A transition license takes its place: for the same account, with the same clocks. Its code is shown once. */
export function Replace({ licenseId, done, close }: ActionProps): ReactNode {
  const { t } = useI18n();
  const [name, setName] = useState('');
  const [level, setLevel] = useState('');
  const [issued, setIssued] = useState<readonly Issued[]>([]);
  const action = useAction(REPLACE, ({ replaceLicense }) => replaceLicense.errors);
  const run = async (): Promise<void> => {
    const product = { name, ...(level.trim() !== '' && { level }) };
    const data = await action.run((idempotencyKey) => ({ input: { licenseId, product, idempotencyKey } }));
    if (data) setIssued(data.replaceLicense.issued);
  };
  if (issued.length > 0) return <IssuedCodes issued={issued} close={() => done(t.license.done)} />;
  return (
    <FormDialog
      title={t.vendor.replace}
      submit={t.vendor.replace}
      ready={name.trim() !== ''}
      action={action}
      run={() => void run()}
      close={close}
    >
      <p>{t.vendor.replaceHint}</p>
      <label className="wide">
        {t.licenses.columns.product}
        <input required maxLength={200} value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} />
      </label>
      <label className="wide">
        {t.license.level}
        <input maxLength={200} value={level} onChange={({ currentTarget }) => setLevel(currentTarget.value)} />
      </label>
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
