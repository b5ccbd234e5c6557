import { Args, Field, Float, Int, ObjectType } from 'type-graphql';
import { CAUSE_CODES, type CauseCode } from '../../diagnosis/cause.js';
import type { Instant } from '../../domain/ids.js';
import type { CauseFeedback as CauseRow, CommentRow } from '../../../projections/queries.js';
import { Account, accountNode } from '../account/account.js';
import type { GraphqlContext } from '../context.js';
import { CauseCodeEnum } from '../diagnosis/enums.js';
import { connectionOf } from '../paging/connection.js';
import { listName } from '../paging/cursor.js';
import { planPage, readPage } from '../paging/page.js';
import { ForwardPageArguments } from '../paging/page-arguments.js';
import { presentMoment } from '../read/moments.js';
import { DateTimeScalar } from '../scalars/date-time.js';
import { causeTitle } from '../texts/diagnosis/diagnosis-texts.js';
import type { Language } from '../texts/language.js';
import { shown } from '../texts/shown.js';

/** Causes that this build knows: an older or newer one may have known others. */
const knownCauses = (codes: readonly string[]): readonly CauseCode[] => CAUSE_CODES.filter((code) => codes.includes(code));

const share = (rated: number, helped: number): number | null => (rated === 0 ? null : helped / rated);

@ObjectType('CauseFeedback', { simpleResolvers: true, description: 'How diagnoses that showed one cause were rated.' })
export class CauseFeedback {
  @Field(() => CauseCodeEnum, { description: 'The cause.' })
  readonly code: CauseCode;

  @Field(() => String, { description: "The cause in a few words, in the asker's language." })
  readonly title: string;

  @Field(() => Int, { description: 'Diagnoses with that cause that were rated.' })
  readonly rated: number;

  @Field(() => Int, { description: 'Those of them that helped.' })
  readonly helped: number;

  @Field(() => Float, { nullable: true, description: 'The share that helped, from 0 to 1; null where none was rated.' })
  readonly share: number | null;

  constructor(code: CauseCode, { rated, helped }: CauseRow, language: Language) {
    this.code = code;
    this.title = causeTitle(code, language);
    this.rated = rated;
    this.helped = helped;
    this.share = share(rated, helped);
  }
}

@ObjectType('DiagnosisComment', { simpleResolvers: true, description: 'What somebody wrote about a diagnosis.' })
export class DiagnosisComment {
  @Field(() => Account, { nullable: true, description: 'The account that it was about.' })
  readonly account: Account | null;

  @Field(() => Boolean, { description: 'It helped.' })
  readonly helped: boolean;

  @Field(() => [CauseCodeEnum], { description: 'The causes that were shown.' })
  readonly causes: readonly CauseCode[];

  @Field(() => String, { description: 'What was written.' })
  readonly comment: string;

  @Field(() => DateTimeScalar, { description: 'When.' })
  readonly ratedAt: Instant;

  constructor(row: CommentRow, context: GraphqlContext) {
    this.account = accountNode(context, row.accountId);
    this.helped = row.helped;
    this.causes = knownCauses(row.causes);
    this.comment = shown(row.comment, context.language);
    this.ratedAt = row.ratedAt;
  }
}

export const DiagnosisCommentConnection = connectionOf<DiagnosisComment>({
  name: 'DiagnosisComment',
  node: () => DiagnosisComment,
  plural: 'comments on diagnoses',
  positioned: false,
});

@ObjectType('DiagnosisFeedback', {
  simpleResolvers: true,
  description: 'Did the diagnoses help? Of the accounts that the viewer reaches.',
})
export class DiagnosisFeedback {
  readonly #context: GraphqlContext;

  @Field(() => Int, { description: 'Diagnoses that were rated.' })
  readonly rated: number;

  @Field(() => Int, { description: 'Those of them that helped.' })
  readonly helped: number;

  @Field(() => Float, { nullable: true, description: 'The share that helped, from 0 to 1; null where none was rated.' })
  readonly share: number | null;

  constructor(context: GraphqlContext) {
    const { rated, helped } = context.queries.feedbackTotals(context.viewer.accounts);
    this.#context = context;
    this.rated = rated;
    this.helped = helped;
    this.share = share(rated, helped);
  }

  @Field(() => [CauseFeedback], { description: 'The same for each cause that was shown, in the order of the causes.' })
  get byCause(): readonly CauseFeedback[] {
    const { queries, viewer, language } = this.#context;
    const rows = new Map(queries.feedbackByCause(viewer.accounts).map((row) => [row.code, row]));
    return CAUSE_CODES.flatMap((code) => {
      const row = rows.get(code);
      return row ? [new CauseFeedback(code, row, language)] : [];
    });
  }

  @Field(() => DiagnosisCommentConnection, { description: 'What people wrote, newest first.' })
  comments(@Args(() => ForwardPageArguments) input: ForwardPageArguments): InstanceType<typeof DiagnosisCommentConnection> {
    const context = this.#context;
    const { queries, viewer } = context;
    const plan = planPage(context, input, listName('DiagnosisFeedback.comments', null));
    const page = readPage<CommentRow>(plan, presentMoment(context), (request) =>
      queries.diagnosisComments(viewer.accounts, request),
    );
    return DiagnosisCommentConnection.of<CommentRow>({
      page,
      node: (row) => new DiagnosisComment(row, context),
      count: () => queries.countDiagnosisComments(viewer.accounts),
      position: null,
    });
  }
}
