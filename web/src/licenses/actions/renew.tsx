import { useState, type ReactNode } from 'react';
import { useAction } from '../../api/use-action.ts';
import type { LicenseKind } from '../../gql/graphql.ts';
import { useI18n } from '../../i18n/i18n.tsx';
import { Choice } from '../../ui/choice.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { refusalsOf } from '../../orders/refusals-of.ts';
import { RENEW } from './documents.ts';

export const MONTHS = ['1', '3', '12', '24', '36'] as const;

interface Props {
  readonly licenseIds: readonly string[];
  /** A cloud license has a term, a main one an update subscription. */
  readonly kind: LicenseKind;
  readonly done: (message: string) => void;
  readonly close: () => void;
}

/** Orders the renewal of one license, or of several of a kind. */
export function Renew({ licenseIds, kind, done, close }: Props): ReactNode {
  const { t } = useI18n();
  const [months, setMonths] = useState<(typeof MONTHS)[number]>('12');
  const clock = kind === 'CLOUD' ? 'TERM' : 'UPDATES';
  const action = useAction(RENEW, ({ orderRenewal }) => refusalsOf(orderRenewal));
  const run = async (): Promise<void> => {
    const input = { licenseIds: [...licenseIds], clock, months: Number(months) } as const;
    const data = await action.run((idempotencyKey) => ({ input: { ...input, idempotencyKey } }));
    if (!data) return;
    const refused = data.orderRenewal.order?.items.flatMap(({ error }) => (error ? [error.message] : [])) ?? [];
    done([t.license.ordered, ...refused].join(' '));
  };
  return (
    <FormDialog title={t.license.renew} submit={t.license.order} action={action} run={() => void run()} close={close}>
      <p>
        {t.license.clock}: <strong>{t.license.clocks[clock]}</strong>
      </p>
      <Choice label={t.license.months} value={months} options={MONTHS.map((each) => [each, each])} change={setMonths} />
    </FormDialog>
  );
}
