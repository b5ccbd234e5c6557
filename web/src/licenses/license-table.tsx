import { useEffect, useLayoutEffect, useMemo, useRef, type ReactNode } from 'react';
import { useTable } from '@tanstack/react-table';
import type { LicenseRowFragment } from '../gql/graphql.ts';
import { useI18n } from '../i18n/i18n.tsx';
import type { Filters } from './filters.ts';
import { columnsOf, features } from './license-columns.tsx';
import { LicenseHead } from './license-head.tsx';
import { LicenseRow, UnreadRow } from './license-row.tsx';
import type { LicenseList } from './use-licenses.ts';
import { useRowWindow } from './use-row-window.ts';

/** The rows that are ticked, whether they are still held by the list or not. */
export type Selection = ReadonlyMap<string, LicenseRowFragment>;

interface Props {
  readonly list: LicenseList;
  readonly filters: Filters;
  readonly selected: Selection;
  readonly select: (selected: Selection) => void;
  readonly open: (id: string) => void;
}

/** Only what is on the screen is in the document: the page scrolls over all rows, and those that it rests at are read. */
export function LicenseTable({ list, filters, selected, select, open }: Props): ReactNode {
  const i18n = useI18n();
  const opening = useRef(open);
  opening.current = open;
  // A cell of other columns is another cell: it would lose its focus, and a code that is shown.
  const columns = useMemo(() => columnsOf(i18n, (id) => opening.current(id)), [i18n.t]);
  const body = useRef<HTMLDivElement>(null);
  const total = list.total ?? 0;
  const { items, heightPx, rowPx, topOf, first, last } = useRowWindow(body, total);
  useEffect(() => list.show(first, last), [first, last, total]);
  useLayoutEffect(() => {
    const { by } = list.move;
    if (by === 'top') scrollTo({ top: Math.min(scrollY, topOfPage(body.current)) });
    else if (by !== 0) scrollBy({ top: by * rowPx });
  }, [list.move]);

  const data = items.flatMap(({ index }) => list.row(index) ?? []);
  const ticked = Object.fromEntries(data.filter(({ id }) => selected.has(id)).map(({ id }) => [id, true as const]));
  const table = useTable({
    features,
    columns,
    data,
    getRowId: ({ id }) => id,
    state: { rowSelection: ticked },
    onRowSelectionChange: (change) => {
      const after = typeof change === 'function' ? change(ticked) : change;
      const next = new Map(selected);
      for (const row of data) {
        if (after[row.id]) next.set(row.id, row);
        else next.delete(row.id);
      }
      select(next);
    },
  });
  const rows = table.getRowModel().rowsById;
  return (
    <div
      role="table"
      aria-label={i18n.t.licenses.title}
      aria-rowcount={total + 1}
      aria-busy={list.loading}
      className="grid licenses"
    >
      <LicenseHead
        headers={table.getFlatHeaders()}
        filters={filters}
        isAllSelected={isAllSelected(list, selected)}
        selectAll={(isSelected) => select(isSelected ? withHeld(list, selected) : NOTHING)}
      />
      <div role="rowgroup" ref={body} className="body" style={{ height: `${String(heightPx)}px` }}>
        {items.map((item) => {
          const license = list.row(item.index);
          const row = license && rows[license.id];
          return row ? (
            <LicenseRow
              key={row.id}
              row={row}
              index={item.index}
              top={topOf(item)}
              isSelected={selected.has(row.id)}
              isGone={list.gone.has(row.id)}
              i18n={i18n}
            />
          ) : (
            <UnreadRow key={item.index} index={item.index} top={topOf(item)} text={i18n.t.loading} />
          );
        })}
      </div>
    </div>
  );
}

const NOTHING: Selection = new Map();

const isAllSelected = (list: LicenseList, selected: Selection): boolean =>
  selected.size > 0 && list.held().every(({ id }) => selected.has(id));

const withHeld = (list: LicenseList, selected: Selection): Selection =>
  new Map([...selected, ...list.held().map((row) => [row.id, row] as const)]);

const topOfPage = (element: HTMLElement | null): number =>
  element ? element.getBoundingClientRect().top + window.scrollY - HEAD_PX : 0;
/** What sticks to the top of the screen above the rows. */
const HEAD_PX = 60;
