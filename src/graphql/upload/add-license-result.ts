import { Field, Int, ObjectType } from 'type-graphql';
import { maskedCode } from '../../domain/activation-code.js';
import type { UploadItem, UploadOutcome } from '../../domain/upload.js';
import type { UploadResultRow } from '../../../projections/queries.js';
import { AddLicenseOutcomeEnum } from '../enums.js';
import { License, licenseNode } from '../license/license.js';
import type { ReadView } from '../read/read-view.js';
import type { Language } from '../texts/language.js';
import { shown } from '../texts/shown.js';
import { uploadOutcomeText } from '../texts/upload-outcomes.js';

const itemName = (item: UploadItem, language: Language): string =>
  item.source === 'CODE' ? maskedCode(item.lastGroup) : shown(item.fileName, language);

@ObjectType('AddLicenseResult', { simpleResolvers: true, description: 'What came of one code, or of one license of a file.' })
export class AddLicenseResult {
  readonly #row: UploadResultRow;
  readonly #view: ReadView;

  @Field(() => String, { description: 'The name of the file, or the code as typed, masked.' })
  readonly item: string;

  @Field(() => Int, { description: 'Counted from 0 in the order of the upload; every license of a file counts.' })
  readonly index: number;

  @Field(() => AddLicenseOutcomeEnum, { description: 'What came of it.' })
  readonly outcome: UploadOutcome;

  @Field(() => String, { description: "What happened and what to do, in the asker's language." })
  readonly message: string;

  constructor(row: UploadResultRow, view: ReadView) {
    this.#row = row;
    this.#view = view;
    const { language } = view.context;
    this.item = itemName(row.item, language);
    this.index = row.index;
    this.outcome = row.outcome;
    this.message = uploadOutcomeText(row, language);
  }

  @Field(() => License, { nullable: true, description: 'The license, where it is in the list.' })
  get license(): License | null {
    return licenseNode(this.#row.licenseId, this.#view);
  }
}

/** The licenses of all results are loaded together. */
export function resultNodes(rows: readonly UploadResultRow[], view: ReadView): readonly AddLicenseResult[] {
  for (const row of rows) view.wantLicense(row.licenseId);
  return rows.map((row) => new AddLicenseResult(row, view));
}
