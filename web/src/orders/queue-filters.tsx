import type { ReactNode } from 'react';
import type { OrderStatus } from '../gql/graphql.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Choice } from '../ui/choice.tsx';
import { VENDOR_TEXTS } from '../vendor/texts.ts';

export const STATUSES: readonly OrderStatus[] = ['UNPAID', 'PAID', 'FULFILLED', 'CANCELLED'];

interface Props {
  /** Null: whatever it is. */
  readonly status: OrderStatus | null;
  /** Of every account, and not of the chosen one alone. */
  readonly all: boolean;
  readonly change: (parameters: Readonly<Record<string, string>>) => void;
}

/** Which orders the vendor works off. */
export function QueueFilters({ status, all, change }: Props): ReactNode {
  const { t, language } = useI18n();
  const texts = VENDOR_TEXTS[language];
  return (
    <form className="filters" onSubmit={(event) => event.preventDefault()}>
      <Choice
        label={texts.status}
        value={status ?? ''}
        options={[['', t.licenses.all], ...STATUSES.map((each) => [each, t.orders.statuses[each]] as const)]}
        change={(state) => change({ state })}
      />
      <Choice
        label={texts.whose}
        value={all ? 'all' : ''}
        options={[
          ['', t.cases.thisAccount],
          ['all', t.cases.everyAccount],
        ]}
        change={(whose) => change({ whose })}
      />
    </form>
  );
}
