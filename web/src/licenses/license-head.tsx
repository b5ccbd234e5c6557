import type { ReactNode } from 'react';
import { FlexRender, type Header } from '@tanstack/react-table';
import { useSetParameters } from '../app/scope.ts';
import type { LicenseRowFragment } from '../gql/graphql.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { SORTS, type Filters } from './filters.ts';
import { SORTED_BY, type features } from './license-columns.tsx';

interface Props {
  readonly headers: readonly Header<typeof features, LicenseRowFragment>[];
  readonly filters: Filters;
  readonly isAllSelected: boolean;
  readonly selectAll: (isSelected: boolean) => void;
}

/** Names of the columns; a press on one puts the list in its order, and the next one turns that round. */
export function LicenseHead({ headers, filters, isAllSelected, selectAll }: Props): ReactNode {
  const { t } = useI18n();
  return (
    <div role="rowgroup" className="head">
      <div role="row" aria-rowindex={1} className="row">
        {headers.map((header) => {
          const { id } = header.column;
          if (id === 'select') {
            return (
              <div role="columnheader" key={id} className={`col-${id}`}>
                <input
                  type="checkbox"
                  aria-label={t.licenses.selectAll}
                  checked={isAllSelected}
                  onChange={({ currentTarget }) => selectAll(currentTarget.checked)}
                />
              </div>
            );
          }
          return (
            <div role="columnheader" key={id} className={`col-${id}`} aria-sort={directionOf(id, filters)}>
              <SortButton column={id} filters={filters}>
                <FlexRender header={header} />
              </SortButton>
            </div>
          );
        })}
      </div>
    </div>
  );
}

type Direction = 'ascending' | 'descending' | undefined;

function directionOf(column: string, { sort, reversed }: Filters): Direction {
  if (SORTED_BY[column] !== sort) return undefined;
  return (SORTS[sort].direction === 'ASC') === reversed ? 'descending' : 'ascending';
}

interface SortButtonProps {
  readonly column: string;
  readonly filters: Filters;
  readonly children: ReactNode;
}

function SortButton({ column, filters, children }: SortButtonProps): ReactNode {
  const setParameters = useSetParameters();
  const sort = SORTED_BY[column];
  if (sort === undefined) return children;
  const direction = directionOf(column, filters);
  const isSorted = filters.sort === sort;
  return (
    <button
      type="button"
      className="link"
      onClick={() => setParameters({ sort, reversed: isSorted && !filters.reversed ? 'yes' : null })}
    >
      {children}
      {direction !== undefined && <span aria-hidden="true" className={`arrow ${direction}`} />}
    </button>
  );
}
