import type { ReactNode } from 'react';
import { useAction } from '../../api/use-action.ts';
import { useI18n } from '../../i18n/i18n.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { REMOVE, RESTORE } from './documents.ts';
import type { ActionProps } from './license-actions.tsx';

export function Remove({ licenseId, done, close }: ActionProps): ReactNode {
  const { t } = useI18n();
  const action = useAction(REMOVE, ({ removeLicenseFromList }) => removeLicenseFromList.errors);
  const run = async (): Promise<void> => {
    if (await action.run((idempotencyKey) => ({ input: { licenseId, idempotencyKey } }))) done(t.license.removed);
  };
  return (
    <FormDialog title={t.license.remove} submit={t.license.remove} action={action} run={() => void run()} close={close}>
      <p>{t.license.removeWarning}</p>
    </FormDialog>
  );
}

export function Restore({ licenseId, done, close }: ActionProps): ReactNode {
  const { t } = useI18n();
  const action = useAction(RESTORE, ({ restoreLicenseToList }) => restoreLicenseToList.errors);
  const run = async (): Promise<void> => {
    if (await action.run((idempotencyKey) => ({ input: { licenseId, idempotencyKey } }))) done(t.license.done);
  };
  return (
    <FormDialog title={t.license.restore} submit={t.license.restore} action={action} run={() => void run()} close={close}>
      <p>{t.license.removed}</p>
    </FormDialog>
  );
}
