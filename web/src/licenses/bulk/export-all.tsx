import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useClient } from 'urql';
import type { CombinedError } from '@urql/core';
import { useI18n } from '../../i18n/i18n.tsx';
import { CSV_BEGINNING, csvLines, save } from '../../ui/csv.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Failure } from '../../ui/notice.tsx';
import type { LicenseQuery } from '../license-source.ts';
import { everyRow, PageRefused } from './every-row.ts';
import { cellsOf, headOf } from './license-csv.ts';

interface Props {
  readonly query: LicenseQuery;
  readonly total: number;
  readonly close: () => void;
}

/** The whole list that is filtered, as a file: read page by page, so that it can be watched and stopped. */
export default function ExportAll({ query, total, close }: Props): ReactNode {
  const i18n = useI18n();
  const { t, format } = i18n;
  const client = useClient();
  const [written, setWritten] = useState(0);
  const [error, setError] = useState<CombinedError | null>(null);
  const [isDone, setDone] = useState(false);
  const asked = useRef({ query, i18n });
  useEffect(() => {
    const stop = new AbortController();
    const run = async (): Promise<void> => {
      // A part a page: the browser may keep them on disk.
      const parts: Blob[] = [new Blob([CSV_BEGINNING, csvLines([headOf(asked.current.i18n)])])];
      for await (const rows of everyRow(client, asked.current.query, stop.signal)) {
        parts.push(new Blob([csvLines(rows.map((row) => cellsOf(row, asked.current.i18n)))]));
        setWritten((before) => before + rows.length);
      }
      if (stop.signal.aborted) return;
      save('licenses.csv', new Blob(parts, { type: 'text/plain;charset=utf-8' }));
      setDone(true);
    };
    run().catch((reason: unknown) => {
      if (!(reason instanceof PageRefused)) throw reason;
      setError(reason.cause);
    });
    return () => stop.abort();
  }, []);
  return (
    <Dialog title={t.licenses.csv} close={close}>
      <div className="stack">
        {error && <Failure error={error} />}
        <p role="status">
          {isDone ? t.bulk.exported(format.number(written)) : t.bulk.exporting(format.number(written), format.number(total))}
        </p>
        <progress max={total} value={written} aria-label={t.licenses.csv} />
        {!isDone && error === null && (
          <button type="button" onClick={close}>
            {t.bulk.stop}
          </button>
        )}
      </div>
    </Dialog>
  );
}
