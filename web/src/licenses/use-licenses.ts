/** The list of licenses at the filters and the moment of the address, kept up to date by the stream of changes. */
import { useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { useClient } from 'urql';
import type { CombinedError } from '@urql/core';
import { useScope } from '../app/scope.ts';
import { useAccountId } from '../app/viewer.ts';
import { connectionState, onConnectionChange } from '../api/connection.ts';
import { follow } from '../api/live.ts';
import type { LicenseRowFragment } from '../gql/graphql.ts';
import { LICENSE_CHANGED } from './documents.ts';
import { orderOf, whereOf, type Filters } from './filters.ts';
import { licenseSource, rowOf, type LicenseQuery } from './license-source.ts';
import { ListReader, type ListState } from './list-reader.ts';
import { PAGE } from './paged-rows.ts';

/** A burst of changes is one look at the list. */
const SETTLE_MS = 300;

export interface LicenseList {
  readonly query: LicenseQuery;
  /** Null: not known yet. */
  readonly total: number | null;
  /** Undefined: not read yet. */
  readonly row: (index: number) => LicenseRowFragment | undefined;
  /** Those that are held at the moment. */
  readonly held: () => readonly LicenseRowFragment[];
  readonly loading: boolean;
  readonly error: CombinedError | null;
  readonly move: ListState<LicenseRowFragment>['move'];
  /** Ids of licenses that have left the list since it was read. */
  readonly gone: ReadonlySet<string>;
  /** Something changed beyond what can be put in its place in a list that is scrolled through. */
  readonly stale: boolean;
  readonly liveProblem: string | null;
  /** These rows are on the screen. */
  readonly show: (first: number, last: number) => void;
  readonly reload: () => void;
  readonly retry: () => void;
}

/** `onChange`: something in the account's list changed, whether it is loaded or not. */
export function useLicenses(filters: Filters, onChange: () => void): LicenseList {
  const client = useClient();
  const accountId = useAccountId();
  const { asOf } = useScope();
  const [, changed] = useReducer((count: number) => count + 1, 0);
  const [reader] = useState(() => new ListReader<LicenseRowFragment>(() => changed()));
  const [liveProblem, setLiveProblem] = useState<string | null>(null);
  const [stale, setStale] = useState(false);
  const [gone, setGone] = useState<ReadonlySet<string>>(NONE);
  const firstShown = useRef(0);

  const query = useMemo<LicenseQuery>(
    () => ({
      accountId,
      where: whereOf(filters, asOf?.time ? Date.parse(asOf.time) : Date.now()),
      orderBy: [...orderOf(filters)],
      asOf,
    }),
    [accountId, filters, asOf],
  );
  const opened = useRef<LicenseQuery | null>(null);
  useEffect(() => {
    const isOther = opened.current !== query;
    opened.current = query;
    const source = licenseSource(client, query);
    if (isOther) reader.open(source);
    else reader.translate(source);
  }, [client, query]);
  useEffect(() => () => reader.close(), []);
  useEffect(() => onConnectionChange(() => connectionState() === 'online' && reader.retry()), []);

  const { rows, position, loading, error, move } = reader.state;
  useEffect(() => {
    setStale(false);
    setGone(NONE);
  }, [rows]);

  const live = position !== null && asOf === null;
  const notify = useRef(onChange);
  notify.current = onChange;
  useEffect(() => {
    if (!live) return undefined;
    let since = position;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = follow({
      document: LICENSE_CHANGED,
      variables: () => ({ accountId, since }),
      onData: ({ licenseChanged }) => {
        since = licenseChanged.position;
        const { license, removedLicenseId } = licenseChanged;
        if (license) reader.replace(rowOf(license));
        if (removedLicenseId !== null) setGone((before) => new Set([...before, removedLicenseId]));
        clearTimeout(timer);
        timer = setTimeout(() => {
          notify.current();
          // What is on the screen is read again, in its order; a long list that is scrolled through is not pulled away.
          if (firstShown.current === 0 || (reader.state.rows?.total ?? 0) <= PAGE) reader.reload();
          else setStale(true);
        }, SETTLE_MS);
      },
      onRefused: setLiveProblem,
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
    // A position that was only moved on by a list that was read again starts no new stream.
  }, [live, accountId, client]);

  return {
    query,
    total: rows?.total ?? null,
    row: (index) => rows?.row(index),
    held: () => rows?.rows() ?? [],
    loading,
    error,
    move,
    gone,
    stale,
    liveProblem,
    show: (first, last) => {
      firstShown.current = first;
      reader.show(first, last);
    },
    reload: () => reader.reload(),
    retry: () => reader.retry(),
  };
}

const NONE: ReadonlySet<string> = new Set();
