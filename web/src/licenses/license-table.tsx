import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import { createColumnHelper, rowSelectionFeature, tableFeatures, useTable } from '@tanstack/react-table';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import type { LicenseRowFragment } from '../gql/graphql.ts';
import { useI18n, type I18n } from '../i18n/i18n.tsx';
import { When } from '../ui/when.tsx';
import { CodeCell, endOfCode } from './code-cell.tsx';
import { Term } from './term.tsx';
import type { LicenseList } from './use-licenses.ts';

const ROW_PX = 57;
const OVERSCAN = 8;
/** Rows before the last loaded one at which the next page is asked for. */
const AHEAD = 40;

const features = tableFeatures({ rowSelectionFeature });
const helper = createColumnHelper<typeof features, LicenseRowFragment>();

/** Ids of the rows that are ticked. */
export type Selection = Readonly<Record<string, true>>;

interface Props {
  readonly list: LicenseList;
  readonly selected: Selection;
  readonly select: (selected: Selection) => void;
  readonly open: (id: string) => void;
}

/** Only what is on the screen is in the document: the page scrolls, and the next rows are fetched ahead of it. */
export function LicenseTable({ list, selected, select, open }: Props): ReactNode {
  const i18n = useI18n();
  const opening = useRef(open);
  opening.current = open;
  // A cell of other columns is another cell: it would lose its focus, and a code that is shown.
  const columns = useMemo(() => columnsOf(i18n, (id) => opening.current(id)), [i18n.t]);
  const table = useTable({
    features,
    columns,
    data: list.rows,
    getRowId: ({ id }) => id,
    state: { rowSelection: selected },
    onRowSelectionChange: (change) => select(typeof change === 'function' ? change(selected) : change),
  });
  const rows = table.getRowModel().rows;
  const top = useRef<HTMLDivElement>(null);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
    scrollMargin: top.current?.offsetTop ?? 0,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (list.more && !list.loading && list.error === null && last >= rows.length - AHEAD) list.loadMore();
  }, [last, rows.length, list.more, list.loading, list.error]);

  return (
    <div role="table" aria-label={i18n.t.licenses.title} aria-rowcount={(list.total ?? 0) + 1} className="grid licenses">
      <div role="rowgroup" className="head">
        {table.getHeaderGroups().map((group) => (
          <div role="row" key={group.id} aria-rowindex={1} className="row">
            {group.headers.map((header) => (
              <div role="columnheader" key={header.id} className={`col-${header.column.id}`}>
                <table.FlexRender header={header} />
              </div>
            ))}
          </div>
        ))}
      </div>
      <div role="rowgroup" ref={top} className="body" style={{ height: `${String(virtual.getTotalSize())}px` }}>
        {shown.map(({ index, key, start }) => {
          const row = rows[index];
          return row ? (
            <div
              role="row"
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              aria-rowindex={index + 2}
              className="row"
              style={{ transform: `translateY(${String(start - virtual.options.scrollMargin)}px)` }}
            >
              {row.getAllCells().map((cell) => (
                <div role="cell" key={cell.id} className={`col-${cell.column.id}`} data-label={labelOf(cell.column.id, i18n)}>
                  <table.FlexRender cell={cell} />
                </div>
              ))}
            </div>
          ) : null;
        })}
      </div>
    </div>
  );
}

/** What a cell is of, on a screen too narrow for columns. */
function labelOf(column: string, { t }: I18n): string | undefined {
  return { device: t.licenses.columns.device, term: t.licenses.columns.term, updates: t.licenses.columns.updates }[column];
}

function columnsOf({ t }: I18n, open: (id: string) => void): ReturnType<typeof helper.columns> {
  const names = t.licenses.columns;
  return helper.columns([
    helper.display({
      id: 'select',
      header: ({ table }) => (
        <input
          type="checkbox"
          aria-label={t.licenses.selectAll}
          checked={table.getIsAllRowsSelected()}
          onChange={table.getToggleAllRowsSelectedHandler()}
        />
      ),
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
          <small>
            {[original.product.level, t.licenses.kinds[original.kind], original.demo ? t.licenses.demo : null]
              .filter(Boolean)
              .join(' · ')}
          </small>
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
      id: 'device',
      header: () => names.device,
      cell: ({ row: { original } }) => (
        <>
          <span>{original.device?.name ?? t.none}</span>
          {original.database && <small>{original.database.name}</small>}
        </>
      ),
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
