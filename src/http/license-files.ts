/**
 * `POST /license-files`: license files of any number as multipart/form-data, streamed to disk, then read by the upload process.
 *
 * `accountId` is a field of the form or a parameter of the address, and may be left out by whoever has exactly one account; the header
 * `idempotency-key` makes a repeated upload answer as the first time. The answer is that of the mutation `uploadLicenseFiles`.
 */
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { reachIn, ROUTE_ACCESS } from '../auth/access.js';
import type { Viewer } from '../auth/viewer.js';
import { MOST_NAME_LETTERS } from '../commands/input.js';
import { requireViewer } from './authenticate.js';
import { HttpError } from './http-errors.js';
import type { Spool, SpooledFile, SpooledUpload } from './spool.js';
import { filesTooLarge, HTTP_TEXTS, idempotencyKeyWrong } from './texts.js';

/** What the upload process is asked. Files are removed when it has answered. */
export interface LicenseFilesRequest {
  readonly viewer: Viewer;
  /** As sent; null where left out. Whether the viewer reaches it is the process's to say: NOT_FOUND. */
  readonly accountId: string | null;
  readonly files: readonly SpooledFile[];
  readonly requestId: string;
  readonly idempotencyKey: string | null;
  readonly acceptLanguage: string | null;
}

/** Answers the fields of `AddLicensesPayload`, `errors` among them, as JSON. */
export type UploadFiles = (request: LicenseFilesRequest) => Promise<object>;

export interface LicenseFilesLimits {
  readonly files: number;
  /** Bytes. A longer file is kept one byte beyond the limit, so that its reader answers FILE_TOO_LARGE for it and the others go on. */
  readonly fileBytes: number;
  /** Of all files of one request. */
  readonly totalBytes: number;
}

export const DEFAULT_LICENSE_FILES_LIMITS: LicenseFilesLimits = {
  files: 1_000,
  fileBytes: 64 * 1024 * 1024,
  totalBytes: 256 * 1024 * 1024,
};

export interface LicenseFilesDeps {
  readonly spool: Spool;
  readonly uploadFiles: UploadFiles;
  readonly limits?: LicenseFilesLimits;
}

/** 10,000 licenses are 10,000 appends or more. */
const HANDLER_TIMEOUT_MS = 900_000;
/** As of every mutation's `idempotencyKey`. */
const IDEMPOTENCY_KEY_LENGTH = 200;
const ASCII = /^[\x21-\x7e]+$/;

export async function addLicenseFilesRoute(app: FastifyInstance, deps: LicenseFilesDeps): Promise<void> {
  const { spool, uploadFiles, limits = DEFAULT_LICENSE_FILES_LIMITS } = deps;
  await app.register(multipart, {
    throwFileSizeLimit: false,
    limits: {
      files: limits.files,
      fileSize: limits.fileBytes + 1,
      fields: 4,
      fieldSize: 1_024,
      parts: limits.files + 4,
      headerPairs: 20,
    },
  });

  app.post('/license-files', { handlerTimeout: HANDLER_TIMEOUT_MS, onRequest: refuseUnread(limits) }, async (request) => {
    const viewer = requireViewer(request);
    const refuse = (error: unknown): never => {
      throw asHttpError(error, request);
    };
    const upload = await spool.begin().catch(refuse);
    try {
      const accountInForm = await spoolParts(request, upload, limits).catch(refuse);
      if (upload.files.length === 0) throw new HttpError(400, 'BAD_REQUEST', HTTP_TEXTS.noFile);
      return await uploadFiles({
        viewer,
        accountId: onlyOne(accountInForm, accountInAddress(request)),
        files: upload.files,
        requestId: request.id,
        idempotencyKey: idempotencyKeyOf(request),
        acceptLanguage: request.headers['accept-language'] ?? null,
      });
    } finally {
      await upload.remove();
    }
  });
}

/** What can be said without reading the body. It is not read then: the connection ends with the answer. */
const refuseUnread =
  (limits: LicenseFilesLimits) =>
  (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void => {
    try {
      checkHeaders(request, limits);
      done();
    } catch (error) {
      reply.header('connection', 'close');
      done(error instanceof Error ? error : new Error(String(error)));
    }
  };

function checkHeaders(request: FastifyRequest, { totalBytes }: LicenseFilesLimits): void {
  const viewer = requireViewer(request);
  if (!reachIn(ROUTE_ACCESS['POST /license-files'], viewer.role)) {
    throw new HttpError(403, 'FORBIDDEN', HTTP_TEXTS.forbidden);
  }
  const [type = ''] = (request.headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() !== 'multipart/form-data') {
    throw new HttpError(415, 'UNSUPPORTED_MEDIA_TYPE', HTTP_TEXTS.multipart);
  }
  if (Number(request.headers['content-length'] ?? 0) > totalBytes + OVERHEAD_BYTES) throw tooLarge(totalBytes);
  idempotencyKeyOf(request);
  accountInAddress(request);
}

/** Headers and boundaries of parts. */
const OVERHEAD_BYTES = 1024 * 1024;

const tooLarge = (totalBytes: number): HttpError => new HttpError(413, 'TOO_LARGE', filesTooLarge(totalBytes));

/** Answers the form's `accountId`. @throws HttpError, and the multipart parser's own errors of 400 to 413 */
async function spoolParts(
  request: FastifyRequest,
  upload: SpooledUpload,
  { totalBytes }: LicenseFilesLimits,
): Promise<string | null> {
  let accountId: string | null = null;
  let total = 0;
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      await upload.add(nameOf(part.filename), part.file);
      total += part.file.bytesRead;
      if (total > totalBytes) throw tooLarge(totalBytes);
    } else if (part.fieldname === 'accountId' && typeof part.value === 'string') {
      if (accountId !== null) throw new HttpError(400, 'BAD_REQUEST', HTTP_TEXTS.accountTwice);
      accountId = part.value.trim();
    } else {
      throw new HttpError(400, 'BAD_REQUEST', HTTP_TEXTS.unknownField);
    }
  }
  return accountId === '' ? null : accountId;
}

/** The multipart parser has no status for a form without a boundary, and none for one that is cut off; the disk's errors have a system call. */
function asHttpError(error: unknown, request: FastifyRequest): unknown {
  if (typeof error !== 'object' || error === null || 'statusCode' in error) return error;
  if (!('syscall' in error)) return new HttpError(400, 'BAD_REQUEST', HTTP_TEXTS.multipartBroken);
  request.log.error({ err: error }, 'an upload could not be spooled');
  return new HttpError(503, 'UNAVAILABLE', HTTP_TEXTS.unavailable);
}

/** Without the folders that some browsers send. What the cut leaves of a letter, and bytes that were no text, come out as U+FFFD. */
const nameOf = (fileName: string | undefined): string => {
  const name = (fileName ?? '').split(/[/\\]/).at(-1)?.trim() ?? '';
  return name === '' ? 'license.xml' : name.slice(0, MOST_NAME_LETTERS).toWellFormed();
};

/** @throws HttpError where it stands there more than once: which one was meant is not guessed. */
function accountInAddress(request: FastifyRequest): string | null {
  const { query } = request;
  const value: unknown = typeof query === 'object' && query !== null && 'accountId' in query ? query.accountId : undefined;
  if (Array.isArray(value)) throw new HttpError(400, 'BAD_REQUEST', HTTP_TEXTS.accountTwice);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** @throws HttpError where form and address name different ones. */
function onlyOne(inForm: string | null, inAddress: string | null): string | null {
  if (inForm !== null && inAddress !== null && inForm !== inAddress)
    throw new HttpError(400, 'BAD_REQUEST', HTTP_TEXTS.accountTwice);
  return inForm ?? inAddress;
}

function idempotencyKeyOf(request: FastifyRequest): string | null {
  const value = request.headers['idempotency-key'];
  if (value === undefined || value === '') return null;
  if (typeof value === 'string' && value.length <= IDEMPOTENCY_KEY_LENGTH && ASCII.test(value)) return value;
  throw new HttpError(400, 'BAD_REQUEST', idempotencyKeyWrong(IDEMPOTENCY_KEY_LENGTH));
}
