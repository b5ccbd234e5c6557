import { useState, type ReactNode } from 'react';
import { useScope } from '../../app/scope.ts';
import { useSeen } from '../../app/viewer.ts';
import { useI18n } from '../../i18n/i18n.tsx';
import { csvOf, download } from '../../ui/csv.ts';
import type { Selection } from '../license-table.tsx';
import type { LicenseList } from '../use-licenses.ts';
import { BULK_ACTIONS, type BulkAction } from './bulk-actions.ts';
import BulkDialog from './bulk-dialog.tsx';
import { cellsOf, headOf } from './license-csv.ts';

interface Props {
  readonly list: LicenseList;
  readonly selected: Selection;
  readonly clear: () => void;
}

/** The actions that the viewer's role has, on many licenses; the file of those that are ticked is for everybody. */
export default function BulkBar({ list, selected, clear }: Props): ReactNode {
  const i18n = useI18n();
  const { t, plural } = i18n;
  const { viewer } = useSeen();
  const { at } = useScope();
  const [action, setAction] = useState<BulkAction | null>(null);
  const rows = [...selected.values()];
  const actions = at === null ? BULK_ACTIONS.filter(({ roles }) => roles.includes(viewer.role)) : [];
  if (list.total === 0 && action === null) return null;
  return (
    <div role="group" aria-label={t.bulk.actions} className="selection">
      <strong>{plural(t.licenses.selected, rows.length)}</strong>
      {rows.length > 0 && (
        <button
          type="button"
          onClick={() => download('licenses.csv', csvOf([headOf(i18n), ...rows.map((row) => cellsOf(row, i18n))]))}
        >
          {t.licenses.csv}
        </button>
      )}
      {actions.map((each) => (
        <button key={each.name} type="button" onClick={() => setAction(each)}>
          {t.bulk.names[each.name]}
        </button>
      ))}
      {rows.length > 0 && (
        <button type="button" onClick={clear}>
          {t.cancel}
        </button>
      )}
      {action && (
        <BulkDialog
          action={action}
          selected={rows}
          query={list.query}
          total={list.total ?? 0}
          close={(isChanged) => {
            setAction(null);
            if (!isChanged) return;
            clear();
            list.reload();
          }}
        />
      )}
    </div>
  );
}
