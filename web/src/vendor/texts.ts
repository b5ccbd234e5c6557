import type { Language } from '../i18n/language.ts';

interface VendorTexts {
  readonly copyAll: string;
  readonly saveCodes: string;
  readonly notKept: string;
  readonly closeAnyway: string;
  readonly codeColumns: readonly string[];
  readonly opened: (name: string) => string;
  readonly issueFor: string;
  readonly toLicenses: string;
  readonly toOrders: string;
  readonly forAccount: (name: string) => string;
  readonly status: string;
  readonly whose: string;
  readonly accountColumn: string;
  readonly nobody: string;
  readonly chosen: (name: string) => string;
  readonly clear: string;
  readonly releaseHint: string;
  readonly findHolder: string;
}

export const VENDOR_TEXTS: Readonly<Record<Language, VendorTexts>> = {
  ru: {
    copyAll: 'Скопировать все',
    saveCodes: 'Скачать CSV',
    notKept: 'Коды не скопированы и не скачаны: больше они не покажутся.',
    closeAnyway: 'Уйти без кодов',
    codeColumns: ['Код', 'Лицензия'],
    opened: (name) => `Кабинет «${name}» открыт.`,
    issueFor: 'Выпустить ему лицензии',
    toLicenses: 'К лицензиям',
    toOrders: 'К заказам',
    forAccount: (name) => `Для кабинета «${name}».`,
    status: 'Статус',
    whose: 'Чьи',
    accountColumn: 'Кабинет',
    nobody: 'никому: лицензию возьмёт тот, у кого код',
    chosen: (name) => `Новый владелец: ${name}`,
    clear: 'Убрать выбор',
    releaseHint: 'Прежний владелец теряет лицензию; о новом он ничего не узнаёт.',
    findHolder: 'Найти нового владельца',
  },
  en: {
    copyAll: 'Copy all',
    saveCodes: 'Download CSV',
    notKept: 'The codes are neither copied nor downloaded, and will not be shown again.',
    closeAnyway: 'Leave without the codes',
    codeColumns: ['Code', 'License'],
    opened: (name) => `The account "${name}" is open.`,
    issueFor: 'Issue licenses for it',
    toLicenses: 'To its licenses',
    toOrders: 'To its orders',
    forAccount: (name) => `For the account "${name}".`,
    status: 'Status',
    whose: 'Whose',
    accountColumn: 'Account',
    nobody: 'nobody: whoever has the code takes the license',
    chosen: (name) => `New holder: ${name}`,
    clear: 'Take the choice back',
    releaseHint: 'The former holder loses the license, and learns nothing of the new one.',
    findHolder: 'Find the new holder',
  },
};
