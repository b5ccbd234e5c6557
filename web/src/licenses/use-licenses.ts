/** The loaded part of the list: page by page, kept up to date by the stream of changes. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useClient } from 'urql';
import type { CombinedError } from '@urql/core';
import { useScope } from '../app/scope.ts';
import { useAccountId } from '../app/viewer.ts';
import { follow } from '../api/live.ts';
import { readFragment, type FragmentType } from '../gql/index.ts';
import type { LicenseRowFragment } from '../gql/graphql.ts';
import { LICENSE_CHANGED, LICENSE_ROW, LICENSES } from './documents.ts';
import { SORTS, whereOf, type Filters } from './filters.ts';

const PAGE = 100;
/** A burst of changes is one look at the list. */
const SETTLE_MS = 300;

interface Loaded {
  readonly rows: readonly LicenseRowFragment[];
  readonly total: number;
  readonly cursor: string | null;
  readonly more: boolean;
  /** Where changes go on. */
  readonly position: string;
}

export interface LicenseList {
  readonly rows: readonly LicenseRowFragment[];
  /** Null: not known yet. */
  readonly total: number | null;
  readonly more: boolean;
  readonly loading: boolean;
  readonly error: CombinedError | null;
  /** Something changed beyond what can be put in its place among many loaded rows. */
  readonly stale: boolean;
  readonly liveProblem: string | null;
  readonly loadMore: () => void;
  readonly reload: () => void;
}

const rowOf = (node: FragmentType<typeof LICENSE_ROW>): LicenseRowFragment => readFragment(LICENSE_ROW, node);

/** `onChange`: something in the account's list changed, whether it is loaded or not. */
export function useLicenses(filters: Filters, onChange: () => void): LicenseList {
  const client = useClient();
  const accountId = useAccountId();
  const { asOf } = useScope();
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [loading, setLoading] = useState(true);
  const [error, setError] = useState<CombinedError | null>(null);
  const [stale, setStale] = useState(false);
  const [liveProblem, setLiveProblem] = useState<string | null>(null);
  /** What was asked last: an answer to anything before comes too late. */
  const asked = useRef(0);
  const rowsNow = useRef<readonly LicenseRowFragment[]>([]);
  rowsNow.current = loaded?.rows ?? [];

  const variables = useMemo(
    () => ({
      accountId,
      where: whereOf(filters, asOf?.time ? Date.parse(asOf.time) : Date.now()),
      orderBy: [...SORTS[filters.sort]],
      asOf,
      first: PAGE,
    }),
    [accountId, filters, asOf],
  );

  const load = useCallback(
    async (before: Loaded | null): Promise<void> => {
      const number = (asked.current += 1);
      setLoading(true);
      const answer = await client
        .query(LICENSES, { ...variables, after: before?.cursor ?? null }, { requestPolicy: 'network-only' })
        .toPromise();
      if (number !== asked.current) return;
      setLoading(false);
      setError(answer.error ?? null);
      if (!answer.data) return;
      const { nodes, totalCount, position, pageInfo } = answer.data.licenses;
      if (before === null) setStale(false);
      const page = { total: totalCount, cursor: pageInfo.endCursor ?? null, more: pageInfo.hasNextPage };
      setLoaded((now) => ({
        ...page,
        rows: [...((before && now?.rows) ?? []), ...nodes.map(rowOf)],
        // Pages are read at the moment of the first one: changes since then are still to come.
        position: before?.position ?? position,
      }));
    },
    [client, variables],
  );
  const reload = useCallback(() => void load(null), [load]);
  useEffect(reload, [reload]);

  const start = loaded?.position;
  const live = start !== undefined && asOf === null;
  const notify = useRef(onChange);
  notify.current = onChange;
  useEffect(() => {
    if (!live) return undefined;
    let since = start;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = follow({
      document: LICENSE_CHANGED,
      variables: () => ({ accountId, since }),
      onData: ({ licenseChanged: { position, license } }) => {
        since = position;
        const row = license && rowOf(license);
        if (row) setLoaded((now) => now && { ...now, rows: now.rows.map((old) => (old.id === row.id ? row : old)) });
        clearTimeout(timer);
        timer = setTimeout(() => {
          notify.current();
          // What is on the screen is read again, in its order; a long list that was scrolled through is not pulled away.
          if (rowsNow.current.length <= PAGE) reload();
          else setStale(true);
        }, SETTLE_MS);
      },
      onRefused: setLiveProblem,
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
    // A position that was only moved on by a page that was read again starts no new stream.
  }, [live, accountId, reload]);

  return {
    rows: loaded?.rows ?? NO_ROWS,
    total: loaded?.total ?? null,
    more: loaded?.more ?? false,
    loading,
    error,
    stale,
    liveProblem,
    loadMore: () => {
      if (!loading && loaded?.more === true) void load(loaded);
    },
    reload,
  };
}

const NO_ROWS: readonly LicenseRowFragment[] = [];
