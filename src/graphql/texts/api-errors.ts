/** Texts of top-level errors: what is wrong with a question itself, not with what it asks about. */
import { TOO_MANY_GUESSES } from './guesses.js';
import type { Text } from './language.js';

export const API_ERRORS = {
  unauthenticated: { ru: 'Нужен действующий токен.', en: 'A valid token is needed.' },
  forbidden: { ru: 'Вашей роли это недоступно.', en: 'Your role may not do this.' },
  readOnly: {
    ru: 'Это повтор журнала на прошлый момент: здесь ничего нельзя изменить.',
    en: 'This is a replay of a past moment: nothing can be changed here.',
  },
  storeUnavailable: {
    ru: 'Журнал сейчас недоступен. Повторите с тем же ключом идемпотентности.',
    en: 'The log cannot be reached now. Try again with the same idempotency key.',
  },
  accountNeeded: {
    ru: 'Вам доступно несколько кабинетов: укажите accountId.',
    en: 'You reach more than one account: name one by accountId.',
  },
  asOfExactlyOne: { ru: 'В asOf нужно ровно одно: time или position.', en: 'asOf needs exactly one of time and position.' },
  asOfFuture: { ru: 'asOf.time ещё не наступило.', en: 'asOf.time lies in the future.' },
  compareOrder: { ru: 'Момент from должен быть не позже to.', en: 'from must not be later than to.' },
  positionUnknown: {
    ru: 'В журнале нет такой позиции: она за его концом или из другой истории, как после восстановления, когда прежние позиции не действуют.',
    en: 'The log has no such position: it lies behind its end, or is of another history, as after a restore, when older positions do not count.',
  },
  readModelBehind: {
    ru: 'Список ещё не дошёл до этой позиции. Повторите запрос.',
    en: 'The list has not reached this position yet. Ask again.',
  },
  pageDirection: {
    ru: 'Листайте в одну сторону: first с after или last с before.',
    en: 'Page in one direction: first with after, or last with before.',
  },
  pageOffset: { ru: 'Пропустить можно ноль записей или больше.', en: 'Zero rows or more can be passed over.' },
  pageSize: { ru: 'На странице от 0 до 200 записей.', en: 'A page holds 0 to 200 rows.' },
  cursor: {
    ru: 'Этот курсор не отсюда: он действует с тем же полем, порядком и asOf, с которыми получен.',
    en: 'This cursor is not of here: it serves the same field, order and asOf that it came from.',
  },
  cursorTooOld: {
    ru: 'Страницы этого курсора старше minPosition: начните без курсора.',
    en: 'The pages of this cursor are older than minPosition: start without a cursor.',
  },
  filterTooLarge: { ru: 'В where больше 500 условий или 20 уровней.', en: 'where holds more than 500 conditions or 20 levels.' },
  tooManyIds: { ru: 'Не больше 200 ids за раз.', en: 'No more than 200 ids at once.' },
  orderBy: { ru: 'В orderBy каждое поле — один раз.', en: 'orderBy names each field once.' },
  nothingAsked: {
    ru: 'Укажите хотя бы одно: код активации, лицензию, устройство, базу, файл или заказ.',
    en: 'Name at least one: an activation code, a license, a device, a base, a file or an order.',
  },
  tooLong: { ru: 'Слишком много: не больше {limit}.', en: 'Too long: no more than {limit}.' },
  invalidArgument: { ru: 'Недопустимое значение.', en: 'This value is not valid.' },
  tooManyGuesses: TOO_MANY_GUESSES,
  operatorSearch: { ru: 'Оператору названия кабинетов не видны.', en: 'An operator does not see the names of accounts.' },
  dateTime: {
    ru: 'DateTime — текст RFC 3339 с часовым поясом, например 2026-03-01T09:00:00Z.',
    en: 'DateTime must be RFC 3339 text with an offset, as 2026-03-01T09:00:00Z.',
  },
  position: { ru: 'Это не Position из ответа.', en: 'This is no Position that an answer gave.' },
  variablesTooLarge: {
    ru: 'Переменные вложены слишком глубоко, или их слишком много.',
    en: 'The variables are nested too deep, or too many.',
  },
  tooManyNodes: {
    ru: 'Операция слишком велика: в ней слишком много полей.',
    en: 'The operation is too large: it has too many fields.',
  },
  notFound: { ru: 'Не найдено.', en: 'Not found.' },
  noCheckpoint: {
    ru: 'Повтор не подписывает контрольных точек: спросите кабинет, по журналу которого он построен.',
    en: 'A replay signs no checkpoints: ask the cabinet whose log it was built from.',
  },
  subscriptionsOnly: {
    ru: 'Здесь только подписки: запросы и мутации — POST /graphql.',
    en: 'This endpoint serves subscriptions only: send queries and mutations to POST /graphql.',
  },
  subscriptionElsewhere: {
    ru: 'Подписки — по WebSocket на /graphql или SSE на /graphql/stream.',
    en: 'Subscriptions are served over WebSocket at /graphql and as server-sent events at /graphql/stream.',
  },
  tooManySubscriptions: { ru: 'У вас открыто слишком много подписок.', en: 'You have too many subscriptions open.' },
  badRequest: {
    ru: 'Нужны query и, если есть, variables и operationName.',
    en: 'query is needed, with variables and operationName where there are any.',
  },
  tokensUnchecked: {
    ru: 'Сейчас токены не проверить. Повторите позже.',
    en: 'Tokens cannot be checked just now. Try again later.',
  },
} satisfies Record<string, Text>;

/** What stands in place of an unexpected error; its number, the request's correlation id, is in the log. */
export const internalError = (number: string): Text => ({
  ru: `Внутренняя ошибка. Сообщите поддержке её номер: ${number}.`,
  en: `Internal error. Tell support its number: ${number}.`,
});

export type ApiErrorText = keyof typeof API_ERRORS;

/** Where a name cannot be shown. */
export const NAMES = {
  erased: { ru: '(стёрто)', en: '(erased)' },
  hidden: { ru: '(скрыто)', en: '(hidden)' },
} satisfies Record<string, Text>;

/** The operation's size in one of the ways in which it is limited. */
export const operationTooLargeText = (what: keyof typeof SIZES, size: number, most: number): Text => ({
  ru: `Операция слишком велика: ${SIZES[what].ru} ${String(size)}, а можно не больше ${String(most)}.`,
  en: `The operation is too large: ${SIZES[what].en} ${String(size)}, at most ${String(most)}.`,
});

const SIZES = {
  depth: { ru: 'глубина', en: 'depth' },
  fields: { ru: 'полей', en: 'fields' },
  aliases: { ru: 'псевдонимов', en: 'aliases' },
  rootFields: { ru: 'корневых полей', en: 'root fields' },
  /** Fields times rows: smaller pages make it smaller. */
  complexity: { ru: 'сложность (поля, умноженные на строки страниц)', en: 'complexity (fields times the rows of pages)' },
} satisfies Record<string, Text>;
