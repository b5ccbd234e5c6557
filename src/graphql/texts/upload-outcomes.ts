/** What happened to one item of an upload, and what to do about it. */
import type { UploadDetail, UploadItem, UploadOutcome } from '../../domain/upload.js';
import type { Language, Text } from './language.js';
import { licenseFileField, xmlProblem } from './upload-details.js';

const FOLDERS = {
  ru: 'Файлы лицензий лежат в папке C:\\ProgramData\\Cleverence\\Licenses или в папке Licenses внутри папки базы.',
  en: 'License files lie in C:\\ProgramData\\Cleverence\\Licenses, or in the folder Licenses inside the folder of the base.',
} satisfies Text;

const BY_OUTCOME: Readonly<Record<UploadOutcome, Text>> = {
  ADDED: { ru: 'Лицензия добавлена в список.', en: 'The license was added to the list.' },
  ALREADY_IN_LIST: { ru: 'Лицензия уже в списке.', en: 'The license is in the list already.' },
  CLAIMED_ELSEWHERE: {
    ru: 'Эта лицензия уже принадлежит другому кабинету. Обратитесь в поддержку с документом о покупке.',
    en: 'This license is held elsewhere. Contact support with a proof of purchase.',
  },
  CODE_UNKNOWN: {
    ru: 'Код набран верно, но такой код не выдавался. Сверьте его с письмом или лицензионной карточкой.',
    en: 'The code is well-formed, but it was never issued. Check it against the e-mail or the license card.',
  },
  CODE_MISTYPED: { ru: 'Код набран с ошибкой.', en: 'The code is mistyped.' },
  FILE_DISAGREES: {
    ru: 'Лицензия в списке, но файл расходится с нашими данными: верны наши данные.',
    en: 'The license is in the list, but the file disagrees with our record: the record stands.',
  },
  FILE_DAMAGED: {
    ru: `Файл повреждён. Возьмите его заново. ${FOLDERS.ru}`,
    en: `The file is damaged. Take it anew. ${FOLDERS.en}`,
  },
  FILE_NOT_A_LICENSE: { ru: `Это не файл лицензии. ${FOLDERS.ru}`, en: `This is not a license file. ${FOLDERS.en}` },
  FILE_TOO_LARGE: { ru: 'Файл слишком большой.', en: 'The file is too large.' },
  FILE_SIGNATURE_MISSING: { ru: 'В файле нет подписи.', en: 'The file is not signed.' },
  FILE_SIGNATURE_WRONG: {
    ru: 'Подпись файла неверна: файл изменён или подписан неизвестным ключом.',
    en: 'The signature is wrong: the file was changed, or signed by a key that is not known here.',
  },
  FILE_VERSION_UNKNOWN: { ru: 'Версия формата файла не поддерживается.', en: 'The version of the file format is not supported.' },
  WITHDRAWN: { ru: 'Лицензия отозвана поставщиком.', en: 'The license was withdrawn by the vendor.' },
  DUPLICATE_IN_REQUEST: {
    ru: 'Эта лицензия уже встретилась в этой загрузке.',
    en: 'This license occurred in this upload before.',
  },
};

function detailText(detail: UploadDetail, language: Language): string {
  const ru = language === 'ru';
  switch (detail.rule) {
    case 'codeGroup':
      return ru ? `Проверьте группу ${String(detail.group)}.` : `Check group ${String(detail.group)}.`;
    case 'codeShape':
      return ru ? 'В коде пять групп по пять знаков.' : 'A code has five groups of five letters.';
    case 'xml':
      return `${place(detail, language)}: ${xmlProblem(detail.problem, language)}.`;
    case 'field':
      return `${place(detail, language)}: ${licenseFileField(detail.field, language)}.`;
    case 'limit':
      return ru ? `Предел: ${String(detail.limit)}.` : `The limit is ${String(detail.limit)}.`;
    case 'key':
      return ru ? `Ключ: ${detail.key}.` : `Key: ${detail.key}.`;
    case 'version':
      return ru ? `Версия: ${detail.version}.` : `Version: ${detail.version}.`;
    case 'fields': {
      const names = detail.fields.map((field) => licenseFileField(field, language)).join(', ');
      return ru ? `Расходится: ${names}.` : `What differs: ${names}.`;
    }
  }
}

const place = ({ line, column }: { readonly line: number; readonly column: number }, language: Language): string =>
  language === 'ru' ? `Строка ${String(line)}, столбец ${String(column)}` : `Line ${String(line)}, column ${String(column)}`;

export function uploadOutcomeText(
  result: { readonly item: UploadItem; readonly outcome: UploadOutcome; readonly detail: UploadDetail | null },
  language: Language,
): string {
  const { item, outcome, detail } = result;
  const number = item.source === 'FILE' ? item.licenseNumber : null;
  const which =
    number === null ? [] : [language === 'ru' ? `Лицензия ${String(number)} в файле.` : `License ${String(number)} of the file.`];
  return [...which, BY_OUTCOME[outcome][language], ...(detail ? [detailText(detail, language)] : [])].join(' ');
}
