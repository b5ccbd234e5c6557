/** Causes that lie in an order, in the list that the asker sees, or in the cabinet itself. */
import type { CauseCode, CauseDetails } from '../../../diagnosis/cause.js';
import type { Language, Text } from '../language.js';
import type { CauseText } from './wording.js';

type Fault = CauseDetails['fault'];

/** How the list came to differ from the log. The error of a parked event is for support, who read it beside that event. */
const FAULTS: Readonly<Record<NonNullable<Fault>, Text>> = {
  PARKED: {
    ru: 'но одну из этих записей кабинет не смог обработать и отложил',
    en: 'but we could not process one of these records and put it aside',
  },
  ROW_MISSING: { ru: 'но нужной строки в нём нет', en: 'but its row is not there' },
  ROW_WRONG: { ru: 'но список с этими записями расходится', en: 'but the list disagrees with these records' },
};

const UNKNOWN_FAULT: Text = { ru: 'но список этого не показывает', en: 'but the list does not show it' };

const faultOf = (fault: Fault, language: Language): string => (fault ? FAULTS[fault] : UNKNOWN_FAULT)[language];

const PUT_ASIDE: Text = {
  ru: ': одну из записей кабинет не смог обработать и отложил',
  en: ': we could not process one of the records and put it aside',
};

const putAside = (fault: Fault, language: Language): string => (fault === 'PARKED' ? PUT_ASIDE[language] : '');

export const CAUSES_OF_THE_CABINET = {
  FILTERED_OUT: {
    title: { ru: 'Лицензию скрывает фильтр', en: 'A filter hides the license' },
    explanation: {
      ru: () => 'Лицензия в списке есть, но под выбранный фильтр не подходит. Сбросьте фильтр, и вы её увидите.',
      en: () => 'The license is in the list, but it does not match the filter. Clear the filter, and you will see it.',
    },
  },
  PROJECTION_BEHIND: {
    title: { ru: 'Список ещё не обновился', en: 'The list is not up to date yet' },
    explanation: {
      ru: ({ secondsBehind }, { span }) =>
        secondsBehind === undefined
          ? 'Изменение уже записано, но в списке его пока не видно. Подождите минуту и обновите страницу.'
          : `Изменение уже записано, но список отстаёт примерно на ${span(secondsBehind)}. Подождите столько же и обновите страницу.`,
      en: ({ secondsBehind }, { span }) =>
        secondsBehind === undefined
          ? 'The change is recorded, but the list does not show it yet. Wait a minute and reload the page.'
          : `The change is recorded, but the list is behind by about ${span(secondsBehind)}. Wait that long and reload the page.`,
    },
  },
  ORDER_UNPAID: {
    title: { ru: 'Заказ не оплачен', en: 'The order is not paid' },
    titles: { CANCELLED: { ru: 'Заказ отменён', en: 'The order was cancelled' } },
    explanation: {
      ru: ({ since, variant }, { on }) =>
        variant === 'CANCELLED'
          ? 'Заказ отменили, не оплатив, поэтому по нему ничего не выдадут и не продлят. Если он ещё нужен, закажите то же самое ещё раз.'
          : variant === 'RENEWAL'
            ? `Продление заказали${on(since)}, но оплата ещё не поступила. Оплатите заказ: лицензию продлевают после оплаты.`
            : `Лицензию заказали${on(since)}, но оплата ещё не поступила. Оплатите заказ: лицензию выдают после оплаты.`,
      en: ({ since, variant }, { on }) =>
        variant === 'CANCELLED'
          ? 'The order was cancelled without being paid, so nothing is issued or renewed by it. If it is still wanted, order the same again.'
          : variant === 'RENEWAL'
            ? `The renewal was ordered${on(since)}, but the payment has not come in. Pay the order: the license is renewed after that.`
            : `The license was ordered${on(since)}, but the payment has not come in. Pay the order: the license is issued after that.`,
    },
  },
  ORDER_NOT_FULFILLED: {
    title: { ru: 'Заказ оплачен, но лицензия ещё не выдана', en: 'The order is paid, but the license is not issued yet' },
    titles: {
      RENEWAL: { ru: 'Заказ оплачен, но лицензия ещё не продлена', en: 'The order is paid, but the license is not renewed yet' },
    },
    explanation: {
      ru: ({ since, variant }, { on }) =>
        variant === 'RENEWAL'
          ? `Заказ оплачен${on(since)}, но лицензию по нему ещё не продлили. Напишите в поддержку и узнайте, когда этого ждать.`
          : `Заказ оплачен${on(since)}, но лицензию по нему ещё не выдали. Напишите в поддержку и узнайте, когда её ждать.`,
      en: ({ since, variant }, { on }) =>
        variant === 'RENEWAL'
          ? `The order was paid${on(since)}, but the license has not been renewed by it yet. Write to support and ask when to expect it.`
          : `The order was paid${on(since)}, but its license has not been issued yet. Write to support and ask when to expect it.`,
    },
  },
  CLOUD_PROJECTION_FAULT: {
    title: { ru: 'Лицензии нет в списке по нашей вине', en: 'The license is missing through our fault' },
    titles: {
      SHOWN_WRONGLY: {
        ru: 'Лицензия показана в списке неверно по нашей вине',
        en: 'The license is shown wrongly through our fault',
      },
    },
    explanation: {
      ru: ({ fault, variant }) =>
        variant === 'SHOWN_WRONGLY'
          ? `Лицензия в списке есть, но показано не то, что записано на самом деле${putAside(fault, 'ru')}. Это наша ошибка, а не ваша. Как только мы её исправим, верные данные покажутся сами.`
          : `По нашим записям лицензия должна быть в списке, ${faultOf(fault, 'ru')}. Это наша ошибка, а не ваша. Как только мы её исправим, лицензия появится сама: добавлять её не нужно.`,
      en: ({ fault, variant }) =>
        variant === 'SHOWN_WRONGLY'
          ? `The license is in the list, but what is shown is not what is recorded${putAside(fault, 'en')}. This is our fault, not yours. As soon as it is mended, the right facts are shown by themselves.`
          : `By our records the license belongs in the list, ${faultOf(fault, 'en')}. This is our fault, not yours. As soon as it is mended, the license appears by itself: there is no need to add it.`,
    },
  },
  DEVICE_PROJECTION_FAULT: {
    title: { ru: 'Устройства нет в списке по нашей вине', en: 'The device is missing through our fault' },
    titles: {
      SHOWN_WRONGLY: {
        ru: 'Устройство показано в списке неверно по нашей вине',
        en: 'The device is shown wrongly through our fault',
      },
    },
    explanation: {
      ru: ({ deviceName, fault, variant }, { name }) =>
        variant === 'SHOWN_WRONGLY'
          ? `Устройство${name(deviceName)} в списке есть, но показано не то, что записано на самом деле${putAside(fault, 'ru')}. Это наша ошибка, а не ваша. Как только мы её исправим, верные данные покажутся сами.`
          : `По нашим записям устройство${name(deviceName)} должно быть в списке, ${faultOf(fault, 'ru')}. Это наша ошибка, а не ваша. Как только мы её исправим, устройство появится само: подключать его заново не нужно.`,
      en: ({ deviceName, fault, variant }, { name }) =>
        variant === 'SHOWN_WRONGLY'
          ? `The device${name(deviceName)} is in the list, but what is shown is not what is recorded${putAside(fault, 'en')}. This is our fault, not yours. As soon as it is mended, the right facts are shown by themselves.`
          : `By our records the device${name(deviceName)} belongs in the list, ${faultOf(fault, 'en')}. This is our fault, not yours. As soon as it is mended, the device appears by itself: there is no need to connect it again.`,
    },
  },
} satisfies Partial<Record<CauseCode, CauseText>>;
