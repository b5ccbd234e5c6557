/** The filters of the list, as they stand in the address: a saved view is a bookmark. */
import type { LicenseKind, LicenseSort, LicenseStatus, LicenseWhere } from '../gql/graphql.ts';

export const STATUSES: readonly LicenseStatus[] = ['FREE', 'ACTIVATED', 'EXPIRED', 'REPLACED', 'WITHDRAWN'];
export const KINDS: readonly LicenseKind[] = ['CLOUD', 'MAIN'];
export const ENDING_WITHIN = [30, 14, 7, 1] as const;
const DAY_MS = 86_400_000;

/** Each in the direction that is looked for most. */
export const SORTS = {
  listed: { field: 'LISTED_AT', direction: 'DESC' },
  product: { field: 'PRODUCT', direction: 'ASC' },
  status: { field: 'STATUS', direction: 'ASC' },
  device: { field: 'DEVICE_NAME', direction: 'ASC' },
  term: { field: 'TERM_UNTIL', direction: 'ASC' },
  updates: { field: 'UPDATES_UNTIL', direction: 'ASC' },
} as const satisfies Readonly<Record<string, LicenseSort>>;
export type SortName = keyof typeof SORTS;
export const SORT_NAMES = Object.keys(SORTS) as readonly SortName[];

export interface Filters {
  readonly status: LicenseStatus | null;
  readonly kind: LicenseKind | null;
  readonly product: string | null;
  readonly endingWithin: number | null;
  readonly search: string;
  readonly deviceId: string | null;
  readonly databaseId: string | null;
  readonly sort: SortName;
  /** Against the direction of the order. */
  readonly reversed: boolean;
}

/** Parameters of the address that filter; the others are none of theirs. */
export const FILTER_PARAMETERS = ['status', 'kind', 'product', 'ending', 'q', 'device', 'database'] as const;
export const ORDER_PARAMETERS = ['sort', 'reversed'] as const;

const oneOf = <Known extends string>(known: readonly Known[], value: string | null): Known | null =>
  known.find((each) => each === value) ?? null;

export function filtersOf(search: string): Filters {
  const given = new URLSearchParams(search);
  return {
    status: oneOf(STATUSES, given.get('status')),
    kind: oneOf(KINDS, given.get('kind')),
    product: given.get('product') || null,
    endingWithin: ENDING_WITHIN.find((days) => String(days) === given.get('ending')) ?? null,
    search: given.get('q') ?? '',
    deviceId: given.get('device') || null,
    databaseId: given.get('database') || null,
    sort: oneOf(SORT_NAMES, given.get('sort')) ?? 'listed',
    reversed: given.get('reversed') === 'yes',
  };
}

export const areFiltering = (filters: Filters): boolean => Object.keys(whereOf(filters, 0)).length > 0;

/** `now`: the moment that the list is read at, in milliseconds since 1970. */
export function whereOf(filters: Filters, now: number): LicenseWhere {
  const { status, kind, product, endingWithin, search, deviceId, databaseId } = filters;
  return {
    ...(status && { status: { eq: status } }),
    ...(kind && { kind: { eq: kind } }),
    ...(product !== null && { productName: { eq: product } }),
    ...(search !== '' && { search }),
    ...(deviceId !== null && { deviceId: { eq: deviceId } }),
    ...(databaseId !== null && { databaseId: { eq: databaseId } }),
    ...(endingWithin !== null && { or: ending(endingWithin, now) }),
  };
}

/** Either clock: a customer who looks for what ends means both. */
function ending(days: number, now: number): readonly LicenseWhere[] {
  const within = { gte: new Date(now).toISOString(), lte: new Date(now + days * DAY_MS).toISOString() };
  return [{ termUntil: within }, { updatesUntil: within }];
}

export const orderOf = ({ sort, reversed }: Filters): readonly LicenseSort[] => {
  const { field, direction } = SORTS[sort];
  return [{ field, direction: reversed ? (direction === 'ASC' ? 'DESC' : 'ASC') : direction }];
};
