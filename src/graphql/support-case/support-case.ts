import { Args, Field, ObjectType } from 'type-graphql';
import { diagnosisOf } from '../../diagnosis/snapshot.js';
import { parseCaseId, type CaseId, type Instant } from '../../domain/ids.js';
import type { SupportCaseStatus } from '../../domain/support-case.js';
import type { Page, PageRequest, SupportCaseRow } from '../../../projections/queries.js';
import { soleAccount } from '../../auth/viewer.js';
import { Account } from '../account/account.js';
import type { GraphqlContext } from '../context.js';
import { readerOf } from '../diagnosis/ask.js';
import { Diagnosis } from '../diagnosis/diagnosis.js';
import { SupportCaseStatusEnum } from '../enums.js';
import { Actor } from '../event/actor.js';
import { EventConnection, historyOf } from '../event/event-connection.js';
import { HistoryArguments } from '../event/history-arguments.js';
import { Node } from '../node/node.js';
import { connectionOf } from '../paging/connection.js';
import { listName } from '../paging/cursor.js';
import { EMPTY_PAGE, planPage, readPage, type PageInput } from '../paging/page.js';
import { accountArgument } from '../read/account-argument.js';
import { presentMoment } from '../read/moments.js';
import { ReadView } from '../read/read-view.js';
import { DateTimeScalar } from '../scalars/date-time.js';
import { shown } from '../texts/shown.js';

@ObjectType('SupportCase', {
  implements: Node,
  simpleResolvers: true,
  description: 'A missing license that support was asked about.',
})
export class SupportCase implements Node {
  readonly #row: SupportCaseRow;
  readonly #view: ReadView;

  readonly id: CaseId;

  @Field(() => SupportCaseStatusEnum, { description: 'Where it stands.' })
  readonly status: SupportCaseStatus;

  @Field(() => String, { nullable: true, description: 'What was written to support.' })
  readonly message: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was opened.' })
  readonly openedAt: Instant;

  @Field(() => Actor, { description: 'Who opened it.' })
  readonly openedBy: Actor;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was resolved; null while it is open.' })
  readonly resolvedAt: Instant | null;

  @Field(() => Actor, {
    nullable: true,
    description: 'Who resolved it; an actor without a role where it resolved itself; null while it is open.',
  })
  readonly resolvedBy: Actor | null;

  @Field(() => String, { nullable: true, description: 'What support has done; null where it resolved itself.' })
  readonly note: string | null;

  constructor(row: SupportCaseRow, view: ReadView) {
    const { language } = view.context;
    this.#row = row;
    this.#view = view;
    this.id = row.id;
    this.status = row.status;
    this.message = row.message && shown(row.message, language);
    this.openedAt = row.openedAt;
    this.openedBy = new Actor(row.openedBy, language);
    this.resolvedAt = row.resolvedAt;
    this.resolvedBy = row.resolvedBy && new Actor(row.resolvedBy, language);
    this.note = row.note && shown(row.note, language);
  }

  @Field(() => Account, { description: 'Whose it is.' })
  get account(): Account {
    const row = this.#view.account(this.#row.accountId);
    if (!row) throw new Error('a case is opened in an account, and seen by whoever reaches it');
    return new Account(row, this.#view.context);
  }

  @Field(() => EventConnection, {
    description: 'What happened to it, and what named it, in the order of the log, up to the moment that it is read at.',
  })
  history(@Args(() => HistoryArguments) page: HistoryArguments): Promise<InstanceType<typeof EventConnection>> {
    return historyOf(this.#view, this.#row.accountId, this.id, page);
  }

  @Field(() => [Diagnosis], {
    description: "What was found when it was opened, and later ones; their texts are in the asker's language.",
  })
  get diagnoses(): Promise<readonly Diagnosis[]> {
    const reader = readerOf(this.#view, this.#row.accountId);
    const { eventAt } = this.#view.context;
    return Promise.all(this.#row.diagnoses.map(async (snapshot) => new Diagnosis(await diagnosisOf(snapshot, eventAt), reader)));
  }
}

export const SupportCaseConnection = connectionOf<SupportCase>({
  name: 'SupportCase',
  node: () => SupportCase,
  plural: 'support cases',
  positioned: false,
});

/** Null for what the viewer does not reach, as for what does not exist. */
export function supportCaseNode(text: string, view: ReadView): SupportCase | null {
  const id = parseCaseId(text);
  const row = id && view.may('Query.supportCases') ? view.context.queries.supportCaseById(id) : undefined;
  return row && view.reaches(row.accountId) ? new SupportCase(row, view) : null;
}

/** Of one account newest first; of several a queue. They are not temporal: a cursor's moment does not matter. */
export function listSupportCases(
  context: GraphqlContext,
  accountId: string | null | undefined,
  status: SupportCaseStatus | undefined,
  input: PageInput,
): InstanceType<typeof SupportCaseConnection> {
  const { queries, viewer } = context;
  const several = (accountId === null || accountId === undefined) && soleAccount(viewer) === undefined;
  const account = several ? undefined : accountArgument(context, accountId);
  const plan = planPage(context, input, listName('supportCases', several ? 'all' : (account ?? null), status ?? null));
  const view = new ReadView(context, presentMoment(context));
  const which = status === undefined ? {} : { status };
  const rows = (request: PageRequest): Page<SupportCaseRow> =>
    account === undefined
      ? queries.supportCaseQueue(viewer.accounts, { ...request, ...which })
      : queries.supportCases(account, { ...request, ...which });
  const count = (): number =>
    account === undefined ? queries.countSupportCaseQueue(viewer.accounts, status) : queries.countSupportCases(account, status);
  const nothing = account === undefined && !several;
  return SupportCaseConnection.of<SupportCaseRow>({
    page: nothing ? EMPTY_PAGE : readPage(plan, view.at, rows),
    node: (row) => new SupportCase(row, view),
    count: () => (nothing ? 0 : count()),
    position: null,
  });
}
