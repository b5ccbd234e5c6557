/** What a refusal says to a person. The code is for programs; a text never holds a code or another tenant's facts. */
import { MOST_ORDERED } from '../../commands/order-commands.js';
import type { PlainRule, Refusal, RefusalCode, RefusalDetail } from '../../domain/refusal.js';
import { TOO_MANY_GUESSES } from './guesses.js';
import type { Language, Text } from './language.js';

const BY_CODE: Readonly<Record<RefusalCode, Text>> = {
  NOT_FOUND: { ru: 'Не найдено.', en: 'Not found.' },
  INVALID_INPUT: { ru: 'Недопустимое значение.', en: 'This value is not valid.' },
  CONFLICT: {
    ru: 'Этот ключ идемпотентности уже использован с другими данными, или данные одновременно изменил кто-то ещё. Проверьте и повторите.',
    en: 'This idempotency key was used with other input, or somebody else changed the same thing at this moment. Check and try again.',
  },
  ALREADY_DONE: { ru: 'Это уже сделано.', en: 'This is already done.' },
  NOT_PERMITTED: { ru: 'Это действие здесь недоступно.', en: 'This cannot be done here.' },
  CODE_UNKNOWN: {
    ru: 'Код набран верно, но такой код не выдавался. Сверьте его с письмом или лицензионной карточкой.',
    en: 'The code is well-formed, but it was never issued. Check it against the e-mail or the license card.',
  },
  CODE_MISTYPED: { ru: 'Код набран с ошибкой.', en: 'The code is mistyped.' },
  CLAIMED_ELSEWHERE: {
    ru: 'Лицензия с этим кодом уже принадлежит другому кабинету. Обратитесь в поддержку с документом о покупке.',
    en: 'The license of this code is held elsewhere. Contact support with a proof of purchase.',
  },
  KIND_MISMATCH: {
    ru: 'Вид лицензии не подходит к базе: облачная активируется на облачной базе, основная — на локальной.',
    en: 'The kind of license does not fit the base: a cloud license runs on a cloud base, a main license on a local one.',
  },
  LICENSE_NOT_FREE: { ru: 'Лицензия уже активирована на устройстве.', en: 'The license is activated on a device already.' },
  LICENSE_NOT_ACTIVATED: { ru: 'Лицензия не активирована.', en: 'The license is not activated.' },
  LICENSE_EXPIRED: { ru: 'Срок лицензии истёк. Сначала продлите её.', en: 'The term of the license is over. Renew it first.' },
  LICENSE_WITHDRAWN: { ru: 'Лицензия отозвана поставщиком.', en: 'The license was withdrawn by the vendor.' },
  LICENSE_REPLACED: { ru: 'Лицензия заменена другой.', en: 'The license was replaced by another one.' },
  LICENSE_NOT_IN_LIST: { ru: 'Этой лицензии нет в списке.', en: 'This license is not in the list.' },
  WORK_NOT_CONFIRMED: {
    ru: 'Подтвердите, что работа на устройстве завершена: несохранённые документы будут потеряны.',
    en: 'Confirm that work on the device is finished: documents that were not sent would be lost.',
  },
  UPDATES_ENDED: {
    ru: 'Подписка на обновления закончилась, поэтому перенос недоступен. Сначала продлите подписку.',
    en: 'The update subscription is over, so the license cannot be moved. Renew the subscription first.',
  },
  DEVICE_NOT_CONNECTED: {
    ru: 'Устройство не подключено ни к одной базе. Подключите его, например по QR-коду базы.',
    en: 'The device is connected to no base. Connect it, for example with the QR code of the base.',
  },
  DEVICE_ALREADY_LICENSED: { ru: 'На устройстве уже есть действующая лицензия.', en: 'The device has a license already.' },
  DEVICE_ON_OTHER_BASE: { ru: 'Устройство подключено к другой базе.', en: 'The device is connected to another base.' },
  PRODUCT_MISMATCH: {
    ru: 'Продукт, уровень или конфигурация лицензии не подходят к базе.',
    en: 'The product, level or configuration of the license does not fit the base.',
  },
  DATABASE_STOPPED: { ru: 'База остановлена.', en: 'The base is stopped.' },
  DATABASE_DELETED: { ru: 'База удалена.', en: 'The base is deleted.' },
  ORDER_NOT_PAID: {
    ru: 'Заказ ещё не оплачен. Сначала отметьте оплату.',
    en: 'The order is not paid yet. Mark it as paid first.',
  },
  ORDER_CLOSED: {
    ru: 'Заказ уже закрыт: он выполнен или отменён.',
    en: 'The order is closed: it was fulfilled or cancelled.',
  },
};

const BY_RULE: Readonly<Record<PlainRule, Text>> = {
  codeShape: {
    ru: 'Это не похоже на код активации: в нём пять групп по пять знаков.',
    en: 'This does not look like an activation code: it has five groups of five letters.',
  },
  empty: { ru: 'Значение не должно быть пустым.', en: 'This must not be empty.' },
  loneSurrogate: { ru: 'Текст содержит повреждённые знаки.', en: 'The text holds broken characters.' },
  controlCharacter: {
    ru: 'В названии не может быть переводов строки и других управляющих знаков.',
    en: 'A name holds no line breaks and no other control characters.',
  },
  instant: {
    ru: 'Нужны дата и время по RFC 3339 с часовым поясом.',
    en: 'A date and time as RFC 3339 text with an offset is needed.',
  },
  instantInFuture: { ru: 'Это время ещё не наступило.', en: 'This time lies in the future.' },
  guid: { ru: 'Нужен GUID базы.', en: 'The GUID of the base is needed.' },
  timeZone: {
    ru: 'Неизвестный часовой пояс. Нужно имя IANA, например Europe/Moscow.',
    en: 'Unknown time zone. An IANA name is needed, as Europe/Moscow.',
  },
  accountNeeded: {
    ru: 'Вам доступно несколько кабинетов: укажите accountId.',
    en: 'You reach more than one account: name one by accountId.',
  },
  exactlyOne: { ru: 'Укажите ровно одно из полей.', en: 'Give exactly one of these fields.' },
  exchangeKind: {
    ru: 'Меняются только локальная база и обмен через интернет: облачная база остаётся облачной.',
    en: 'Only local and Internet exchange change into one another: a cloud base stays one.',
  },
  termNeeded: { ru: 'Укажите срок: даты или число месяцев.', en: 'A term is needed: dates, or a number of months.' },
  termOrder: { ru: 'Конец срока должен быть позже его начала.', en: 'The end must be later than the beginning.' },
  termOrMonths: { ru: 'Укажите либо даты, либо число месяцев.', en: 'Give either dates or a number of months.' },
  cloudUpdates: {
    ru: 'У облачной лицензии нет подписки на обновления: уберите updatesUntil и оставьте срок — validUntil или months.',
    en: 'A cloud license has no update subscription: leave updatesUntil out, and give its term by validUntil or months.',
  },
  months: { ru: 'Недопустимое число месяцев.', en: 'This number of months is not valid.' },
  perpetualCloud: { ru: 'Облачная лицензия не бывает бессрочной.', en: 'A cloud license is never perpetual.' },
  codeExists: { ru: 'Такой код уже выдан.', en: 'This code was issued before.' },
  idempotencyKey: {
    ru: 'Ключ идемпотентности: от 1 до 200 знаков ASCII без пробелов.',
    en: 'An idempotency key has 1 to 200 ASCII characters, without spaces.',
  },
  accountExists: { ru: 'Такой кабинет уже открыт.', en: 'This account is open already.' },
  tooManyTries: TOO_MANY_GUESSES,
  version: { ru: 'Недопустимая версия.', en: 'This version is not valid.' },
  productOrSku: { ru: 'Укажите продукт или его артикул.', en: 'Give a product or its article number.' },
  quantity: {
    ru: `Количество — от 1 до ${String(MOST_ORDERED)}.`,
    en: `The quantity is 1 to ${String(MOST_ORDERED)}.`,
  },
  orderPaid: {
    ru: 'Заказ уже оплачен, и отменить его здесь нельзя. Обратитесь к поставщику.',
    en: 'The order is paid and cannot be cancelled here. Contact the vendor.',
  },
  clockWithoutEnd: {
    ru: 'Продлевать нечего: у лицензии нет такого срока или подписки, либо они ещё не начались.',
    en: 'There is nothing to extend: the license has no such term or subscription, or it has not begun yet.',
  },
  twice: { ru: 'Эта лицензия указана дважды.', en: 'This license is named twice.' },
  oneAccount: {
    ru: 'В одном заказе продлеваются лицензии только одного кабинета.',
    en: 'One order renews licenses of one account only.',
  },
};

function detailText(detail: RefusalDetail, language: Language): string {
  switch (detail.rule) {
    case 'codeGroup':
      return language === 'ru'
        ? `Код набран с ошибкой: проверьте группу ${String(detail.group)}.`
        : `The code is mistyped: check group ${String(detail.group)}.`;
    case 'tooLong':
      return language === 'ru'
        ? `Не длиннее ${String(detail.limit)} знаков.`
        : `No longer than ${String(detail.limit)} characters.`;
    case 'tooMany':
      return language === 'ru' ? `Не больше ${String(detail.limit)} за раз.` : `No more than ${String(detail.limit)} at once.`;
    default:
      return BY_RULE[detail.rule][language];
  }
}

export function refusalText(refusal: Pick<Refusal, 'code' | 'detail'>, language: Language): string {
  return refusal.detail ? detailText(refusal.detail, language) : BY_CODE[refusal.code][language];
}
