/** `LicenseFilter` and `LicenseSort` as SQL over alias `l`. */
import type { LicenseStatus } from '../../src/domain/license-terms.js';
import { choiceConditions, combined, containing, idConditions, textConditions, timeConditions } from '../filters.js';
import type { FirstKey, SortKey } from '../page.js';
import type { ChoiceFilter, LicenseFilter, LicenseSortField, Sort } from '../queries.js';
import type { Joined, Reading } from '../reading.js';
import { allOf, anyOf, FALSE, joinSql, raw, sql, TRUE, type Sql } from '../sql.js';
import { STATUS_RANK } from './license-rows.js';

const LIVE = new Set<LicenseStatus>(['FREE', 'ACTIVATED']);

export const DEFAULT_LICENSE_ORDER: readonly Sort<LicenseSortField>[] = [{ field: 'LISTED_AT', direction: 'DESC' }];

/** Conditions and keys of one query; the device is joined where one of them asks for it. */
export class LicenseSql {
  readonly #reading: Reading;
  #device: Joined | undefined;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  joins(): Sql {
    return joinSql(this.#device ? [this.#device.join] : [], '');
  }

  /** `orderedByTerm`: what is known of TERM_UNTIL because the list is read in its order; undefined in any other order. */
  where(filter: LicenseFilter, orderedByTerm: FirstKey | undefined): Sql {
    return combined(filter, (part) => this.#conditions(part, orderedByTerm));
  }

  keys(orderBy: readonly Sort<LicenseSortField>[]): readonly SortKey[] {
    const fields = new Set<LicenseSortField>();
    const sorts = (orderBy.length > 0 ? orderBy : DEFAULT_LICENSE_ORDER).filter(({ field }) => {
      const again = fields.has(field);
      fields.add(field);
      return !again;
    });
    return sorts.map(({ field, direction }) => ({ ...this.#key(field), direction }));
  }

  #key(field: LicenseSortField): Omit<SortKey, 'direction'> {
    switch (field) {
      case 'LISTED_AT':
        return { expression: raw('l.listed_at'), nullable: false };
      case 'TERM_UNTIL':
        return { expression: raw('l.term_until'), nullable: true };
      case 'UPDATES_UNTIL':
        return { expression: raw('l.updates_until'), nullable: true };
      case 'PRODUCT':
        return { expression: raw('l.product_folded'), nullable: false };
      case 'STATUS':
        return { expression: statusRank(raw('l.standing'), raw('l.term_until'), this.#reading.at), nullable: false };
      case 'DEVICE_NAME':
        return { expression: this.#onDevice('name_folded'), nullable: true };
    }
  }

  #onDevice(column: string): Sql {
    this.#device ??= this.#reading.joined('device', 'ld', (alias) => sql`${raw(alias)}.id = l.device_id`);
    return this.#device.column(column);
  }

  #conditions(filter: LicenseFilter, orderedByTerm: FirstKey | undefined): readonly Sql[] {
    const conditions: Sql[] = [];
    if (filter.status) conditions.push(this.#status(filter.status, orderedByTerm));
    if (filter.kind) conditions.push(...choiceConditions(raw('l.kind'), filter.kind));
    if (filter.productName) conditions.push(...textConditions(raw('l.product_folded'), filter.productName));
    if (filter.level) conditions.push(...textConditions(raw('l.level_folded'), filter.level));
    if (filter.termUntil) conditions.push(...timeConditions(raw('l.term_until'), filter.termUntil));
    if (filter.updatesUntil) conditions.push(...timeConditions(raw('l.updates_until'), filter.updatesUntil));
    if (filter.deviceId) conditions.push(...idConditions(raw('l.device_id'), filter.deviceId));
    if (filter.databaseId) conditions.push(...idConditions(this.#onDevice('database_id'), filter.databaseId));
    if (filter.licenseId !== undefined) conditions.push(sql`l.id = ${filter.licenseId}`);
    if (filter.orderId !== undefined)
      conditions.push(sql`l.id IN (SELECT license_id FROM license_order_result WHERE order_id = ${filter.orderId})`);
    if (filter.search !== undefined && filter.search.trim() !== '') {
      const { search } = filter;
      const places = [raw('l.search_text'), this.#onDevice('name_folded'), this.#onDevice('code_folded')];
      conditions.push(anyOf(places.map((place) => containing(place, search))));
    }
    return conditions;
  }

  #status(filter: ChoiceFilter<LicenseStatus>, orderedByTerm: FirstKey | undefined): Sql {
    const all = Object.keys(STATUS_RANK) as LicenseStatus[];
    const wanted = all.filter(
      (status) =>
        (filter.eq === undefined || status === filter.eq) &&
        (filter.ne === undefined || status !== filter.ne) &&
        (filter.in?.includes(status) ?? true) &&
        !(filter.notIn?.includes(status) ?? false),
    );
    if (wanted.length === all.length) return TRUE;
    return anyStatus(wanted, this.#reading.at, orderedByTerm);
  }
}

/** Rank of the status at an instant (`licenseStatus` in SQL; a test holds them equal). */
export const statusRank = (standing: Sql, termUntil: Sql, at: number): Sql =>
  sql`CASE WHEN ${standing} <= ${raw(String(STATUS_RANK.ACTIVATED))} AND ${termUntil} <= ${at} THEN ${raw(String(STATUS_RANK.EXPIRED))} ELSE ${standing} END`;

/**
 * Written as ranges, not as the rank, so that in the order of TERM_UNTIL an index begins where the running terms begin. In another order
 * `+` keeps the planner on that order's own index: sorting all licenses of one status would cost more than passing over the others.
 */
function anyStatus(statuses: readonly LicenseStatus[], at: number, orderedByTerm: FirstKey | undefined): Sql {
  const standing = raw(orderedByTerm === undefined ? '+l.standing' : 'l.standing');
  const running = { value: sql`l.term_until > ${at}`, null: TRUE, any: sql`(l.term_until IS NULL OR l.term_until > ${at})` };
  const over = { value: sql`l.term_until <= ${at}`, null: FALSE, any: sql`l.term_until IS NOT NULL AND l.term_until <= ${at}` };
  const term = orderedByTerm ?? 'any';
  const ranks = (some: readonly LicenseStatus[]): Sql =>
    some.length === 1 && some[0]
      ? sql`${standing} = ${STATUS_RANK[some[0]]}`
      : sql`${standing} IN (${raw(some.map((status) => STATUS_RANK[status]).join(', '))})`;
  const live = statuses.filter((status) => LIVE.has(status));
  const closed = statuses.filter((status) => status === 'REPLACED' || status === 'WITHDRAWN');
  const parts: Sql[] = [];
  if (live.length > 0) parts.push(allOf([ranks(live), running[term]]));
  if (closed.length > 0) parts.push(ranks(closed));
  if (statuses.includes('EXPIRED')) parts.push(allOf([ranks([...LIVE]), over[term]]));
  return parts.length === 1 && parts[0] ? parts[0] : anyOf(parts);
}
