import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react';
import { useQuery } from 'urql';
import { Link, useSearch } from 'wouter';
import { useHref, useScope, useSetParameters } from '../app/scope.ts';
import { useAccountId } from '../app/viewer.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Failure, Loading } from '../ui/notice.tsx';
import { SUMMARY } from './documents.ts';
import { areFiltering, FILTER_PARAMETERS, filtersOf, ORDER_PARAMETERS } from './filters.ts';
import { FilterBar } from './filter-bar.tsx';
import { LicenseTable, type Selection } from './license-table.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { StatusChips } from './status-chips.tsx';
import { useLicenses } from './use-licenses.ts';

const LicenseDetails = lazy(() => import('./license-details.tsx'));

export default function LicensesPage(): ReactNode {
  const { t, plural } = useI18n();
  const accountId = useAccountId();
  const { asOf } = useScope();
  const search = useSearch();
  const setParameters = useSetParameters();
  const filters = useFilters(search);
  const openLicense = new URLSearchParams(search).get('license');
  const [summary, readSummary] = useQuery({ query: SUMMARY, variables: { accountId, asOf } });
  const [changes, setChanges] = useState(0);
  const list = useLicenses(filters, () => {
    readSummary({ requestPolicy: 'network-only' });
    setChanges((before) => before + 1);
  });
  const [selected, setSelected] = useState<Selection>(NOTHING);

  return (
    <>
      <div className="title">
        <h1>{t.licenses.title}</h1>
        <p role="status" className="quiet">
          {list.total === null ? t.loading : plural(t.licenses.count, list.total)}
        </p>
      </div>
      <StatusChips counts={summary.data?.licenseSummary ?? null} chosen={filters.status} />
      {summary.error && <Failure error={summary.error} />}
      <FilterBar filters={filters} />
      {list.error && <Failure error={list.error} retry={list.retry} />}
      {list.liveProblem !== null && <p className="banner warn">{t.connection.liveRefused(list.liveProblem)}</p>}
      {list.stale && (
        <p role="status" className="banner floating">
          {t.licenses.changed}{' '}
          <button type="button" onClick={list.reload}>
            {t.licenses.refresh}
          </button>
        </p>
      )}
      {/* Stays where the list becomes empty: what is done to many at once may be what empties it. */}
      <SelectionBar list={list} selected={selected} clear={() => setSelected(NOTHING)} />
      {list.total === 0 ? (
        <Empty filtered={areFiltering(filters)} />
      ) : (
        <LicenseTable
          list={list}
          filters={filters}
          selected={selected}
          select={setSelected}
          open={(license) => setParameters({ license }, { push: true })}
        />
      )}
      {list.total === null && list.loading && <Loading />}
      {openLicense !== null && (
        <Suspense fallback={<Loading />}>
          <LicenseDetails
            id={openLicense}
            version={changes}
            close={() => setParameters({ license: null })}
            changed={list.reload}
          />
        </Suspense>
      )}
    </>
  );
}

const NOTHING: Selection = new Map();

/** The same object while what filters stays the same: the open license is in the address too. */
function useFilters(search: string): ReturnType<typeof filtersOf> {
  const given = new URLSearchParams(search);
  const key = new URLSearchParams(
    [...FILTER_PARAMETERS, ...ORDER_PARAMETERS].map((name) => [name, given.get(name) ?? '']),
  ).toString();
  return useMemo(() => filtersOf(key), [key]);
}

function Empty({ filtered }: { readonly filtered: boolean }): ReactNode {
  const { t } = useI18n();
  const search = useSearch();
  const href = useHref();
  const setParameters = useSetParameters();
  return (
    <div className="empty">
      <p>{filtered ? t.licenses.emptyFiltered : t.licenses.empty}</p>
      {filtered && (
        <button type="button" onClick={() => setParameters(Object.fromEntries(FILTER_PARAMETERS.map((name) => [name, null])))}>
          {t.licenses.reset}
        </button>
      )}
      <Link href={href('/missing', filtered ? { filter: new URLSearchParams(search).toString() } : {})}>{t.licenses.why}</Link>
    </div>
  );
}
