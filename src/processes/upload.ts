/**
 * Uploads (issue 2, point 6): codes or license files, one outcome an item; what is bad says so, what is good is in. Items are done in
 * chunks, so that 10,000 of them share commits; a retry of an upload that was cut off goes on after its last recorded outcome.
 */
import type { CommandDeps } from '../commands/deps.js';
import { idText } from '../commands/identity.js';
import { derivedBytes, followingFrom, type CommandRequest } from '../commands/request.js';
import { load, uploadOf } from '../commands/streams.js';
import type { AccountId, LicenseId, UploadId } from '../domain/ids.js';
import { accept, refuse } from '../domain/refusal.js';
import { isAccepted, type UploadEvent } from '../domain/upload.js';
import type { UploadResult } from './cabinet-service.js';
import { openUploadStream } from './upload-stream.js';

/** Enough to fill a group commit; its outcomes are one append. */
const CHUNK = 200;

/** One item before it was looked at: `decide` touches the license's stream. */
export interface PendingItem {
  /** Undefined where it names no license: it can be no duplicate. */
  readonly licenseId: LicenseId | undefined;
  readonly decide: (
    index: number,
    duplicate: boolean,
    /** Whatever it appends follows from the upload. */
    request: CommandRequest,
  ) => Promise<Omit<UploadResult, 'index'> & { readonly position: number | null }>;
}

export interface UploadRun {
  readonly uploadId: UploadId;
  readonly results: readonly UploadResult[];
  readonly position: number | null;
}

export const uploadIdOf = (deps: CommandDeps, request: CommandRequest): UploadId =>
  `upl_${idText(derivedBytes(deps.keys, request, 'upload'))}` as UploadId;

export async function runUpload(
  deps: CommandDeps,
  request: CommandRequest,
  account: AccountId,
  received: { readonly source: 'CODE' | 'FILE'; readonly parts: number },
  items: AsyncIterable<PendingItem>,
): Promise<UploadRun> {
  const uploadId = uploadIdOf(deps, request);
  const stream = await openUploadStream(deps, request, account, uploadId);
  const begun = await stream.append('receive', (state) =>
    state ? accept<UploadEvent>() : accept<UploadEvent>({ type: 'UploadReceived', data: { accountId: account, ...received } }),
  );
  const results: UploadResult[] = [...resultsIn(stream.loadedEvents())];
  const doneBefore = results.length;
  const seen = new Set<LicenseId>();
  const caused = followingFrom(request, begun);
  let position = begun.ok ? begun.position : null;
  let index = 0;
  for await (const chunk of chunksOf(items)) {
    const first = index;
    index += chunk.length;
    const marked = chunk.map((item) => {
      const duplicate = item.licenseId !== undefined && seen.has(item.licenseId);
      if (item.licenseId !== undefined) seen.add(item.licenseId);
      return { item, duplicate };
    });
    if (first < doneBefore) continue;
    const decided = await Promise.all(
      marked.map(async ({ item, duplicate }, offset) => ({
        index: first + offset,
        ...(await item.decide(first + offset, duplicate, caused)),
      })),
    );
    const outcomes = decided.map(({ position: _position, ...result }) => result);
    const recorded = await stream.append(`items:${String(first)}`, (state) =>
      state ? accept(...outcomes.map(outcomeEvent)) : refuse('NOT_FOUND'),
    );
    results.push(...outcomes);
    position = recorded.ok ? recorded.position : position;
  }
  const finished = await stream.append('finish', (state) =>
    state?.finished ? accept<UploadEvent>() : accept<UploadEvent>({ type: 'UploadFinished', data: { items: results.length } }),
  );
  return { uploadId, results, position: finished.ok ? finished.position : position };
}

function outcomeEvent({ index, item, outcome, detail, licenseId }: UploadResult): UploadEvent {
  return isAccepted(outcome) && licenseId
    ? { type: 'UploadItemAccepted', data: { index, item, outcome, licenseId, detail } }
    : { type: 'UploadItemRejected', data: { index, item, outcome, detail } };
}

/** The outcomes recorded so far, in order: also what a retry of a finished upload answers. */
export async function uploadResults(deps: CommandDeps, uploadId: UploadId): Promise<readonly UploadResult[]> {
  return resultsIn((await load(deps.store, uploadOf(uploadId))).events);
}

const resultsIn = (events: readonly UploadEvent[]): readonly UploadResult[] =>
  events.flatMap((event): UploadResult[] => {
    if (event.type === 'UploadItemAccepted') return [event.data];
    return event.type === 'UploadItemRejected' ? [{ ...event.data, licenseId: null }] : [];
  });

async function* chunksOf<Item>(items: AsyncIterable<Item>): AsyncIterable<readonly Item[]> {
  let chunk: Item[] = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length === CHUNK) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}
