/** Why an upload was refused, and where an untouched license file is found. */
import type { CauseDetails } from '../../../diagnosis/cause.js';
import { personal } from '../../../domain/personal.js';
import { UPLOAD_OUTCOMES, type UploadOutcome } from '../../../domain/upload.js';
import type { Language, Text } from '../language.js';
import { uploadOutcomeText } from '../upload-outcomes.js';

/** domain.md, section 2, fact 6. */
export const FOLDERS: Text = {
  ru: 'Файлы лицензий лежат на компьютере в папке C:\\ProgramData\\Cleverence\\Licenses или в папке Licenses внутри папки базы.',
  en: 'License files lie on the PC in C:\\ProgramData\\Cleverence\\Licenses, or in the folder Licenses inside the folder of the base.',
};

const REMEDY: Text = {
  ru: 'Загрузите исходный файл, ничего в нём не меняя, или введите код активации.',
  en: 'Upload the original file without changing anything in it, or type the activation code.',
};

/** The list of an upload's results names the folders with these by itself. */
const NAME_THE_FOLDERS: ReadonlySet<UploadOutcome> = new Set(['FILE_DAMAGED', 'FILE_NOT_A_LICENSE']);

function reasonAndFolders(outcome: UploadOutcome | undefined, fileName: string, language: Language): readonly string[] {
  if (!outcome) return [FOLDERS[language]];
  const item = { source: 'FILE', fileName: personal('', fileName), licenseNumber: null, lastGroup: null } as const;
  const reason = uploadOutcomeText({ item, outcome, detail: null }, language);
  return NAME_THE_FOLDERS.has(outcome) ? [reason] : [reason, FOLDERS[language]];
}

/** The words of the upload's own result, then the remedy and both folders, each once. An outcome that is not known is passed over. */
export function rejectionText({ outcome, fileName = '' }: CauseDetails, language: Language): string {
  const known = UPLOAD_OUTCOMES.find((one) => one === outcome);
  return [...reasonAndFolders(known, fileName, language), REMEDY[language]].join(' ');
}
