import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useScope } from '../app/scope.ts';
import { useSeen } from '../app/viewer.ts';
import type { LicenseRowFragment } from '../gql/graphql.ts';
import { useI18n, type I18n } from '../i18n/i18n.tsx';
import { csvOf, download } from '../ui/csv.ts';

const Renew = lazy(async () => ({ default: (await import('./actions/renew.tsx')).Renew }));

interface Props {
  readonly rows: readonly LicenseRowFragment[];
  readonly clear: () => void;
  /** Something was ordered for them. */
  readonly changed: () => void;
}

/** What can be done to several at once. */
export function SelectionBar({ rows, clear, changed }: Props): ReactNode {
  const i18n = useI18n();
  const { t, plural } = i18n;
  const { viewer } = useSeen();
  const { at } = useScope();
  const [renewing, setRenewing] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const [kind, ...others] = new Set(rows.map((row) => row.kind));
  const mayOrder = ['OWNER', 'MEMBER', 'PARTNER'].includes(viewer.role) && at === null;
  return (
    <div role="group" aria-label={t.licenses.columns.select} className="selection">
      <strong>{plural(t.licenses.selected, rows.length)}</strong>
      <button type="button" onClick={() => download('licenses.csv', csvOf(tableOf(rows, i18n)))}>
        {t.licenses.csv}
      </button>
      {mayOrder && (
        <>
          <button type="button" disabled={others.length > 0} onClick={() => setRenewing(true)}>
            {t.license.renew}
          </button>
          {others.length > 0 && <small>{t.licenses.selectKind}</small>}
        </>
      )}
      <button type="button" onClick={clear}>
        {t.cancel}
      </button>
      <span role="status">{said}</span>
      {renewing && kind && (
        <Suspense>
          <Renew
            licenseIds={rows.map(({ id }) => id)}
            kind={kind}
            close={() => setRenewing(false)}
            done={(message) => {
              setRenewing(false);
              setSaid(message);
              changed();
            }}
          />
        </Suspense>
      )}
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
