import type { ReactNode } from 'react';
import { useSetParameters } from '../app/scope.ts';
import type { LicenseStatus, LicenseSummaryQuery } from '../gql/graphql.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { STATUSES } from './filters.ts';

interface Props {
  /** Of the whole list, whatever the filters are; null: not known yet. */
  readonly counts: LicenseSummaryQuery['licenseSummary'] | null;
  readonly chosen: LicenseStatus | null;
}

/** How many licenses have each status: a press shows those alone. */
export function StatusChips({ counts, chosen }: Props): ReactNode {
  const { t, format } = useI18n();
  const setParameters = useSetParameters();
  const countOf = (status: LicenseStatus): number => counts?.byStatus.find((each) => each.status === status)?.count ?? 0;
  const shown = STATUSES.filter((status) => countOf(status) > 0 || status === chosen || STATUSES.indexOf(status) < 3);
  const chip = (status: LicenseStatus | null, name: string, count: number | undefined): ReactNode => (
    <button
      key={name}
      type="button"
      className={`chip ${status ?? 'ALL'}`}
      aria-pressed={chosen === status}
      onClick={() => setParameters({ status: chosen === status ? null : status })}
    >
      {name} <b>{count === undefined ? '…' : format.number(count)}</b>
    </button>
  );
  return (
    <div role="group" aria-label={t.licenses.statusFilter} className="chips">
      {chip(null, t.licenses.all, counts?.total)}
      {shown.map((status) => chip(status, t.licenses.statuses[status], counts ? countOf(status) : undefined))}
    </div>
  );
}
