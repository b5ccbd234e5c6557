import type { LicenseRowFragment } from '../../gql/graphql.ts';
import type { I18n } from '../../i18n/i18n.tsx';

type Cells = readonly string[];

export function headOf({ t }: I18n): Cells {
  const { columns, kind } = t.licenses;
  const { product, code, status, device, database, term, updates, source } = columns;
  return [product, t.license.level, kind, code, status, device, database, term, updates, source];
}

/** Dates as ISO, for spreadsheets; the code as masked as it is everywhere. */
export function cellsOf(row: LicenseRowFragment, { t }: I18n): Cells {
  const { kinds, statuses, sources, perpetual } = t.licenses;
  return [
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
  ];
}
