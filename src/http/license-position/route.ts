/**
 * `GET /license-position?format=csv|xlsx|html`: the query `licensePosition` as a file or a page to print. `accountId` may be left out by whoever
 * has exactly one; `time` and `position` are those of `asOf`.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { execute, parse } from 'graphql';
import { soleAccount } from '../../auth/viewer.js';
import type { GraphqlContext, GraphqlDeps } from '../../graphql/context.js';
import { originOf } from '../../graphql/origin.js';
import { buildKabinetSchema } from '../../graphql/schema.js';
import { requireViewer } from '../authenticate.js';
import { asHttpError } from '../graphql-errors.js';
import { HttpError } from '../http-errors.js';
import { languageOf } from '../language.js';
import { HTTP_TEXTS } from '../texts.js';
import { positionCsv } from './position-csv.js';
import { POSITION_PAGE_POLICY, positionPage } from './position-page.js';
import { positionTable, type PositionAnswer } from './position-table.js';
import { positionXlsx } from './position-xlsx.js';

const COUNTS = 'owned active free expired replaced withdrawn updatesEnded';
const DOCUMENT = parse(`
  query Position($accountId: ID!, $asOf: AsOf) {
    account(id: $accountId) { name timeZone }
    position: licensePosition(accountId: $accountId, asOf: $asOf) {
      at position lines { productName level configuration kind counts { ${COUNTS} } } total { ${COUNTS} }
    }
  }
`);

const FORMATS = ['csv', 'xlsx', 'html'] as const;
/** Another one, as a mistyped `time`, would be answered with another moment than was asked for. */
const PARAMETERS: readonly string[] = ['format', 'time', 'position', 'accountId'];
type Format = (typeof FORMATS)[number];

export function addLicensePositionRoute(app: FastifyInstance, deps: GraphqlDeps): void {
  const schema = buildKabinetSchema();
  app.get('/license-position', async (request, reply) => {
    const viewer = requireViewer(request);
    const { format, asOf, accountId } = parametersOf(request);
    const contextValue: GraphqlContext = {
      ...deps,
      viewer,
      language: languageOf(request),
      correlationId: request.id,
      origin: originOf(request),
    };
    const account = accountId ?? soleAccount(viewer);
    if (account === undefined) throw new HttpError(400, 'BAD_REQUEST', HTTP_TEXTS.accountMissing);
    const variableValues = { accountId: account, ...(asOf && { asOf }) };
    const { data, errors } = await execute({ schema, document: DOCUMENT, contextValue, variableValues });
    if (errors) throw asHttpError(errors, contextValue);
    const answer = data as { readonly account: PositionAnswer['account'] | null } & Pick<PositionAnswer, 'position'>;
    if (!answer.account) throw new HttpError(404, 'NOT_FOUND', HTTP_TEXTS.noAccount);
    return send(reply, { ...answer, account: answer.account }, format, contextValue.language);
  });
}

interface Parameters {
  readonly format: Format;
  readonly asOf: { readonly time?: string; readonly position?: string } | undefined;
  readonly accountId: string | undefined;
}

function parametersOf({ query }: FastifyRequest): Parameters {
  const given = query as Readonly<Record<string, string | readonly string[] | undefined>>;
  const unknown = Object.keys(given).find((name) => !PARAMETERS.includes(name));
  if (unknown !== undefined) throw new HttpError(400, 'BAD_REQUEST', HTTP_TEXTS.positionParameters);
  const one = (name: string): string | undefined => {
    const value = given[name];
    if (value !== undefined && typeof value !== 'string') throw new HttpError(400, 'BAD_REQUEST', HTTP_TEXTS.parameterTwice);
    return value;
  };
  const format = FORMATS.find((known) => known === (one('format') ?? 'html'));
  if (!format) throw new HttpError(400, 'BAD_REQUEST', HTTP_TEXTS.positionFormat);
  const [time, position] = [one('time'), one('position')];
  // Both, or what is no position, the schema refuses.
  const asOf =
    time === undefined && position === undefined
      ? undefined
      : { ...(time !== undefined && { time }), ...(position !== undefined && { position }) };
  return { format, asOf, accountId: one('accountId') };
}

async function send(
  reply: FastifyReply,
  answer: PositionAnswer,
  format: Format,
  language: GraphqlContext['language'],
): Promise<FastifyReply> {
  const table = positionTable(answer, language);
  if (format === 'html')
    return reply
      .header('content-security-policy', POSITION_PAGE_POLICY)
      .type('text/html; charset=utf-8')
      .send(positionPage(table, language));
  const attached = reply.header('content-disposition', `attachment; filename="license-position.${format}"`);
  return format === 'csv'
    ? attached.type('text/csv; charset=utf-8').send(positionCsv(table, language))
    : attached.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').send(await positionXlsx(table));
}
