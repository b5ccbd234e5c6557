import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useI18n } from '../i18n/i18n.tsx';
import type { Selection } from './license-table.tsx';
import type { LicenseList } from './use-licenses.ts';

const BulkBar = lazy(() => import('./bulk/bulk-bar.tsx'));
const ExportAll = lazy(() => import('./bulk/export-all.tsx'));

interface Props {
  readonly list: LicenseList;
  readonly selected: Selection;
  readonly clear: () => void;
}

/** What can be done to several at once: to those that are ticked, and to all that fit the filters. */
export function SelectionBar({ list, selected, clear }: Props): ReactNode {
  const { t } = useI18n();
  const [isOpen, setOpen] = useState(false);
  const [isExporting, setExporting] = useState(false);
  return (
    <>
      {list.total !== null && list.total > 0 && (
        <div className="buttons">
          <button type="button" onClick={() => setExporting(true)}>
            {t.licenses.csvOfAll}
          </button>
          <button type="button" aria-expanded={isOpen || selected.size > 0} onClick={() => setOpen(!isOpen)}>
            {t.bulk.actions}
          </button>
        </div>
      )}
      <Suspense>
        {(isOpen || selected.size > 0) && <BulkBar list={list} selected={selected} clear={clear} />}
        {isExporting && <ExportAll query={list.query} total={list.total ?? 0} close={() => setExporting(false)} />}
      </Suspense>
    </>
  );
}
