/** What became of a list between two moments: licenses that came, went or changed, each with the events that did it. */
import { Field, ObjectType } from 'type-graphql';
import type { AccountId, LicenseId } from '../../domain/ids.js';
import type { LicenseRow } from '../../../projections/queries.js';
import { DiffKindEnum } from '../enums.js';
import { eventsBetween } from '../event/event-connection.js';
import { Event } from '../event/event.js';
import type { ReadView } from '../read/read-view.js';
import { License } from './license.js';

export type DiffKind = 'CAME' | 'WENT' | 'CHANGED';

/** The same list at two moments. */
export interface Compared {
  readonly account: AccountId;
  readonly from: ReadView;
  readonly to: ReadView;
}

export interface DiffRow {
  readonly id: LicenseId;
  /** Null: it was not in the list. */
  readonly before: License | null;
  readonly after: License | null;
  readonly changedFields: readonly string[];
}

/** Fields of `License` that tell one state of it from another, with what of them is compared. */
const FIELDS: Readonly<Record<string, (license: License) => unknown>> = {
  status: ({ status }) => status,
  product: ({ product }) => product,
  term: ({ term }) => term,
  updatesUntil: ({ updatesUntil }) => updatesUntil,
  updatesActive: ({ updatesActive }) => updatesActive,
  demo: ({ demo }) => demo,
  source: ({ source }) => source,
  listedAt: ({ listedAt }) => listedAt,
  activatedAt: ({ activatedAt }) => activatedAt,
  device: ({ device }) => device?.id,
  database: ({ database }) => database?.id,
  replaces: ({ replaces }) => replaces?.id,
  replacedBy: ({ replacedBy }) => replacedBy?.id,
};

/** Of these licenses those that differ; in the order of the ids. */
export function diffRows({ account, from, to }: Compared, ids: readonly LicenseId[]): readonly DiffRow[] {
  const before = listedAt(from, account, ids);
  const after = listedAt(to, account, ids);
  return ids.flatMap((id) => {
    const [was, is] = [before.get(id) ?? null, after.get(id) ?? null];
    if (!was && !is) return [];
    const changedFields = was && is ? changed(was, is) : [];
    return was && is && changedFields.length === 0 ? [] : [{ id, before: was, after: is, changedFields }];
  });
}

function listedAt(view: ReadView, account: AccountId, ids: readonly LicenseId[]): ReadonlyMap<LicenseId, License> {
  const listed = (row: LicenseRow): boolean => row.source !== null && row.accountId === account;
  const rows = [...view.context.queries.licensesById(view.moment, ids).values()].filter(listed);
  view.addLicenses(rows);
  return new Map(rows.map((row) => [row.id, new License(row, view)]));
}

const changed = (was: License, is: License): readonly string[] =>
  Object.entries(FIELDS)
    .filter(([, valueOf]) => JSON.stringify(valueOf(was)) !== JSON.stringify(valueOf(is)))
    .map(([field]) => field);

@ObjectType('LicenseDiff', {
  simpleResolvers: true,
  description: 'A license that came into the list, left it, or changed in it between two moments.',
})
export class LicenseDiff {
  readonly #id: LicenseId;
  readonly #compared: Compared;

  @Field(() => DiffKindEnum, { description: 'What became of it.' })
  readonly kind: DiffKind;

  @Field(() => License, { nullable: true, description: 'As it was at the earlier moment; null where it came.' })
  readonly before: License | null;

  @Field(() => License, { nullable: true, description: 'As it was at the later moment; null where it went.' })
  readonly after: License | null;

  @Field(() => [String], { description: 'The fields of License that differ; none where it came or went.' })
  readonly changedFields: readonly string[];

  constructor(row: DiffRow, compared: Compared) {
    this.#id = row.id;
    this.#compared = compared;
    this.kind = !row.before ? 'CAME' : !row.after ? 'WENT' : 'CHANGED';
    this.before = row.before;
    this.after = row.after;
    this.changedFields = row.changedFields;
  }

  @Field(() => [Event], {
    description:
      'What happened to it in between, in the order of the log, at most the last 200; none where only a clock ran out, or only its device did something.',
  })
  get events(): Promise<readonly Event[]> {
    const { account, from, to } = this.#compared;
    return eventsBetween(to, { account, subject: this.#id, unowned: true }, from.moment.position);
  }
}
