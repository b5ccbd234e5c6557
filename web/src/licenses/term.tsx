import type { ReactNode } from 'react';
import { useI18n } from '../i18n/i18n.tsx';
import { When } from '../ui/when.tsx';

interface Props {
  readonly term: { readonly perpetual: boolean; readonly until: string | null; readonly months: number | null };
}

export function Term({ term }: Props): ReactNode {
  const { t, plural } = useI18n();
  if (term.perpetual) return t.licenses.perpetual;
  if (term.until !== null) return <When at={term.until} />;
  return term.months === null ? t.none : plural(t.licenses.monthsFromActivation, term.months);
}
