import { createColumnHelper, rowSelectionFeature, tableFeatures } from '@tanstack/react-table';
import type { LicenseRowFragment } from '../gql/graphql.ts';
import type { I18n } from '../i18n/i18n.tsx';
import { When } from '../ui/when.tsx';
import { CodeCell, endOfCode } from './code-cell.tsx';
import type { SortName } from './filters.ts';
import { Term } from './term.tsx';

export const features = tableFeatures({ rowSelectionFeature });
const helper = createColumnHelper<typeof features, LicenseRowFragment>();

export type Columns = ReturnType<typeof helper.columns>;

/** Columns that a list can be in the order of. */
export const SORTED_BY: Readonly<Record<string, SortName>> = {
  product: 'product',
  status: 'status',
  device: 'device',
  term: 'term',
  updates: 'updates',
};

/** What a cell is of, on a screen too narrow for columns. */
export function labelOf(column: string, { t }: I18n): string | undefined {
  const { device, database, term, updates } = t.licenses.columns;
  return { device, database, term, updates }[column];
}

export function columnsOf({ t }: I18n, open: (id: string) => void): Columns {
  const names = t.licenses.columns;
  return helper.columns([
    helper.display({
      id: 'select',
      header: () => <span className="unseen">{names.select}</span>,
      cell: ({ row }) => (
        <input
          type="checkbox"
          aria-label={t.licenses.selectRow(row.original.product.name, endOfCode(row.original.code))}
          checked={row.getIsSelected()}
          onChange={row.getToggleSelectedHandler()}
        />
      ),
    }),
    helper.display({
      id: 'product',
      header: () => names.product,
      cell: ({ row: { original } }) => (
        <>
          <button type="button" className="link" onClick={() => open(original.id)}>
            <span className="unseen">{t.licenses.open('')}</span>
            {original.product.name}
          </button>
          <small>{[original.product.level, original.demo ? t.licenses.demo : null].filter(Boolean).join(' · ')}</small>
        </>
      ),
    }),
    helper.display({
      id: 'code',
      header: () => names.code,
      cell: ({ row: { original } }) => (
        <CodeCell id={original.id} masked={original.code} mayReveal={original.viewerCan.reveal.allowed} />
      ),
    }),
    helper.display({
      id: 'status',
      header: () => names.status,
      cell: ({ row: { original } }) => (
        <span className={`status ${original.status}`}>{t.licenses.statuses[original.status]}</span>
      ),
    }),
    helper.display({
      id: 'kind',
      header: () => t.licenses.kind,
      cell: ({ row: { original } }) => t.licenses.kinds[original.kind],
    }),
    helper.display({
      id: 'device',
      header: () => names.device,
      cell: ({ row: { original } }) => original.device?.name ?? t.none,
    }),
    helper.display({
      id: 'database',
      header: () => names.database,
      cell: ({ row: { original } }) => original.database?.name ?? t.none,
    }),
    helper.display({
      id: 'term',
      header: () => names.term,
      cell: ({ row: { original } }) => <Term term={original.term} />,
    }),
    helper.display({
      id: 'updates',
      header: () => names.updates,
      cell: ({ row: { original } }) =>
        original.updatesUntil === null ? (
          t.none
        ) : (
          <>
            <When at={original.updatesUntil} />
            {original.updatesActive === false && <small className="warn">{t.licenses.updatesEnded}</small>}
          </>
        ),
    }),
    helper.display({
      id: 'source',
      header: () => names.source,
      cell: ({ row: { original } }) => (original.source === null ? t.none : t.licenses.sources[original.source]),
    }),
  ]);
}
