/** `DeviceFilter` and `DeviceSort` as SQL over alias `d`. */
import type { DatabaseId } from '../../src/domain/ids.js';
import type { DeviceMode } from '../../src/domain/device-mode.js';
import { choiceConditions, combined, containing, idConditions } from '../filters.js';
import type { SortKey } from '../page.js';
import type { ChoiceFilter, DeviceFilter, DeviceSortField, Sort } from '../queries.js';
import type { Joined, Reading } from '../reading.js';
import { joinSql, raw, sql, type Sql } from '../sql.js';
import { lastReportedAt } from './device-reports.js';
import { databaseOfDevice, licenseOfDevice, MODE_RANK, modeRank } from './device-mode-sql.js';

export const DEFAULT_DEVICE_ORDER: readonly Sort<DeviceSortField>[] = [{ field: 'NAME', direction: 'ASC' }];

export class DeviceSql {
  readonly #reading: Reading;
  /** Asked for at most once, and only where the mode matters. */
  readonly #lapsedBases: () => readonly DatabaseId[];
  #license: Joined | undefined;
  #database: Joined | undefined;
  #lapsed: readonly DatabaseId[] | undefined;

  constructor(reading: Reading, lapsed: () => readonly DatabaseId[]) {
    this.#reading = reading;
    this.#lapsedBases = lapsed;
  }

  joins(): Sql {
    return joinSql(
      [this.#license, this.#database].flatMap((joined) => (joined ? [joined.join] : [])),
      '',
    );
  }

  where(filter: DeviceFilter): Sql {
    return combined(filter, (part) => this.#conditions(part));
  }

  keys(orderBy: readonly Sort<DeviceSortField>[]): readonly SortKey[] {
    const fields = new Set<DeviceSortField>();
    const sorts = (orderBy.length > 0 ? orderBy : DEFAULT_DEVICE_ORDER).filter(({ field }) => {
      const again = fields.has(field);
      fields.add(field);
      return !again;
    });
    return sorts.map(({ field, direction }) => ({ ...this.#key(field), direction }));
  }

  #key(field: DeviceSortField): Omit<SortKey, 'direction'> {
    switch (field) {
      case 'NAME':
        return { expression: raw('d.name_folded'), nullable: true };
      case 'CODE':
        return { expression: raw('d.code_folded'), nullable: false };
      case 'CONNECTED_AT':
        return { expression: raw('d.connected_at'), nullable: false };
      case 'LAST_REPORTED_AT':
        return { expression: lastReportedAt(this.#reading), nullable: false };
      case 'MODE':
        return { expression: this.#mode(), nullable: true };
    }
  }

  #licenseJoin(): Joined {
    return (this.#license ??= licenseOfDevice(this.#reading, 'd', 'dl'));
  }

  #mode(): Sql {
    this.#database ??= databaseOfDevice(this.#reading, 'd', 'db');
    this.#lapsed ??= this.#lapsedBases();
    return sql`(${modeRank('d', this.#licenseJoin(), this.#database, this.#lapsed, this.#reading.at)})`;
  }

  #conditions(filter: DeviceFilter): readonly Sql[] {
    const conditions: Sql[] = [];
    if (filter.databaseId) conditions.push(...idConditions(raw('d.database_id'), filter.databaseId));
    if (filter.mode) conditions.push(...choiceConditions(this.#mode(), ranks(filter.mode)));
    if (filter.hasLicense !== undefined) {
      const license = this.#licenseJoin().column('id');
      conditions.push(filter.hasLicense ? sql`${license} IS NOT NULL` : sql`${license} IS NULL`);
    }
    if (filter.search !== undefined && filter.search.trim() !== '')
      conditions.push(containing(raw('d.search_text'), filter.search));
    return conditions;
  }
}

function ranks(filter: ChoiceFilter<DeviceMode>): ChoiceFilter<number> {
  return {
    ...(filter.eq !== undefined && { eq: MODE_RANK[filter.eq] }),
    ...(filter.ne !== undefined && { ne: MODE_RANK[filter.ne] }),
    ...(filter.in !== undefined && { in: filter.in.map((mode) => MODE_RANK[mode]) }),
    ...(filter.notIn !== undefined && { notIn: filter.notIn.map((mode) => MODE_RANK[mode]) }),
  };
}
