import { Args, Field, ObjectType } from 'type-graphql';
import { parseUploadId, type Instant, type UploadId } from '../../domain/ids.js';
import type { UploadResultRow, UploadRow } from '../../../projections/queries.js';
import type { GraphqlContext } from '../context.js';
import { Actor } from '../event/actor.js';
import { Node } from '../node/node.js';
import { connectionOf } from '../paging/connection.js';
import { listName } from '../paging/cursor.js';
import { EMPTY_PAGE, planPage, readPage, type PageInput } from '../paging/page.js';
import { ForwardPageArguments } from '../paging/page-arguments.js';
import { accountArgument } from '../read/account-argument.js';
import { presentMoment } from '../read/moments.js';
import { ReadView } from '../read/read-view.js';
import { DateTimeScalar } from '../scalars/date-time.js';
import { AddLicenseResult } from './add-license-result.js';

export const AddLicenseResultConnection = connectionOf<AddLicenseResult>({
  name: 'AddLicenseResult',
  node: () => AddLicenseResult,
  plural: 'results of an upload',
  positioned: false,
});

@ObjectType('Upload', {
  implements: Node,
  simpleResolvers: true,
  description: 'Codes or files that were brought at one time, and what came of each.',
})
export class Upload implements Node {
  readonly #view: ReadView;

  readonly id: UploadId;

  @Field(() => DateTimeScalar, { description: 'When it came.' })
  readonly receivedAt: Instant;

  @Field(() => Actor, { description: 'Who brought it.' })
  readonly actor: Actor;

  @Field(() => Boolean, { description: 'Every item has its result.' })
  readonly finished: boolean;

  constructor(row: UploadRow, view: ReadView) {
    this.#view = view;
    this.id = row.id;
    this.receivedAt = row.receivedAt;
    this.actor = new Actor(row.actor, view.context.language);
    this.finished = row.finished;
  }

  @Field(() => AddLicenseResultConnection, { description: 'One result a code, or a license of a file, in their order.' })
  results(@Args(() => ForwardPageArguments) input: ForwardPageArguments): InstanceType<typeof AddLicenseResultConnection> {
    const { context } = this.#view;
    const plan = planPage(context, input, listName('Upload.results', this.id));
    const page = readPage<UploadResultRow>(plan, this.#view.at, (request) => context.queries.uploadResults(this.id, request));
    for (const { licenseId } of page.rows) this.#view.wantLicense(licenseId);
    return AddLicenseResultConnection.of<UploadResultRow>({
      page,
      node: (row) => new AddLicenseResult(row, this.#view),
      count: () => context.queries.countUploadResults(this.id),
      position: null,
    });
  }
}

export const UploadConnection = connectionOf<Upload>({
  name: 'Upload',
  node: () => Upload,
  plural: 'uploads',
  positioned: false,
});

/** Null for what the viewer does not reach, as for what does not exist. */
export function uploadNode(text: string, view: ReadView): Upload | null {
  const id = parseUploadId(text);
  const row = id && view.may('Query.uploads') ? view.context.queries.uploadById(id) : undefined;
  return row && view.reaches(row.accountId) ? new Upload(row, view) : null;
}

/** Newest first. They only ever grow: a cursor's moment does not matter. */
export function listUploads(
  context: GraphqlContext,
  accountId: string | null | undefined,
  input: PageInput,
): InstanceType<typeof UploadConnection> {
  const account = accountArgument(context, accountId);
  const { queries } = context;
  const plan = planPage(context, input, listName('uploads', account ?? null));
  const view = new ReadView(context, presentMoment(context));
  return UploadConnection.of<UploadRow>({
    page: account === undefined ? EMPTY_PAGE : readPage(plan, view.at, (request) => queries.uploads(account, request)),
    node: (row) => new Upload(row, view),
    count: () => (account === undefined ? 0 : queries.countUploads(account)),
    position: null,
  });
}
