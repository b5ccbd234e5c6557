import type { ReactNode } from 'react';
import type { LicenseRowFragment } from '../gql/graphql.ts';
import { useI18n, type I18n } from '../i18n/i18n.tsx';
import { csvOf, download } from '../ui/csv.ts';

interface Props {
  readonly rows: readonly LicenseRowFragment[];
  readonly clear: () => void;
}

export function SelectionBar({ rows, clear }: Props): ReactNode {
  const i18n = useI18n();
  const { t, plural } = i18n;
  return (
    <div role="group" aria-label={t.licenses.columns.select} className="selection">
      <strong>{plural(t.licenses.selected, rows.length)}</strong>
      <button type="button" onClick={() => download('licenses.csv', csvOf(tableOf(rows, i18n)))}>
        {t.licenses.csv}
      </button>
      <button type="button" onClick={clear}>
        {t.cancel}
      </button>
    </div>
  );
}

/** Dates as ISO, for spreadsheets; the code as masked as it is everywhere. */
function tableOf(rows: readonly LicenseRowFragment[], { t }: I18n): readonly (readonly string[])[] {
  const { columns, kinds, statuses, sources, perpetual, kind } = t.licenses;
  const head = [
    columns.product,
    t.license.level,
    kind,
    columns.code,
    columns.status,
    columns.device,
    columns.database,
    columns.term,
    columns.updates,
    columns.source,
  ];
  return [
    head,
    ...rows.map((row) => [
      row.product.name,
      row.product.level ?? '',
      kinds[row.kind],
      row.code,
      statuses[row.status],
      row.device?.name ?? '',
      row.database?.name ?? '',
      row.term.perpetual ? perpetual : (row.term.until ?? ''),
      row.updatesUntil ?? '',
      row.source === null ? '' : sources[row.source],
    ]),
  ];
}
