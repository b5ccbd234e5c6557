import type { ReactNode } from 'react';
import { useI18n } from '../../i18n/i18n.tsx';
import { Choice } from '../../ui/choice.tsx';
import { ChooseHolder } from '../../vendor/choose-holder.tsx';
import { MONTHS } from '../actions/renew.tsx';
import type { BulkForm, BulkName } from './bulk-actions.ts';

interface Props {
  readonly name: BulkName;
  readonly form: BulkForm;
  readonly change: (form: BulkForm) => void;
}

/** What a bulk action needs to know, said once for all licenses. */
export function BulkFields({ name, form, change }: Props): ReactNode {
  const { t } = useI18n();
  switch (name) {
    case 'renew':
      return (
        <>
          <p>{t.bulk.renewHint}</p>
          <Choice
            label={t.license.months}
            value={String(form.months)}
            options={MONTHS.map((months) => [months, months] as const)}
            change={(months) => change({ ...form, months: Number(months) })}
          />
        </>
      );
    case 'unlink':
      return (
        <>
          <p className="notice warn">{t.license.unlinkWarning}</p>
          <label className="inline">
            <input
              type="checkbox"
              checked={form.finished}
              onChange={({ currentTarget }) => change({ ...form, finished: currentTarget.checked })}
            />
            {t.license.unlinkConfirm}
          </label>
        </>
      );
    case 'remove':
      return <p>{t.license.removeWarning}</p>;
    case 'withdraw':
    case 'release':
      return (
        <>
          <label className="wide">
            {t.vendor.reason}
            <textarea
              required
              rows={3}
              maxLength={1000}
              value={form.reason}
              onChange={({ currentTarget }) => change({ ...form, reason: currentTarget.value })}
            />
          </label>
          {name === 'release' && <ChooseHolder account={form.to} choose={(to) => change({ ...form, to })} />}
        </>
      );
    case 'restore':
      return null;
  }
}
