/** An upload of codes or license files: one outcome an item, and the good ones are in (issue 2, point 6). */
import type { AccountId, LicenseId } from './ids.js';
import type { PersonalText } from './personal.js';

/** Same names as the API's `AddLicenseOutcome`. */
export const UPLOAD_OUTCOMES = [
  'ADDED',
  'ALREADY_IN_LIST',
  'CLAIMED_ELSEWHERE',
  'CODE_UNKNOWN',
  'CODE_MISTYPED',
  'FILE_DISAGREES',
  'FILE_DAMAGED',
  'FILE_NOT_A_LICENSE',
  'FILE_TOO_LARGE',
  'FILE_SIGNATURE_MISSING',
  'FILE_SIGNATURE_WRONG',
  'FILE_VERSION_UNKNOWN',
  'WITHDRAWN',
  'DUPLICATE_IN_REQUEST',
] as const;
export type UploadOutcome = (typeof UPLOAD_OUTCOMES)[number];

/** After these the license stands in the asker's list. */
export const isAccepted = (outcome: UploadOutcome): boolean =>
  outcome === 'ADDED' || outcome === 'ALREADY_IN_LIST' || outcome === 'FILE_DISAGREES';

/** What an item was: a code by its last group (as typed, where it was not accepted), or a license of a file. */
export type UploadItem =
  | { readonly source: 'CODE'; readonly lastGroup: string }
  | {
      readonly source: 'FILE';
      readonly fileName: PersonalText;
      /** Counted from 1 within the file; null where the item is the file as a whole. */
      readonly licenseNumber: number | null;
      readonly lastGroup: string | null;
    };

/** What the text of an outcome needs besides its name: the group of a mistyped code, line and column of damage, a limit. */
export type UploadDetail =
  | { readonly rule: 'codeGroup'; readonly group: number }
  | { readonly rule: 'codeShape' }
  | { readonly rule: 'xml'; readonly line: number; readonly column: number; readonly problem: string }
  | { readonly rule: 'field'; readonly field: string; readonly line: number; readonly column: number }
  | { readonly rule: 'limit'; readonly limit: number }
  | { readonly rule: 'key'; readonly key: string }
  | { readonly rule: 'version'; readonly version: string }
  | { readonly rule: 'fields'; readonly fields: readonly string[] };

export type UploadEvent =
  | {
      readonly type: 'UploadReceived';
      readonly data: {
        readonly accountId: AccountId;
        readonly source: 'CODE' | 'FILE';
        /** Codes typed, or files sent. */
        readonly parts: number;
      };
    }
  | {
      readonly type: 'UploadItemAccepted';
      readonly data: {
        readonly index: number;
        readonly item: UploadItem;
        readonly outcome: UploadOutcome;
        readonly licenseId: LicenseId;
        readonly detail: UploadDetail | null;
      };
    }
  | {
      readonly type: 'UploadItemRejected';
      readonly data: {
        readonly index: number;
        readonly item: UploadItem;
        readonly outcome: UploadOutcome;
        readonly detail: UploadDetail | null;
      };
    }
  /** Every item has its outcome. An upload without it was cut off: its retry goes on where it stopped. */
  | { readonly type: 'UploadFinished'; readonly data: { readonly items: number } };

export interface UploadState {
  readonly accountId: AccountId;
  /** Outcomes so far are those of items 0 … itemsDone - 1, in order. */
  readonly itemsDone: number;
  readonly finished: boolean;
}

export function evolveUpload(state: UploadState | undefined, event: UploadEvent): UploadState {
  if (event.type === 'UploadReceived') {
    if (state) throw new Error('an upload is received once');
    return { accountId: event.data.accountId, itemsDone: 0, finished: false };
  }
  if (!state) throw new Error(`${event.type} before UploadReceived`);
  switch (event.type) {
    case 'UploadItemAccepted':
    case 'UploadItemRejected':
      return { ...state, itemsDone: state.itemsDone + 1 };
    case 'UploadFinished':
      return { ...state, finished: true };
  }
}
