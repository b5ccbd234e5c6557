/** `addLicensesByCode` and `uploadLicenseFiles`: what each item comes to. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Call } from '../commands/asker.js';
import { change } from '../commands/change.js';
import { maskCodes } from '../commands/code-in-text.js';
import type { CommandDeps } from '../commands/deps.js';
import { withRequest, type Memory } from '../commands/idempotency.js';
import { licenseIdOf } from '../commands/identity.js';
import { requiredText } from '../commands/input.js';
import { isListed } from '../commands/listing.js';
import { done, refused, type Outcome } from '../commands/outcome.js';
import { reachAccount } from '../commands/reach.js';
import type { CommandRequest } from '../commands/request.js';
import { licenseOf } from '../commands/streams.js';
import { lastGroupOf, readActivationCode } from '../domain/activation-code.js';
import type { AccountId, LicenseId, UploadId } from '../domain/ids.js';
import { disagreeingFields } from '../domain/file-disagreement.js';
import { uploadLicense } from '../domain/license-decisions.js';
import type { LicenseEvent } from '../domain/license.js';
import { personal } from '../domain/personal.js';
import { accept, refusal } from '../domain/refusal.js';
import { isAccepted, type UploadDetail, type UploadItem, type UploadOutcome } from '../domain/upload.js';
import type { FileFailure, LicenseFileItem, LicenseInFile } from '../license-files/license-in-file.js';
import type { SpooledFile, UploadResult } from './cabinet-service.js';
import type { Guesses } from './guesses.js';
import { runUpload, uploadIdOf, uploadResults, type PendingItem } from './upload.js';

export const MOST_CODES = 1_000;
export const MOST_FILES = 1_000;

/** Reading of spooled files: first the whole file for its signature, then license by license. */
export interface LicenseFiles {
  verify(path: string): Promise<{ readonly ok: true } | ({ readonly ok: false } & FileFailure)>;
  read(path: string): AsyncIterable<LicenseFileItem>;
}

type Answer = Outcome<{ readonly uploadId: UploadId; readonly results: readonly UploadResult[] }>;

const rememberUpload = (
  deps: CommandDeps,
): Memory<{ readonly uploadId: UploadId; readonly results: readonly UploadResult[] }> => ({
  keep: ({ uploadId }) => uploadId,
  recall: async (kept) => ({ uploadId: kept as UploadId, results: await uploadResults(deps, kept as UploadId) }),
});

export function addLicensesByCode(
  deps: CommandDeps,
  guesses: Guesses,
  call: Call,
  input: { readonly accountId: string; readonly codes: readonly string[] },
): Promise<Answer> {
  return withRequest(deps, call, 'addLicensesByCode', input, rememberUpload(deps), async (request) => {
    const account = await reachAccount(deps.store, call.asker, input.accountId);
    if (!account.ok) return refused(account.refusal);
    const { codes } = input;
    if (codes.length === 0) return refused(refusal('INVALID_INPUT', ['codes'], { rule: 'empty' }));
    if (codes.length > MOST_CODES) return refused(refusal('INVALID_INPUT', ['codes'], { rule: 'tooMany', limit: MOST_CODES }));
    const viewer = call.asker.actor.id;
    if (guesses.remaining(viewer) === 0) return refused(refusal('NOT_PERMITTED', ['codes'], { rule: 'tooManyTries' }));
    const received = { source: 'CODE', parts: codes.length } as const;
    const run = await runUpload(deps, request, account.id, received, codeItems(deps, account.id, codes));
    const misses = run.results.filter(({ outcome }) => outcome === 'CODE_UNKNOWN' || outcome === 'CLAIMED_ELSEWHERE').length;
    for (let miss = 0; miss < misses; miss++) guesses.recordMiss(viewer);
    return done({ uploadId: run.uploadId, results: run.results }, run.position);
  });
}

async function* codeItems(deps: CommandDeps, account: AccountId, codes: readonly string[]): AsyncIterable<PendingItem> {
  await Promise.resolve();
  for (const typed of codes) {
    // A broken letter becomes one that no code has: this item is mistyped, and the others go on.
    const reading = readActivationCode(typed.toWellFormed());
    if (!reading.ok) {
      const detail: UploadDetail =
        reading.wrongGroup === undefined ? { rule: 'codeShape' } : { rule: 'codeGroup', group: reading.wrongGroup };
      yield settled({ source: 'CODE', lastGroup: reading.lastGroup }, 'CODE_MISTYPED', detail);
      continue;
    }
    const licenseId = licenseIdOf(deps.keys, reading.code);
    const item: UploadItem = { source: 'CODE', lastGroup: lastGroupOf(reading.code) };
    yield {
      licenseId,
      decide: (index, duplicate, request) => claim(deps, request, account, { licenseId, item, index, duplicate, by: 'CODE' }),
    };
  }
}

export function uploadLicenseFiles(
  deps: CommandDeps,
  files: LicenseFiles,
  call: Call,
  input: { readonly accountId: string; readonly files: readonly SpooledFile[] },
): Promise<Answer> {
  return inputIdentity(input).then((identity) =>
    withRequest(deps, call, 'uploadLicenseFiles', identity, rememberUpload(deps), async (request) => {
      const account = await reachAccount(deps.store, call.asker, input.accountId);
      if (!account.ok) return refused(account.refusal);
      const count = input.files.length;
      if (count === 0) return refused(refusal('INVALID_INPUT', ['files'], { rule: 'empty' }));
      if (count > MOST_FILES) return refused(refusal('INVALID_INPUT', ['files'], { rule: 'tooMany', limit: MOST_FILES }));
      for (const [index, { name }] of input.files.entries()) {
        const checked = requiredText(name, ['files', String(index), 'name']);
        if (!checked.ok) return refused(checked.refusal);
      }
      const received = { source: 'FILE', parts: count } as const;
      const run = await runUpload(deps, request, account.id, received, fileItems(deps, files, request, account.id, input.files));
      return done({ uploadId: run.uploadId, results: run.results }, run.position);
    }),
  );
}

/** What makes two uploads the same input: names and contents, not where they were spooled. */
async function inputIdentity(input: { readonly accountId: string; readonly files: readonly SpooledFile[] }): Promise<unknown> {
  const files: { name: string; sha256: string }[] = [];
  for (const { name, path } of input.files) {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
    files.push({ name, sha256: hash.digest('hex') });
  }
  return { accountId: input.accountId, files };
}

async function* fileItems(
  deps: CommandDeps,
  files: LicenseFiles,
  request: CommandRequest,
  account: AccountId,
  spooled: readonly SpooledFile[],
): AsyncIterable<PendingItem> {
  const uploadId = uploadIdOf(deps, request);
  for (const { name, path } of spooled) {
    const fileName = personal(uploadId, maskCodes(name));
    const item = (licenseNumber: number | null, lastGroup: string | null): UploadItem => ({
      source: 'FILE',
      fileName,
      licenseNumber,
      lastGroup,
    });
    const verified = await files.verify(path);
    if (!verified.ok) {
      yield settled(item(null, null), verified.outcome, verified.detail);
      continue;
    }
    for await (const found of files.read(path)) {
      if (found.kind === 'fileFailed') yield settled(item(null, null), found.outcome, found.detail);
      else if (found.kind === 'bad') yield settled(item(found.number, found.lastGroup), found.outcome, found.detail);
      else yield fileLicense(deps, account, found.license, item(found.number, lastGroupOf(found.license.code)));
    }
  }
}

function fileLicense(deps: CommandDeps, account: AccountId, file: LicenseInFile, item: UploadItem): PendingItem {
  const licenseId = licenseIdOf(deps.keys, file.code);
  return {
    licenseId,
    decide: (index, duplicate, request) => claim(deps, request, account, { licenseId, item, index, duplicate, by: 'FILE', file }),
  };
}

/** An item whose outcome is known without looking at any license. */
function settled(item: UploadItem, outcome: UploadOutcome, detail: UploadDetail | null): PendingItem {
  return { licenseId: undefined, decide: () => Promise.resolve({ item, outcome, detail, licenseId: null, position: null }) };
}

interface Claim {
  readonly licenseId: LicenseId;
  readonly item: UploadItem;
  readonly index: number;
  readonly duplicate: boolean;
  readonly by: 'CODE' | 'FILE';
  readonly file?: LicenseInFile;
}

/** Claims the license for the account, or says why it stays as it is. */
async function claim(
  deps: CommandDeps,
  request: CommandRequest,
  account: AccountId,
  { licenseId, item, index, duplicate, by, file }: Claim,
): ReturnType<PendingItem['decide']> {
  if (duplicate) return { item, outcome: 'DUPLICATE_IN_REQUEST', detail: null, licenseId: null, position: null };
  const uploadId = uploadIdOf(deps, request);
  const answer: { outcome: UploadOutcome; detail: UploadDetail | null } = { outcome: 'ADDED', detail: null };
  const context = { account, step: `upload:${String(index)}` };
  const changed = await change(deps, request, licenseOf(licenseId), context, async (state) => {
    if (!state) {
      if (file) return accept<LicenseEvent>(issuedByFile(deps, account, file), uploaded(account, uploadId, by));
      answer.outcome = 'CODE_UNKNOWN';
      return accept<LicenseEvent>();
    }
    const listed = await isListed(deps.store, state, account);
    const decision = uploadLicense(state, { accountId: account, uploadId, by, listed });
    answer.outcome = decision.outcome;
    return accept(...decision.events);
  });
  // Looked at behind the change, which decides nothing again where a crash came between it and its record.
  const fields = file && changed.state && isAccepted(answer.outcome) ? disagreeingFields(file, changed.state) : [];
  if (fields.length > 0) {
    answer.outcome = 'FILE_DISAGREES';
    answer.detail = { rule: 'fields', fields };
  }
  const visible = answer.outcome !== 'CODE_UNKNOWN' && answer.outcome !== 'CLAIMED_ELSEWHERE';
  return { item, ...answer, licenseId: visible ? licenseId : null, position: changed.ok ? changed.position : null };
}

const uploaded = (accountId: AccountId, uploadId: UploadId, by: 'CODE' | 'FILE'): LicenseEvent => ({
  type: 'LicenseUploaded',
  data: { accountId, uploadId, by },
});

/** A file with a valid signature whose code was never issued brings the license into being. */
function issuedByFile(deps: CommandDeps, accountId: AccountId, file: LicenseInFile): LicenseEvent {
  const { code, kind, product, demo, term, updates } = file;
  const sealed = { ...deps.keys.codes.seal(code), lastGroup: lastGroupOf(code) };
  return {
    type: 'LicenseIssued',
    data: { by: 'FILE', accountId, code: sealed, kind, product, demo, term, updates, replaces: null },
  };
}
