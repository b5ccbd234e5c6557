/** The columns of a license's row, how they come from the fold of its stream, and what a query answers from them. */
import type { AccountId, DeviceId, LicenseId } from '../../src/domain/ids.js';
import type { LicenseKind, LicenseStatus, Term, Updates } from '../../src/domain/license-terms.js';
import { licenseFacts, type LicenseState } from '../../src/domain/license.js';
import type { LicenseSource } from '../../src/domain/listing-rule.js';
import { foldText } from '../../src/domain/product.js';
import { instantAt, instantOrNull } from '../instants.js';
import { searchText } from '../personal-columns.js';
import type { LicenseRow } from '../queries.js';
import type { ColumnTypes } from '../temporal-table.js';
import { millisOrNull } from '../view.js';

/** Times in milliseconds since 1970, flags as 0 and 1. */
export interface LicenseColumns {
  readonly id: string;
  readonly account_id: string | null;
  /** The holder where the license is in its list, else null: what lists and their indexes go by. */
  readonly list_account: string | null;
  readonly source: string | null;
  readonly listed_at: number | null;
  readonly last_group: string;
  readonly kind: string;
  readonly product_name: string;
  readonly product_level: string | null;
  readonly product_configuration: string | null;
  readonly product_sku: string | null;
  readonly product_folded: string;
  readonly level_folded: string | null;
  readonly search_text: string;
  readonly demo: number;
  readonly perpetual: number;
  readonly term_from: number | null;
  readonly term_until: number | null;
  readonly term_months: number | null;
  /** 1: there is an update subscription, running, ended or waiting. */
  readonly has_updates: number;
  readonly updates_until: number | null;
  readonly updates_months: number | null;
  readonly activated_at: number | null;
  readonly device_id: string | null;
  readonly standing: number;
  readonly replaced_by: string | null;
  readonly replaces: string | null;
}

export const LICENSE_COLUMNS: ColumnTypes<LicenseColumns> = {
  id: 'TEXT',
  account_id: 'TEXT',
  list_account: 'TEXT',
  source: 'TEXT',
  listed_at: 'INTEGER',
  last_group: 'TEXT',
  kind: 'TEXT',
  product_name: 'TEXT',
  product_level: 'TEXT',
  product_configuration: 'TEXT',
  product_sku: 'TEXT',
  product_folded: 'TEXT',
  level_folded: 'TEXT',
  search_text: 'TEXT',
  demo: 'INTEGER',
  perpetual: 'INTEGER',
  term_from: 'INTEGER',
  term_until: 'INTEGER',
  term_months: 'INTEGER',
  has_updates: 'INTEGER',
  updates_until: 'INTEGER',
  updates_months: 'INTEGER',
  activated_at: 'INTEGER',
  device_id: 'TEXT',
  standing: 'INTEGER',
  replaced_by: 'TEXT',
  replaces: 'TEXT',
};

/** Order of STATUS. A row's `standing` is its status as far as no clock decides it: never EXPIRED. */
export const STATUS_RANK: Readonly<Record<LicenseStatus, number>> = {
  FREE: 0,
  ACTIVATED: 1,
  EXPIRED: 2,
  REPLACED: 3,
  WITHDRAWN: 4,
};

export const STATUS_OF_RANK: readonly LicenseStatus[] = ['FREE', 'ACTIVATED', 'EXPIRED', 'REPLACED', 'WITHDRAWN'];

function standing(state: LicenseState): number {
  const { withdrawn, replaced, activated } = licenseFacts(state);
  if (withdrawn) return STATUS_RANK.WITHDRAWN;
  if (replaced) return STATUS_RANK.REPLACED;
  return activated ? STATUS_RANK.ACTIVATED : STATUS_RANK.FREE;
}

/** What the fold of the license's own stream does not tell. */
export interface Listing {
  readonly source: LicenseSource | null;
  readonly listedAt: number | null;
  readonly activatedAt: number | null;
}

export function licenseColumns(id: LicenseId, state: LicenseState, { source, listedAt, activatedAt }: Listing): LicenseColumns {
  const { product, term, updates, code } = state;
  return {
    id,
    account_id: state.holder,
    list_account: source === null ? null : state.holder,
    source,
    listed_at: listedAt,
    last_group: code.lastGroup,
    kind: state.kind,
    product_name: product.name,
    product_level: product.level,
    product_configuration: product.configuration,
    product_sku: product.sku,
    product_folded: foldText(product.name),
    level_folded: product.level === null ? null : foldText(product.level),
    search_text: searchText([product.name, product.level, product.configuration, product.sku, code.lastGroup]),
    demo: Number(state.demo),
    perpetual: Number(term.perpetual),
    term_from: 'from' in term ? millisOrNull(term.from) : null,
    term_until: 'until' in term ? millisOrNull(term.until) : null,
    term_months: 'months' in term ? term.months : null,
    has_updates: Number(updates !== null),
    updates_until: updates && 'until' in updates ? millisOrNull(updates.until) : null,
    updates_months: updates && 'months' in updates ? updates.months : null,
    activated_at: activatedAt,
    device_id: state.device?.deviceId ?? null,
    standing: standing(state),
    replaced_by: state.replacedBy,
    replaces: state.replaces,
  };
}

/** What a query reads of a license. */
export const LICENSE_SELECT = [
  'id',
  'account_id',
  'source',
  'listed_at',
  'last_group',
  'kind',
  'product_name',
  'product_level',
  'product_configuration',
  'product_sku',
  'demo',
  'perpetual',
  'term_from',
  'term_until',
  'term_months',
  'has_updates',
  'updates_until',
  'updates_months',
  'activated_at',
  'device_id',
  'standing',
  'replaced_by',
  'replaces',
  'from_position',
] as const;

export type LicenseRecord = Pick<LicenseColumns, Exclude<(typeof LICENSE_SELECT)[number], 'from_position'>> & {
  readonly from_position: number;
};

export function termOf(record: Pick<LicenseRecord, 'perpetual' | 'term_from' | 'term_until' | 'term_months'>): Term {
  if (record.perpetual) return { perpetual: true };
  if (record.term_months !== null) return { perpetual: false, months: record.term_months };
  return { perpetual: false, from: instantAt(record.term_from ?? 0), until: instantAt(record.term_until ?? 0) };
}

export function updatesOf(record: Pick<LicenseRecord, 'has_updates' | 'updates_until' | 'updates_months'>): Updates {
  if (!record.has_updates) return null;
  if (record.updates_months !== null) return { months: record.updates_months };
  return { until: instantAt(record.updates_until ?? 0) };
}

export const licenseRow = (record: LicenseRecord): LicenseRow => ({
  id: record.id as LicenseId,
  accountId: record.account_id as AccountId | null,
  lastGroup: record.last_group,
  kind: record.kind as LicenseKind,
  product: {
    name: record.product_name,
    level: record.product_level,
    configuration: record.product_configuration,
    sku: record.product_sku,
  },
  demo: record.demo === 1,
  term: termOf(record),
  updates: updatesOf(record),
  source: record.source as LicenseSource | null,
  listedAt: instantOrNull(record.listed_at),
  activatedAt: instantOrNull(record.activated_at),
  deviceId: record.device_id as DeviceId | null,
  withdrawn: record.standing === STATUS_RANK.WITHDRAWN,
  replacedBy: record.replaced_by as LicenseId | null,
  replaces: record.replaces as LicenseId | null,
  position: record.from_position,
});
