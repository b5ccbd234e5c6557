/** Causes that lie in the license's clocks, in the product, in the state of its base, or in what was done with the license. */
import type { CauseCode } from '../../../diagnosis/cause.js';
import type { CauseText } from './wording.js';

export const CAUSES_OF_TERMS = {
  WITHDRAWN: {
    title: { ru: 'Лицензия отозвана', en: 'The license was withdrawn' },
    explanation: {
      ru: ({ since }, { on }) => `Поставщик отозвал эту лицензию${on(since)}. Если вы не знаете почему, напишите в поддержку.`,
      en: ({ since }, { on }) => `The vendor withdrew this license${on(since)}. If you do not know why, write to support.`,
    },
  },
  REPLACED: {
    title: { ru: 'Лицензия заменена другой', en: 'The license was replaced by another one' },
    explanation: {
      ru: ({ since }, { on }) =>
        `Эту лицензию${on(since)} заменили другой. Посмотрите новую и, если она ещё не активирована, активируйте её на устройстве.`,
      en: ({ since }, { on }) =>
        `This license was replaced by another one${on(since)}. See the new one, and activate it on the device if that is not done yet.`,
    },
  },
  REMOVED_FROM_LIST: {
    title: { ru: 'Лицензию убрали из списка', en: 'The license was removed from the list' },
    explanation: {
      ru: ({ since }, { on }) =>
        `Кто-то из пользователей кабинета${on(since)} убрал лицензию из списка. Сама лицензия не пропала: верните её в список.`,
      en: ({ since }, { on }) =>
        `Somebody of this account removed the license from the list${on(since)}. The license itself is not lost: restore it to the list.`,
    },
  },
  BASE_DELETED: {
    title: { ru: 'База удалена', en: 'The base is deleted' },
    titles: { NO_SUCH_BASE: { ru: 'Такой базы в этом кабинете нет', en: 'There is no such base in this account' } },
    explanation: {
      ru: ({ baseName, since, variant }, { name, on }) =>
        variant === 'NO_SUCH_BASE'
          ? 'Базы, о которой вы спрашиваете, в этом кабинете нет. Выберите в списке баз ту, с которой работает устройство, и спросите ещё раз.'
          : `Базу${name(baseName)}${on(since)} удалили. Перед удалением облачной базы создаётся резервная копия: запросите её в поддержке.`,
      en: ({ baseName, since, variant }, { name, on }) =>
        variant === 'NO_SUCH_BASE'
          ? 'The base that you ask about is not in this account. Choose the one that the device works with from the list of bases, and ask again.'
          : `The base${name(baseName)} was deleted${on(since)}. A backup is made before a cloud base is deleted: ask support for it.`,
    },
  },
  BASE_STOPPED: {
    title: { ru: 'База остановлена', en: 'The base is stopped' },
    explanation: {
      ru: ({ baseName, since }, { name, on }) =>
        `Базу${name(baseName)}${on(since)} остановили. Запустите её и подключите устройство ещё раз.`,
      en: ({ baseName, since }, { name, on }) =>
        `The base${name(baseName)} was stopped${on(since)}. Start it and connect the device again.`,
    },
  },
  // The day may come as either end: `since` is the term's beginning, `until` how long to wait for it.
  TERM_NOT_STARTED: {
    title: { ru: 'Срок лицензии ещё не начался', en: 'The term of the license has not begun' },
    explanation: {
      ru: ({ since, until }, { day }) => {
        const begins = since ?? until;
        return begins === undefined
          ? 'Срок лицензии ещё не начался. Дождитесь его начала: до этого она не действует.'
          : `Срок лицензии начинается ${day(begins)}. Дождитесь этого дня: до него она не действует.`;
      },
      en: ({ since, until }, { on }) => {
        const begins = since ?? until;
        return begins === undefined
          ? 'The term of the license has not begun. Wait for it: the license is not in force before.'
          : `The term of the license begins${on(begins)}. Wait for that day: the license is not in force before.`;
      },
    },
  },
  TERM_ENDED: {
    title: { ru: 'Срок лицензии закончился', en: 'The term of the license is over' },
    explanation: {
      ru: ({ deviceName, until }, { name, on }) =>
        `Срок лицензии закончился${on(until)}, а без действующего срока устройство${name(deviceName)} работает в демо-режиме. Продлите срок.`,
      en: ({ deviceName, until }, { name, on }) =>
        `The term of the license ended${on(until)}, and without a running term the device${name(deviceName)} works in demo mode. Renew the term.`,
    },
  },
  DEMO_LICENSE_ENDED: {
    title: { ru: 'Срок демо-лицензии закончился', en: 'The demo license is over' },
    explanation: {
      ru: ({ until }, { on }) => `Это демо-лицензия, и её срок закончился${on(until)}. Чтобы работать дальше, закажите лицензию.`,
      en: ({ until }, { on }) => `This is a demo license, and its term ended${on(until)}. To go on working, order a license.`,
    },
  },
  UPDATES_ENDED_EXCHANGE: {
    title: {
      ru: 'Закончилась подписка на обновления, нужная для обмена через интернет',
      en: 'The update subscription that Internet exchange needs is over',
    },
    explanation: {
      ru: ({ deviceName, baseName, until }, { name, on }) =>
        `Подписка на обновления закончилась${on(until)}. База${name(baseName)} работает с обменом через интернет, а без подписки с таким обменом устройство${name(deviceName)} работает в демо-режиме. Продлите подписку.`,
      en: ({ deviceName, baseName, until }, { name, on }) =>
        `The update subscription ended${on(until)}. The base${name(baseName)} uses Internet exchange, and without the subscription the device${name(deviceName)} works there in demo mode. Renew the subscription.`,
    },
  },
  UPDATED_AFTER_END: {
    title: {
      ru: 'Продукт обновили после конца подписки на обновления',
      en: 'The product was updated after the end of the update subscription',
    },
    explanation: {
      ru: ({ baseName, serverVersion, until, variant, lastGroup, otherDeviceName }, { name, on, ending }) => {
        const version = serverVersion === undefined ? '' : ` (сейчас версия ${serverVersion})`;
        const device = otherDeviceName === undefined ? '' : ` на устройстве${name(otherDeviceName)}`;
        const whose = variant === 'OTHER_LICENSE' ? ` другой лицензии этой базы${ending(lastGroup)}${device}` : '';
        return `Подписка на обновления${whose} закончилась${on(until)}, а продукт на базе${name(baseName)} обновили до более новой версии${version}. После такого обновления все лицензии этой базы работают в демо-режиме. Продлите подписку.`;
      },
      en: ({ baseName, serverVersion, until, variant, lastGroup, otherDeviceName }, { name, on, ending }) => {
        const version = serverVersion === undefined ? '' : ` (it is at version ${serverVersion} now)`;
        const device = otherDeviceName === undefined ? '' : ` on the device${name(otherDeviceName)}`;
        const whose = variant === 'OTHER_LICENSE' ? ` of another license of this base${ending(lastGroup)}${device}` : '';
        return `The update subscription${whose} ended${on(until)}, but the product on the base${name(baseName)} was updated to a later version${version}. After such an update all licenses of the base work in demo mode. Renew the subscription.`;
      },
    },
  },
  UPDATES_ENDED_TRANSFER_REFUSED: {
    title: {
      ru: 'Без подписки на обновления лицензию не перенести',
      en: 'Without the update subscription the license cannot be moved',
    },
    explanation: {
      ru: ({ until }, { on }) =>
        `Подписка на обновления закончилась${on(until)}, а без неё перенести лицензию на другое устройство нельзя. Продлите подписку и повторите перенос.`,
      en: ({ until }, { on }) =>
        `The update subscription ended${on(until)}, and without it the license cannot be moved to another device. Renew the subscription and move the license then.`,
    },
  },
  WRONG_PRODUCT: {
    title: { ru: 'Лицензия не подходит к базе', en: 'The license does not fit the base' },
    explanation: {
      ru: ({ baseName, productName, baseProductName }, { name }) => {
        const licensed = productName === undefined ? '' : ` Лицензия выдана на${name(productName)}.`;
        const installed = baseProductName === undefined ? '' : ` На базе установлен${name(baseProductName)}.`;
        return `Продукт, уровень или конфигурация лицензии не подходят к базе${name(baseName)}.${licensed}${installed} Закажите переход на то, что установлено на базе.`;
      },
      en: ({ baseName, productName, baseProductName }, { name }) => {
        const licensed = productName === undefined ? '' : ` The license is for${name(productName)}.`;
        const installed = baseProductName === undefined ? '' : ` The base has${name(baseProductName)}.`;
        return `The product, level or configuration of the license does not fit the base${name(baseName)}.${licensed}${installed} Order a transition to what the base has.`;
      },
    },
  },
} satisfies Partial<Record<CauseCode, CauseText>>;
