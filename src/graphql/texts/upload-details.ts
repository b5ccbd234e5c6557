/** Names of the parts of a license file, and of what may be wrong with its XML. */
import type { LicenseFileField, XmlProblem } from '../../license-files/license-in-file.js';
import type { Language, Text } from './language.js';

const FIELDS: Readonly<Record<LicenseFileField, Text>> = {
  issuedAt: { ru: 'дата выдачи (issuedAt)', en: 'date of issue (issuedAt)' },
  code: { ru: 'код (code)', en: 'code' },
  kind: { ru: 'вид (kind)', en: 'kind' },
  product: { ru: 'продукт (product)', en: 'product' },
  level: { ru: 'уровень (level)', en: 'level' },
  configuration: { ru: 'конфигурация (configuration)', en: 'configuration' },
  sku: { ru: 'артикул (sku)', en: 'SKU (sku)' },
  demo: { ru: 'демо (demo)', en: 'demo' },
  term: { ru: 'срок (term)', en: 'term' },
  'term.perpetual': { ru: 'бессрочность (term perpetual)', en: 'perpetual (term)' },
  'term.from': { ru: 'начало срока (term from)', en: 'beginning of the term (term from)' },
  'term.until': { ru: 'конец срока (term until)', en: 'end of the term (term until)' },
  'term.months': { ru: 'срок в месяцах (term months)', en: 'months of the term (term months)' },
  updates: { ru: 'подписка на обновления (updates)', en: 'update subscription (updates)' },
  'updates.until': { ru: 'конец подписки (updates until)', en: 'end of the subscription (updates until)' },
  'updates.months': { ru: 'подписка в месяцах (updates months)', en: 'months of the subscription (updates months)' },
  device: { ru: 'устройство (device)', en: 'device' },
  'device.code': { ru: 'код устройства (device code)', en: 'code of the device (device code)' },
  database: { ru: 'база (database)', en: 'base (database)' },
  'database.id': { ru: 'GUID базы (database id)', en: 'GUID of the base (database id)' },
  signature: { ru: 'подпись (signature)', en: 'signature' },
  'signature.algorithm': { ru: 'алгоритм подписи (signature algorithm)', en: 'algorithm of the signature' },
  'signature.key': { ru: 'ключ подписи (signature key)', en: 'key of the signature' },
};

const PROBLEMS: Readonly<Record<XmlProblem, Text>> = {
  empty: { ru: 'файл пуст', en: 'the file is empty' },
  cutOff: { ru: 'файл обрывается', en: 'the file is cut off' },
  doctype: { ru: 'DOCTYPE не допускается', en: 'DOCTYPE is not allowed' },
  xmlVersion: { ru: 'нужен XML 1.0', en: 'XML 1.0 is needed' },
  encoding: { ru: 'нужна кодировка UTF-8', en: 'the encoding must be UTF-8' },
  depth: { ru: 'слишком глубокая вложенность', en: 'elements are nested too deep' },
  outsideRoot: { ru: 'текст вне корневого элемента', en: 'there is text outside of the root element' },
  secondRoot: { ru: 'корневых элементов больше одного', en: 'there is more than one root element' },
  tagMismatch: { ru: 'теги не совпадают', en: 'the tags do not match' },
  duplicateAttribute: { ru: 'атрибут повторяется', en: 'an attribute occurs twice' },
  entity: { ru: 'неизвестная сущность XML', en: 'an unknown XML entity' },
  character: { ru: 'недопустимый знак', en: 'a character that is not allowed' },
  syntax: { ru: 'ошибка синтаксиса XML', en: 'an error of XML syntax' },
  unknownRoot: { ru: 'корневой элемент — не licenseFile', en: 'the root element is not licenseFile' },
  noLicenses: { ru: 'в файле нет лицензий', en: 'the file holds no licenses' },
  signatureTwice: { ru: 'подписей больше одной', en: 'there is more than one signature' },
  signatureNested: { ru: 'подпись не на своём месте', en: 'the signature is not in its place' },
  signatureNotLast: { ru: 'после подписи есть что-то ещё', en: 'something follows the signature' },
  signatureNotText: { ru: 'подпись — не base64', en: 'the signature is not base64' },
  byteOrderMark: {
    ru: 'файл начинается с метки порядка байтов (BOM), которой при подписании не было: сохраните его в UTF-8 без BOM',
    en: 'the file begins with a byte order mark (BOM) that was not signed: save it as UTF-8 without a BOM',
  },
  signatureMismatch: { ru: 'подпись не подходит к файлу', en: 'the signature does not fit the file' },
};

/** An old upload in the log may name what this build does not: it is then shown by its own name. */
const named = <Name extends string>(texts: Readonly<Record<Name, Text>>, name: string, language: Language): string =>
  Object.hasOwn(texts, name) ? texts[name as Name][language] : name;

export const licenseFileField = (field: string, language: Language): string => named(FIELDS, field, language);
export const xmlProblem = (problem: string, language: Language): string => named(PROBLEMS, problem, language);
