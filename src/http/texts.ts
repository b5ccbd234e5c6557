/** Texts of errors that HTTP answers itself, before or beside GraphQL. */
import { API_ERRORS, internalError } from '../graphql/texts/api-errors.js';
import type { Text } from '../graphql/texts/language.js';

export const HTTP_TEXTS = {
  unauthenticated: {
    ru: 'Нужен действующий токен: Authorization: Bearer <токен>.',
    en: 'A valid token is needed: Authorization: Bearer <token>.',
  },
  signInCodeUnknown: {
    ru: 'Ссылка для входа не подходит: она от другого или остановленного сервера. Возьмите новую.',
    en: 'This sign-in link does not fit: it is of another server, or one that was stopped. Take a new one.',
  },
  tokensUnchecked: API_ERRORS.tokensUnchecked,
  forbidden: API_ERRORS.forbidden,
  notFound: { ru: 'По этому адресу ничего нет.', en: 'There is nothing at this address.' },
  method: {
    ru: 'Этот адрес не принимает такой метод: принимаемые — в заголовке Allow.',
    en: 'This address does not take that method: the header Allow names those that it takes.',
  },
  address: { ru: 'Адрес не читается: проверьте знаки после %.', en: 'The address cannot be read: check what follows each %.' },
  unavailable: { ru: 'Сейчас недоступно: повторите позже.', en: 'Not available just now: try again.' },
  badRequest: { ru: 'Запрос не читается.', en: 'The request cannot be read.' },
  json: { ru: 'Тело запроса — не JSON.', en: 'The body of the request is no JSON.' },
  emptyBody: { ru: 'Тело запроса пусто, а нужен JSON.', en: 'The body of the request is empty: JSON is needed.' },
  contentLength: {
    ru: 'Тело запроса не той длины, что в content-length.',
    en: 'The body is not as long as content-length says.',
  },
  tooLarge: { ru: 'Запрос слишком велик.', en: 'The request is too large.' },
  mediaType: { ru: 'Этот content-type не принимается.', en: 'This content-type is not taken.' },
  multipart: {
    ru: 'Нужен multipart/form-data с одним файлом или несколькими.',
    en: 'Expected multipart/form-data with one or more file parts.',
  },
  multipartBroken: { ru: 'multipart/form-data оборван или повреждён.', en: 'The multipart/form-data is cut off or damaged.' },
  tooManyParts: { ru: 'Слишком много файлов или полей.', en: 'Too many files or fields.' },
  noFile: {
    ru: 'Нет ни одного файла: нужна хотя бы одна часть с файлом.',
    en: 'No file was sent: expected one or more file parts.',
  },
  accountTwice: { ru: 'accountId указан не один раз.', en: 'accountId is given more than once.' },
  accountMissing: API_ERRORS.accountNeeded,
  noAccount: { ru: 'Такого кабинета нет.', en: 'There is no such account.' },
  parameterTwice: { ru: 'Каждый параметр адреса — один раз.', en: 'Each parameter of the address once.' },
  positionParameters: {
    ru: 'Параметры адреса: format, accountId, time или position.',
    en: 'Parameters of the address: format, accountId, time or position.',
  },
  positionFormat: { ru: 'format: csv, xlsx или html.', en: 'format: csv, xlsx or html.' },
  noTile: { ru: 'Последняя контрольная точка такой плитки не охватывает.', en: 'The latest checkpoint covers no such tile.' },
  unknownField: {
    ru: 'Кроме файлов принимается только поле accountId.',
    en: 'Expected file parts, and no field but accountId.',
  },
} satisfies Record<string, Text>;

export const tooManyRequests = (seconds: number): Text => ({
  ru: `Слишком много запросов: повторите через ${String(seconds)} с.`,
  en: `Too many requests: try again in ${String(seconds)} s.`,
});

export const filesTooLarge = (bytes: number): Text => ({
  ru: `Файлы одной загрузки вместе — не больше ${String(bytes)} байт.`,
  en: `The files of one upload may have ${String(bytes)} bytes together.`,
});

export const idempotencyKeyWrong = (longest: number): Text => ({
  ru: `idempotency-key: один текст не длиннее ${String(longest)} знаков, ASCII без пробелов.`,
  en: `idempotency-key: expected one text of at most ${String(longest)} ASCII characters, without spaces.`,
});

/** By the framework's own error codes. */
const OF_THE_FRAMEWORK: Readonly<Record<string, Text>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: HTTP_TEXTS.json,
  FST_ERR_CTP_EMPTY_JSON_BODY: HTTP_TEXTS.emptyBody,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: HTTP_TEXTS.contentLength,
  FST_ERR_CTP_BODY_TOO_LARGE: HTTP_TEXTS.tooLarge,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: HTTP_TEXTS.mediaType,
  FST_ERR_BAD_URL: HTTP_TEXTS.address,
  FST_INVALID_MULTIPART_CONTENT_TYPE: HTTP_TEXTS.multipart,
  FST_MP_PREMATURE_CLOSE: HTTP_TEXTS.multipartBroken,
  FST_FILES_LIMIT: HTTP_TEXTS.tooManyParts,
  FST_PARTS_LIMIT: HTTP_TEXTS.tooManyParts,
  FST_FIELDS_LIMIT: HTTP_TEXTS.tooManyParts,
};

const BY_STATUS: Readonly<Record<number, Text>> = {
  401: HTTP_TEXTS.unauthenticated,
  403: HTTP_TEXTS.forbidden,
  404: HTTP_TEXTS.notFound,
  405: HTTP_TEXTS.method,
  413: HTTP_TEXTS.tooLarge,
  415: HTTP_TEXTS.mediaType,
  503: HTTP_TEXTS.unavailable,
};

/** What an error that is not ours is answered as: never its own words, which are English and may tell of our insides. */
export const textOfForeign = (status: number, code: string | undefined, requestId: string): Text =>
  OF_THE_FRAMEWORK[code ?? ''] ?? BY_STATUS[status] ?? (status < 500 ? HTTP_TEXTS.badRequest : internalError(requestId));
