/** What to ask for so that more can be decided: items of a list, each with where to look for it. */
import type { MissingFact } from '../../../diagnosis/cause.js';
import type { Text } from '../language.js';

export const MISSING_FACTS = {
  ACTIVATION_CODE: {
    ru: 'код активации из письма или с лицензионной карточки',
    en: 'the activation code, from the e-mail or the license card',
  },
  DEVICE_CODE: { ru: 'код устройства', en: 'the code of the device' },
  DATABASE: { ru: 'база, с которой работает устройство', en: 'the base that the device works with' },
  EXPECTED_KIND: {
    ru: 'вид лицензии: облачная или основная',
    en: 'the kind of the license: cloud or main',
  },
  FILE_NAME: { ru: 'имя файла лицензии, который загружали', en: 'the name of the license file that was uploaded' },
  ORDER: { ru: 'заказ, по которому должна прийти лицензия', en: 'the order that should bring the license' },
  SERIAL_NUMBER: { ru: 'серийный номер устройства', en: 'the serial number of the device' },
  FORMER_DEVICE: {
    ru: 'выходит ли на связь прежняя запись этого устройства',
    en: 'whether the earlier entry of this device still reports',
  },
  SERVER_VERSION_RELEASED_AT: {
    ru: 'дата выпуска версии сервера, установленной на базе',
    en: 'the release date of the server version on the base',
  },
  CLIENT_VERSION: { ru: 'версия приложения на устройстве', en: 'the version of the application on the device' },
} satisfies Record<MissingFact, Text>;
