/** What the next action is called, as on a button. */
import type { ActionName } from '../../../diagnosis/cause.js';
import type { Text } from '../language.js';

export const ACTIONS = {
  TYPE_AGAIN: { ru: 'Набрать код ещё раз', en: 'Type the code again' },
  CHECK_THE_CARD: { ru: 'Сверить код с письмом или карточкой', en: 'Check the code against the e-mail or the card' },
  PROVE_PURCHASE: { ru: 'Отправить в поддержку документ о покупке', en: 'Send support a proof of purchase' },
  SWITCH_ACCOUNT: { ru: 'Перейти в другой кабинет', en: 'Switch to the other account' },
  CLEAR_FILTER: { ru: 'Сбросить фильтр', en: 'Clear the filter' },
  WAIT: { ru: 'Подождать', en: 'Wait' },
  CONTACT_SUPPORT: { ru: 'Написать в поддержку', en: 'Write to support' },
  SEE_REPLACEMENT: { ru: 'Посмотреть новую лицензию', en: 'See the new license' },
  RESTORE_TO_LIST: { ru: 'Вернуть лицензию в список', en: 'Restore the license to the list' },
  PAY: { ru: 'Оплатить заказ', en: 'Pay the order' },
  UPLOAD_AGAIN: { ru: 'Загрузить ещё раз', en: 'Upload again' },
  ASK_FOR_BACKUP: { ru: 'Запросить резервную копию базы', en: 'Ask for the backup of the base' },
  START_BASE: { ru: 'Запустить базу', en: 'Start the base' },
  MAKE_CODES_DISTINCT: { ru: 'Сделать коды устройств разными', en: 'Make the codes of the devices distinct' },
  CONNECT_DEVICE: { ru: 'Подключить устройство к базе', en: 'Connect the device to the base' },
  SET_CLOCK: { ru: 'Выставить время на устройстве', en: 'Set the clock of the device' },
  RECONNECT_DEVICE: { ru: 'Подключить устройство к нужной базе', en: 'Connect the device to the right base' },
  ADD_BY_CODE: { ru: 'Добавить лицензию по коду или из файла', en: 'Add the license by its code or from a file' },
  RENEW_TERM: { ru: 'Продлить срок лицензии', en: 'Renew the term of the license' },
  RENEW_UPDATES: { ru: 'Продлить подписку на обновления', en: 'Renew the update subscription' },
  ORDER_LICENSE: { ru: 'Заказать лицензию', en: 'Order a license' },
  ORDER_TRANSITION: { ru: 'Заказать переход на другой продукт', en: 'Order a transition to another product' },
  UNLINK: { ru: 'Отвязать лицензию от устройства', en: 'Unlink the license from the device' },
  SEE_OTHER_DEVICE: { ru: 'Посмотреть другое устройство', en: 'See the other device' },
  ACTIVATE: { ru: 'Активировать лицензию', en: 'Activate the license' },
  UPDATE_CLIENT: { ru: 'Обновить приложение на устройстве', en: 'Update the application on the device' },
  BRING_ONLINE: { ru: 'Включить устройство и подключить к базе', en: 'Turn the device on and connect it to the base' },
  RETRY_PARKED: { ru: 'Обработать отложенные записи ещё раз', en: 'Process the records put aside again' },
} satisfies Record<ActionName, Text>;
