/** Causes that lie in a device, in its base, or in which device the license is on. */
import type { CauseCode } from '../../../diagnosis/cause.js';
import type { Text } from '../language.js';
import type { CauseText } from './wording.js';

/** One license a device. */
const OR_ELSEWHERE: Text = {
  ru: 'сначала отвяжите ту лицензию или активируйте эту на другом устройстве',
  en: 'unlink that one first, or activate this one on another device',
};

export const CAUSES_OF_DEVICES = {
  DEVICE_CLONED: {
    title: { ru: 'У двух устройств один и тот же код', en: 'Two devices have the same code' },
    explanation: {
      ru: ({ deviceName, otherDeviceName }, { name }) => {
        const second = otherDeviceName === undefined ? 'ещё одно устройство' : `устройство${name(otherDeviceName)}`;
        const both = deviceName === undefined ? 'Два устройства' : `Устройство${name(deviceName)} и ${second}`;
        return `${both} передают один и тот же код, и кабинет не может их различить. Одна лицензия действует только на одном устройстве, поэтому сделайте коды разными.`;
      },
      en: ({ deviceName, otherDeviceName }, { name }) => {
        const second = otherDeviceName === undefined ? 'another device' : `the device${name(otherDeviceName)}`;
        const both = deviceName === undefined ? 'Two devices' : `The device${name(deviceName)} and ${second}`;
        return `${both} report the same code, so we cannot tell them apart. One license serves one device only, so make the codes distinct.`;
      },
    },
  },
  DEVICE_NOT_CONNECTED: {
    title: { ru: 'Устройство не подключено к базе', en: 'The device is connected to no base' },
    titles: {
      NEVER_SEEN: { ru: 'Такого устройства в этом кабинете нет', en: 'There is no such device in this account' },
    },
    explanation: {
      ru: ({ deviceName, baseName, variant }, { name }) =>
        variant === 'NEVER_SEEN'
          ? 'Устройство с таким кодом ни к одной базе этого кабинета не подключали. Сверьте код с тем, который показывает само устройство. Если всё совпадает, подключите его, например по QR-коду базы.'
          : `Устройство${name(deviceName)} не подключено ни к одной базе этого кабинета. Подключите его, например по QR-коду базы${name(baseName)}.`,
      en: ({ deviceName, baseName, variant }, { name }) =>
        variant === 'NEVER_SEEN'
          ? 'No device with this code was ever connected to a base of this account. Check the code against what the device itself shows. If it agrees, connect the device, for example with the QR code of the base.'
          : `The device${name(deviceName)} is connected to no base of this account. Connect it, for example with the QR code of the base${name(baseName)}.`,
    },
  },
  // The log keeps by how much it was off when that was noticed, and not how that changed since.
  CLOCK_SKEW: {
    title: { ru: 'На устройстве неверное время', en: 'The clock of the device is wrong' },
    explanation: {
      ru: ({ deviceName, minutesOff = 0, since }, { name, on, span }) => {
        const seconds = Math.abs(minutesOff) * 60;
        const error =
          seconds === 0
            ? ''
            : `: когда это заметили${on(since)}, они ${minutesOff > 0 ? 'спешили' : 'отставали'} на ${span(seconds)}`;
        return `Часы на устройстве${name(deviceName)} показывают неверное время${error}. Выставьте на нём верные дату, время и часовой пояс и подключитесь к базе ещё раз.`;
      },
      en: ({ deviceName, minutesOff = 0, since }, { name, on, span }) => {
        const seconds = Math.abs(minutesOff) * 60;
        const error =
          seconds === 0 ? '' : `: when that was noticed${on(since)}, it was ${span(seconds)} ${minutesOff > 0 ? 'fast' : 'slow'}`;
        return `The clock of the device${name(deviceName)} is wrong${error}. Set its date, time and time zone right, and connect to the base again.`;
      },
    },
  },
  DEVICE_ON_OTHER_BASE: {
    title: { ru: 'Устройство подключено к другой базе', en: 'The device is connected to another base' },
    titles: {
      OTHER_KIND: { ru: 'Устройство подключено к базе другого вида', en: 'The device is connected to a base of another kind' },
    },
    explanation: {
      ru: ({ deviceName, baseName, otherBaseName, variant }, { name }) => {
        if (variant === 'OTHER_KIND')
          return `Устройство${name(deviceName)} подключено к облачной базе${name(otherBaseName)}, а для основной лицензии нужна база на компьютере. Подключите его к такой базе.`;
        const now = otherBaseName === undefined ? 'другой базе' : `базе${name(otherBaseName)}`;
        const wanted = baseName === undefined ? 'той базе, для которой нужна лицензия' : `базе${name(baseName)}`;
        return `Сейчас устройство${name(deviceName)} подключено к ${now}. Подключите его к ${wanted}.`;
      },
      en: ({ deviceName, baseName, otherBaseName, variant }, { name }) => {
        if (variant === 'OTHER_KIND')
          return `The device${name(deviceName)} is connected to the cloud base${name(otherBaseName)}, and a main license needs a base on a PC. Connect it to one.`;
        const now = otherBaseName === undefined ? 'another base' : `the base${name(otherBaseName)}`;
        const wanted = baseName === undefined ? 'the base that the license is meant for' : `the base${name(baseName)}`;
        return `The device${name(deviceName)} is connected to ${now} now. Connect it to ${wanted}.`;
      },
    },
  },
  DEVICE_ON_LOCAL_BASE: {
    title: { ru: 'Устройство подключено к локальной базе', en: 'The device is connected to a local base' },
    explanation: {
      ru: ({ deviceName, baseName, variant }, { name }) =>
        variant === 'OTHER_KIND'
          ? `Устройство${name(deviceName)} подключено к локальной базе${name(baseName)}, а облачную лицензию можно активировать только на облачной базе. Подключите его к такой базе.`
          : `Устройство${name(deviceName)} подключено к локальной базе${name(baseName)}, а сами по себе в списке появляются только облачные лицензии. Добавьте лицензию вручную: введите код активации или загрузите файл лицензии XML.`,
      en: ({ deviceName, baseName, variant }, { name }) => {
        const base = baseName === undefined ? 'a local base' : `the local base${name(baseName)}`;
        return variant === 'OTHER_KIND'
          ? `The device${name(deviceName)} is connected to ${base}, and a cloud license can be activated on a cloud base only. Connect it to one.`
          : `The device${name(deviceName)} is connected to ${base}, and only cloud licenses come into the list by themselves. Add the license by hand: type the activation code or upload the XML license file.`;
      },
    },
  },
  DEVICE_CODE_CHANGED: {
    title: { ru: 'У устройства сменился код', en: 'The code of the device has changed' },
    explanation: {
      ru: ({ deviceName, otherDeviceName, since, variant }, { name, on }) =>
        variant === 'BOTH_REPORT'
          ? `Устройство${name(deviceName)} передаёт тот же серийный номер, что и прежняя запись${name(otherDeviceName)}, к которой привязана лицензия, но на связь выходят оба. Сверьте серийные номера на корпусах: если это разные устройства, каждому нужна своя лицензия, а если одно, отвяжите лицензию от прежней записи и активируйте её ещё раз.`
          : variant === 'COMMON_SERIAL'
            ? `Устройство${name(deviceName)} передаёт тот же серийный номер, что и запись${name(otherDeviceName)}, к которой привязана лицензия, но такой номер бывает у многих устройств. Сверьте серийные номера на корпусах: если это разные устройства, каждому нужна своя лицензия, а если одно, отвяжите лицензию от прежней записи и активируйте её ещё раз.`
            : `У устройства${name(deviceName)}${on(since)} сменился код. Возможно, его сбросили, перепрошили или переустановили на нём приложение. Теперь кабинет видит его как новое. Если лицензия осталась за прежней записью${name(otherDeviceName)}, отвяжите её, а затем активируйте на устройстве ещё раз.`,
      en: ({ deviceName, otherDeviceName, since, variant }, { name, on }) =>
        variant === 'BOTH_REPORT'
          ? `The device${name(deviceName)} reports the same serial number as the earlier entry${name(otherDeviceName)}, which the license is bound to, but both go on reporting. Compare the serial numbers on their cases: if these are two devices, each needs a license of its own; if it is one, unlink the license from the earlier entry and activate it again.`
          : variant === 'COMMON_SERIAL'
            ? `The device${name(deviceName)} reports the same serial number as the entry${name(otherDeviceName)}, which the license is bound to, but many devices have such a number. Compare the serial numbers on their cases: if these are two devices, each needs a license of its own; if it is one, unlink the license from the earlier entry and activate it again.`
            : `The code of the device${name(deviceName)} changed${on(since)}. Perhaps the device was reset or reflashed, or the application was installed anew. Your account now shows it as a new device. If the license has stayed with the earlier entry${name(otherDeviceName)}, unlink it, and then activate it on the device again.`,
    },
  },
  MOVED_TO_OTHER_DEVICE: {
    title: { ru: 'Лицензия теперь на другом устройстве', en: 'The license is on another device now' },
    explanation: {
      ru: ({ deviceName, otherDeviceName, since }, { name, on }) => {
        const other = otherDeviceName === undefined ? 'на другом устройстве' : `на устройстве${name(otherDeviceName)}`;
        const here = deviceName === undefined ? 'этого устройства' : `устройства${name(deviceName)}`;
        return `Лицензию активировали${on(since)} ${other}, а одна лицензия действует только на одном устройстве. Если для ${here} нужна своя лицензия, закажите ещё одну.`;
      },
      en: ({ deviceName, otherDeviceName, since }, { name, on }) => {
        const other = otherDeviceName === undefined ? 'another device' : `the device${name(otherDeviceName)}`;
        const here = deviceName === undefined ? 'this device' : `the device${name(deviceName)}`;
        return `The license was activated on ${other}${on(since)}, and one license serves one device only. If ${here} needs a license of its own, order another one.`;
      },
    },
  },
  UNLINKED_NOT_REACTIVATED: {
    title: { ru: 'Лицензию отвязали и больше не активировали', en: 'The license was unlinked and not activated again' },
    explanation: {
      ru: ({ deviceName, since, variant, lastGroup }, { name, on, ending }) =>
        `Лицензию${on(since)} отвязали от устройства${name(deviceName)} и с тех пор нигде не активировали. ${
          variant === 'DEVICE_TAKEN'
            ? `Она свободна, но выбранное устройство уже работает с другой лицензией${ending(lastGroup)}: ${OR_ELSEWHERE.ru}.`
            : 'Она свободна: активируйте её тем же кодом.'
        }`,
      en: ({ deviceName, since, variant, lastGroup }, { name, on, ending }) =>
        `The license was unlinked from the device${name(deviceName)}${on(since)} and has not been activated since. ${
          variant === 'DEVICE_TAKEN'
            ? `It is free, but the device that you chose works with another license already${ending(lastGroup)}: ${OR_ELSEWHERE.en}.`
            : 'It is free: activate it with the same code.'
        }`,
    },
  },
  NOT_ACTIVATED: {
    title: { ru: 'Лицензию ещё не активировали', en: 'The license has not been activated yet' },
    explanation: {
      ru: ({ deviceName, variant, lastGroup }, { name, ending }) =>
        variant === 'DEVICE_TAKEN'
          ? `Лицензия у вас есть, но её ни разу не активировали. Устройство${name(deviceName)} уже работает с другой лицензией${ending(lastGroup)}: ${OR_ELSEWHERE.ru}.`
          : variant === 'UNHELD'
            ? 'Лицензию ни разу не активировали, и ни в один кабинет она не добавлена. Активируйте её кодом или добавьте в свой кабинет.'
            : variant === 'RELEASED'
              ? `Лицензию передали заново, и с тех пор её не активировали. Активируйте её на устройстве${name(deviceName)}.`
              : `Лицензия у вас есть, но её ни разу не активировали. Активируйте её на устройстве${name(deviceName)}.`,
      en: ({ deviceName, variant, lastGroup }, { name, ending }) =>
        variant === 'DEVICE_TAKEN'
          ? `You have the license, but it was never activated. The device${name(deviceName)} works with another license already${ending(lastGroup)}: ${OR_ELSEWHERE.en}.`
          : variant === 'UNHELD'
            ? 'The license was never activated, and it was added to no account. Activate it with its code, or add it to your account.'
            : variant === 'RELEASED'
              ? `The license was handed over anew, and was not activated since. Activate it on the device${name(deviceName)}.`
              : `You have the license, but it was never activated. Activate it on the device${name(deviceName)}.`,
    },
  },
  NO_LICENSE: {
    title: { ru: 'На устройстве нет лицензии', en: 'The device has no license' },
    explanation: {
      ru: ({ deviceName }, { name }) =>
        `На устройстве${name(deviceName)} нет лицензии. Если вы её уже купили, активируйте её на нём, а если нет — закажите.`,
      en: ({ deviceName }, { name }) =>
        `The device${name(deviceName)} has no license. If you have bought one, activate it there; if not, order one.`,
    },
  },
  CLIENT_TOO_OLD: {
    title: { ru: 'Приложение на устройстве пора обновить', en: 'The application on the device must be updated' },
    explanation: {
      ru: ({ deviceName, clientVersion, serverVersion }, { name }) => {
        const versions = clientVersion && serverVersion ? ` (${clientVersion} и ${serverVersion})` : '';
        return `Версия приложения на устройстве${name(deviceName)} ниже версии сервера базы${versions}, поэтому сервер его не принимает. Лицензия ни при чём: обновите приложение.`;
      },
      en: ({ deviceName, clientVersion, serverVersion }, { name }) => {
        const versions = clientVersion && serverVersion ? ` (${clientVersion} and ${serverVersion})` : '';
        return `The version of the application on the device${name(deviceName)} is below that of the base's server${versions}, so the server does not accept it. The license is not at fault: update the application.`;
      },
    },
  },
  // `since` may be the activation or the last report before it: the device is silent since either.
  DEVICE_SILENT_SINCE_ACTIVATION: {
    title: { ru: 'После активации устройство не выходило на связь', en: 'The device has been silent since the activation' },
    explanation: {
      ru: ({ deviceName, since }, { name, day }) => {
        const silent = since === undefined ? 'с тех пор ни разу не выходило на связь' : `не выходит на связь с ${day(since)}`;
        return `Лицензию активировали, но устройство${name(deviceName)} ${silent}. Включите его и подключите к базе: тогда станет видно, работает ли оно с лицензией.`;
      },
      en: ({ deviceName, since }, { name, day }) => {
        const silent = since === undefined ? 'from since' : `from since ${day(since)}`;
        return `The license was activated, but the device${name(deviceName)} has not been heard ${silent}. Turn it on and connect it to the base: then it will be seen whether it works with the license.`;
      },
    },
  },
} satisfies Partial<Record<CauseCode, CauseText>>;
