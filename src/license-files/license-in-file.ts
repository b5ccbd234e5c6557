/** What a license file says of one license, and what a file may be answered with. Nothing here is in the log yet. */
import type { ActivationCode } from '../domain/activation-code.js';
import type { LicenseKind, Term, Updates } from '../domain/license-terms.js';
import type { Product } from '../domain/product.js';
import type { UploadDetail, UploadOutcome } from '../domain/upload.js';

export interface LicenseInFile {
  /** Whole: a secret. */
  readonly code: ActivationCode;
  readonly kind: LicenseKind;
  readonly product: Product;
  readonly demo: boolean;
  readonly term: Term;
  readonly updates: Updates;
  /** The device it was obtained on, as that device names itself. */
  readonly deviceCode: string | null;
  /** Lower case. */
  readonly databaseGuid: string | null;
}

/** Outcomes of a file as a whole. */
export type FileOutcome = Extract<
  UploadOutcome,
  | 'FILE_DAMAGED'
  | 'FILE_NOT_A_LICENSE'
  | 'FILE_TOO_LARGE'
  | 'FILE_VERSION_UNKNOWN'
  | 'FILE_SIGNATURE_MISSING'
  | 'FILE_SIGNATURE_WRONG'
>;

export interface FileFailure {
  readonly outcome: FileOutcome;
  /** Null: the outcome says all there is to say. */
  readonly detail: UploadDetail | null;
}

/** One license of a file. `number` counts from 1, bad ones too. */
export type LicenseItem =
  | { readonly kind: 'license'; readonly number: number; readonly license: LicenseInFile }
  | {
      readonly kind: 'bad';
      readonly number: number;
      readonly outcome: 'CODE_MISTYPED' | 'FILE_DAMAGED';
      readonly detail: UploadDetail;
      /** Of the code as it stands in the file; null where the license has none. */
      readonly lastGroup: string | null;
    };

/** `fileFailed` is always the last item: nothing after it was read. */
export type LicenseFileItem = LicenseItem | ({ readonly kind: 'fileFailed' } & FileFailure);

/** What `UploadDetail` of rule `xml` can name as `problem`. */
export const XML_PROBLEMS = [
  'empty',
  'cutOff',
  'doctype',
  'xmlVersion',
  'encoding',
  'depth',
  'outsideRoot',
  'secondRoot',
  'tagMismatch',
  'duplicateAttribute',
  'entity',
  'character',
  'syntax',
  'unknownRoot',
  'noLicenses',
  'signatureTwice',
  'signatureNested',
  'signatureNotLast',
  'signatureNotText',
  'signatureMismatch',
  'byteOrderMark',
] as const;
export type XmlProblem = (typeof XML_PROBLEMS)[number];

/** What `UploadDetail` of rule `field` can name as `field`: `element` or `element.attribute`, the license's own without `license.`. */
export const LICENSE_FILE_FIELDS = [
  'issuedAt',
  'code',
  'kind',
  'product',
  'level',
  'configuration',
  'sku',
  'demo',
  'term',
  'term.perpetual',
  'term.from',
  'term.until',
  'term.months',
  'updates',
  'updates.until',
  'updates.months',
  'device',
  'device.code',
  'database',
  'database.id',
  'signature',
  'signature.algorithm',
  'signature.key',
] as const;
export type LicenseFileField = (typeof LICENSE_FILE_FIELDS)[number];
