/** What a check that excluded its cause has found. */
import type { CauseCode } from '../../../diagnosis/cause.js';
import type { Text } from '../language.js';

export const PASSED_CHECKS = {
  CODE_MISTYPED: { ru: 'Опечаток в коде активации нет.', en: 'The activation code shows no typing error.' },
  CODE_UNKNOWN: { ru: 'Такой код активации действительно выдавался.', en: 'The activation code was issued.' },
  CLAIMED_ELSEWHERE: { ru: 'Другому кабинету лицензия не принадлежит.', en: 'The license belongs to no other account.' },
  WRONG_ACCOUNT: {
    ru: 'В других кабинетах, к которым у вас есть доступ, лицензии нет.',
    en: 'The license is in no other account that you can open.',
  },
  FILTERED_OUT: { ru: 'Фильтр лицензию не скрывает.', en: 'No filter hides the license.' },
  PROJECTION_BEHIND: { ru: 'В список попали все последние изменения.', en: 'The list holds all recent changes.' },
  WITHDRAWN: { ru: 'Лицензию не отзывали.', en: 'The license was not withdrawn.' },
  REPLACED: { ru: 'Лицензию не заменяли другой.', en: 'The license was not replaced by another one.' },
  REMOVED_FROM_LIST: { ru: 'Из списка лицензию не убирали.', en: 'The license was not removed from the list.' },
  ORDER_UNPAID: { ru: 'Неоплаченного заказа на лицензию нет.', en: 'No order of the license is unpaid.' },
  ORDER_NOT_FULFILLED: {
    ru: 'Оплаченного заказа, по которому не выдали лицензию, нет.',
    en: 'No paid order is waiting for its license.',
  },
  UPLOAD_REJECTED: { ru: 'Неудачных загрузок этой лицензии не было.', en: 'No upload of the license has failed.' },
  BASE_DELETED: { ru: 'Базу не удаляли.', en: 'The base is not deleted.' },
  BASE_STOPPED: { ru: 'База не остановлена.', en: 'The base is not stopped.' },
  DEVICE_CLONED: { ru: 'Другие устройства с тем же кодом не замечены.', en: 'No other device was seen with the same code.' },
  DEVICE_NOT_CONNECTED: { ru: 'Устройство подключено к базе.', en: 'The device is connected to a base.' },
  CLOCK_SKEW: { ru: 'Время на устройстве верное.', en: 'The clock of the device is right.' },
  DEVICE_ON_OTHER_BASE: { ru: 'К другой базе устройство не подключено.', en: 'The device is not connected to another base.' },
  DEVICE_ON_LOCAL_BASE: {
    ru: 'То, к какой базе подключено устройство, появлению лицензии в списке не мешает.',
    en: 'The kind of base that the device is on does not keep the license out of the list.',
  },
  TERM_NOT_STARTED: { ru: 'Ждать начала срока лицензии не нужно.', en: 'There is no beginning of a term to wait for.' },
  TERM_ENDED: { ru: 'Срок лицензии не закончился.', en: 'The term of the license is not over.' },
  DEMO_LICENSE_ENDED: {
    ru: 'Закончившейся демо-лицензии на устройстве нет.',
    en: 'The device has no demo license that is over.',
  },
  UPDATES_ENDED_EXCHANGE: {
    ru: 'Обмену через интернет подписка на обновления не мешает.',
    en: 'The update subscription does not stand in the way of Internet exchange.',
  },
  UPDATED_AFTER_END: {
    ru: 'После конца подписки на обновления продукт на базе не обновляли.',
    en: 'The product on the base was not updated after the end of an update subscription.',
  },
  UPDATES_ENDED_TRANSFER_REFUSED: {
    ru: 'Переносу лицензии подписка на обновления не мешает.',
    en: 'The update subscription does not stand in the way of moving the license.',
  },
  WRONG_PRODUCT: { ru: 'Продукт лицензии подходит к базе.', en: 'The product of the license fits the base.' },
  DEVICE_CODE_CHANGED: { ru: 'Смены кода устройства не видно.', en: 'The code of the device has not been seen to change.' },
  MOVED_TO_OTHER_DEVICE: { ru: 'На другом устройстве лицензии нет.', en: 'The license is on no other device.' },
  UNLINKED_NOT_REACTIVATED: {
    ru: 'Лицензию не отвязывали или потом активировали снова.',
    en: 'The license was not unlinked, or it has been activated again.',
  },
  NOT_ACTIVATED: { ru: 'Лицензию уже активировали.', en: 'The license has been activated.' },
  MAIN_NEVER_UPLOADED: {
    ru: 'Лицензию уже добавили, или добавлять её вручную не нужно.',
    en: 'The license has been added, or it need not be added by hand.',
  },
  NO_LICENSE: { ru: 'Лицензия на устройстве есть.', en: 'The device has a license.' },
  CLIENT_TOO_OLD: {
    ru: 'Версия приложения на устройстве подходит к серверу.',
    en: 'The version of the application on the device fits the server.',
  },
  DEVICE_SILENT_SINCE_ACTIVATION: {
    ru: 'После активации устройство выходило на связь.',
    en: 'The device has been heard from since the activation.',
  },
  CLOUD_PROJECTION_FAULT: {
    ru: 'Список лицензий совпадает с нашими записями.',
    en: 'The list of licenses agrees with our records.',
  },
  DEVICE_PROJECTION_FAULT: {
    ru: 'Список устройств совпадает с нашими записями.',
    en: 'The list of devices agrees with our records.',
  },
} satisfies Record<CauseCode, Text>;
