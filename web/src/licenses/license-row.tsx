import { memo, type ReactNode } from 'react';
import { FlexRender, type Row } from '@tanstack/react-table';
import type { LicenseRowFragment } from '../gql/graphql.ts';
import type { I18n } from '../i18n/i18n.tsx';
import { labelOf, type features } from './license-columns.tsx';

interface Props {
  readonly row: Row<typeof features, LicenseRowFragment>;
  /** Among all rows, from 0. */
  readonly index: number;
  /** Pixels within the body. */
  readonly top: number;
  readonly isSelected: boolean;
  /** It has left the list since it was read. */
  readonly isGone: boolean;
  readonly i18n: I18n;
}

const positionOf = (top: number): { readonly transform: string } => ({ transform: `translateY(${String(top)}px)` });

/** Drawn anew only where something of it is another thing: the table makes its rows anew with every row that is scrolled by. */
export const LicenseRow = memo(
  ({ row, index, top, isGone, i18n }: Props): ReactNode => (
    <div role="row" aria-rowindex={index + 2} className={isGone ? 'row gone' : 'row'} style={positionOf(top)}>
      {row.getAllCells().map((cell) => (
        <div role="cell" key={cell.id} className={`col-${cell.column.id}`} data-label={labelOf(cell.column.id, i18n)}>
          <FlexRender cell={cell} />
          {isGone && cell.column.id === 'status' && <small>{i18n.t.licenses.gone}</small>}
        </div>
      ))}
    </div>
  ),
  (before, after) =>
    before.row.original === after.row.original &&
    before.index === after.index &&
    before.top === after.top &&
    before.isSelected === after.isSelected &&
    before.isGone === after.isGone &&
    before.i18n === after.i18n,
);

/** The place of a row that is not read yet. */
export function UnreadRow({
  index,
  top,
  text,
}: {
  readonly index: number;
  readonly top: number;
  readonly text: string;
}): ReactNode {
  return (
    <div role="row" aria-rowindex={index + 2} aria-busy="true" className="row unread" style={positionOf(top)}>
      <div role="cell" className="col-product quiet">
        {text}
      </div>
    </div>
  );
}
