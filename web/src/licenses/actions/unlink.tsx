import { useState, type ReactNode } from 'react';
import { useAction } from '../../api/use-action.ts';
import { useI18n } from '../../i18n/i18n.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { UNLINK } from './documents.ts';
import type { ActionProps } from './license-actions.tsx';

/** Only with the declaration that work on the device is finished: documents that were not sent would be lost. */
export function Unlink({ licenseId, done, close }: ActionProps): ReactNode {
  const { t } = useI18n();
  const [finished, setFinished] = useState(false);
  const action = useAction(UNLINK, ({ unlinkLicense }) => unlinkLicense.errors);
  const run = async (): Promise<void> => {
    const input = { licenseId, confirmWorkFinished: finished };
    if (await action.run((idempotencyKey) => ({ input: { ...input, idempotencyKey } }))) done(t.license.done);
  };
  return (
    <FormDialog
      title={t.license.unlink}
      submit={t.license.unlink}
      ready={finished}
      action={action}
      run={() => void run()}
      close={close}
    >
      <p className="notice warn">{t.license.unlinkWarning}</p>
      <label className="inline">
        <input type="checkbox" checked={finished} onChange={({ currentTarget }) => setFinished(currentTarget.checked)} />
        {t.license.unlinkConfirm}
      </label>
    </FormDialog>
  );
}
