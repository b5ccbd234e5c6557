import type { DeviceModeReason } from '../../domain/device-mode.js';
import type { Text } from './language.js';

/** Why a device works in its mode, and what changes it (domain.md, sections 4 and 5). */
export const DEVICE_MODE_REASONS: Readonly<Record<DeviceModeReason, Text>> = {
  LICENSED: { ru: 'Лицензия действует.', en: 'The license is in force.' },
  NO_LICENSE: { ru: 'На устройстве нет лицензии.', en: 'The device has no license.' },
  LICENSE_WITHDRAWN: { ru: 'Лицензия отозвана поставщиком.', en: 'The license was withdrawn by the vendor.' },
  LICENSE_REPLACED: {
    ru: 'Лицензия заменена другой: активируйте новую.',
    en: 'The license was replaced by another one: activate the new one.',
  },
  CLIENT_TOO_OLD: {
    ru: 'Клиент на устройстве старше сервера: обновите клиент. Лицензия ни при чём.',
    en: 'The client on the device is older than the server: update the client. The license is not at fault.',
  },
  TERM_NOT_STARTED: { ru: 'Срок лицензии ещё не начался.', en: 'The term of the license has not begun.' },
  TERM_ENDED: { ru: 'Срок лицензии истёк: продлите её.', en: 'The term of the license is over: renew it.' },
  UPDATES_ENDED: {
    ru: 'Подписка на обновления закончилась. Работать можно, пока продукт на базе не обновлён.',
    en: 'The update subscription is over. Work goes on as long as the product on the base is not updated.',
  },
  UPDATED_AFTER_END: {
    ru: 'Продукт на базе обновлён после конца подписки на обновления: продлите подписку.',
    en: 'The product on the base was updated after the update subscription had ended: renew the subscription.',
  },
  BASE_UPDATED_AFTER_END: {
    ru: 'Продукт на базе обновлён после конца подписки другой лицензии этой базы, и все её лицензии работают в демо-режиме: продлите ту подписку.',
    en: 'The product on the base was updated after the subscription of another license of the base had ended, so all its licenses are in demo: renew that subscription.',
  },
  UPDATES_ENDED_EXCHANGE: {
    ru: 'Подписка на обновления закончилась, а обмен через интернет без неё не работает: продлите подписку.',
    en: 'The update subscription is over, and Internet exchange does not work without it: renew the subscription.',
  },
};
