import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { useHref } from '../app/scope.ts';
import { useAction } from '../api/use-action.ts';
import type { DiagnoseMissingLicenseInput } from '../gql/graphql.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { OPEN_CASE } from './documents.ts';

/** The case keeps the diagnosis as it stands, and resolves itself once the license is there. */
export function AskSupport({ input }: { readonly input: DiagnoseMissingLicenseInput }): ReactNode {
  const { t } = useI18n();
  const href = useHref();
  const [open, setOpen] = useState(false);
  const [opened, setOpened] = useState(false);
  const [message, setMessage] = useState('');
  const action = useAction(OPEN_CASE, ({ payload }) => payload.errors);
  const { accountId = null, where: _filter, ...diagnosis } = input;
  const run = async (): Promise<void> => {
    const asked = { accountId, diagnosis, ...(message.trim() !== '' && { message }) };
    if (!(await action.run((idempotencyKey) => ({ input: { ...asked, idempotencyKey } })))) return;
    setOpen(false);
    setOpened(true);
  };
  return (
    <>
      <button type="button" disabled={opened} onClick={() => setOpen(true)}>
        {t.missing.support}
      </button>
      <span role="status">{opened && <Link href={href('/cases')}>{t.missing.supportAsked}</Link>}</span>
      {open && (
        <FormDialog
          title={t.missing.support}
          submit={t.missing.send}
          action={action}
          run={() => void run()}
          close={() => setOpen(false)}
        >
          <p>{t.missing.supportHint}</p>
          <label className="wide">
            {t.missing.message}
            <textarea
              rows={4}
              maxLength={2000}
              value={message}
              onChange={({ currentTarget }) => setMessage(currentTarget.value)}
            />
          </label>
        </FormDialog>
      )}
    </>
  );
}
