/** The upload route's work, done by the very mutation `uploadLicenseFiles`, so that both answer the same, texts and limits included. */
import { execute, parse } from 'graphql';
import type { GraphqlContext, GraphqlDeps } from '../graphql/context.js';
import { buildKabinetSchema } from '../graphql/schema.js';
import { askersLanguage } from '../graphql/texts/language.js';
import { asHttpError } from './graphql-errors.js';
import type { LicenseFilesRequest, UploadFiles } from './license-files.js';

const DOCUMENT = parse(`
  mutation LicenseFiles($input: UploadLicenseFilesInput!) {
    payload: uploadLicenseFiles(input: $input) {
      uploadId position
      results { item index outcome message license { id code kind status product { name level configuration sku } } }
      errors { code message path }
    }
  }
`);

export function uploadFilesBy(deps: GraphqlDeps): UploadFiles {
  const schema = buildKabinetSchema();
  return async (request) => {
    const contextValue = contextOf(deps, request);
    const { data, errors } = await execute({
      schema,
      document: DOCUMENT,
      contextValue,
      variableValues: { input: inputOf(request) },
    });
    if (errors) throw asHttpError(errors, contextValue);
    const payload: unknown = data?.['payload'];
    if (typeof payload !== 'object' || payload === null) throw new Error('an upload without errors has a payload');
    return payload;
  };
}

/** The files lie on disk already; the route removes them. */
const contextOf = (deps: GraphqlDeps, { viewer, acceptLanguage, requestId, files }: LicenseFilesRequest): GraphqlContext => ({
  ...deps,
  viewer,
  language: askersLanguage(acceptLanguage ?? undefined, viewer.locale),
  correlationId: requestId,
  origin: null,
  spool: () => Promise.resolve({ files, remove: () => Promise.resolve() }),
});

const inputOf = ({ accountId, idempotencyKey, files }: LicenseFilesRequest): object => ({
  accountId,
  idempotencyKey,
  files: files.map(({ name }) => ({ name, xml: '' })),
});
