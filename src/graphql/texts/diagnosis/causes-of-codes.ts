/** Causes that lie in an activation code, in a license file, or in whose the license is. */
import type { CauseCode } from '../../../diagnosis/cause.js';
import { FOLDERS, rejectionText } from './upload-rejections.js';
import type { CauseText } from './wording.js';

export const CAUSES_OF_CODES = {
  CODE_MISTYPED: {
    title: { ru: 'Код активации набран с ошибкой', en: 'The activation code is mistyped' },
    explanation: {
      ru: ({ group, lastGroup }, { ending }) => {
        const place = group === undefined ? '' : ` в ${String(group)}-й группе знаков, если считать слева`;
        return `В коде активации${ending(lastGroup)} опечатка${place}. Сверьте код с письмом или лицензионной карточкой и наберите его ещё раз.`;
      },
      en: ({ group, lastGroup }, { ending }) => {
        const place = group === undefined ? '' : ` in group ${String(group)}, counted from the left`;
        return `The activation code${ending(lastGroup)} has a typing error${place}. Check it against the e-mail or the license card and type it again.`;
      },
    },
  },
  CODE_UNKNOWN: {
    title: { ru: 'Такой код активации не выдавался', en: 'This activation code was never issued' },
    titles: {
      BY_ID: { ru: 'Такой лицензии в этом кабинете нет', en: 'There is no such license in this account' },
      NO_SUCH_ORDER: { ru: 'Такого заказа в этом кабинете нет', en: 'There is no such order in this account' },
    },
    explanation: {
      ru: ({ lastGroup, variant }, { ending }) =>
        variant === 'NO_SUCH_ORDER'
          ? 'Заказа, о котором вы спрашиваете, в этом кабинете нет. Найдите его в списке заказов или спросите ещё раз по коду активации из письма или с лицензионной карточки.'
          : variant === 'BY_ID'
            ? 'Лицензии, о которой вы спрашиваете, в этом кабинете нет: её здесь не было, или её передали. Найдите код активации в письме или на лицензионной карточке и спросите ещё раз по нему: тогда станет ясно, где она.'
            : `Опечатки в коде активации${ending(lastGroup)} не видно, но такой код не выдавался. Сверьте его с письмом или лицензионной карточкой и проверьте, к тому ли заказу он относится. Если всё совпадает, напишите в поддержку.`,
      en: ({ lastGroup, variant }, { ending }) =>
        variant === 'NO_SUCH_ORDER'
          ? 'The order that you ask about is not in this account. Find it in the list of orders, or ask again by the activation code from the e-mail or the license card.'
          : variant === 'BY_ID'
            ? 'The license that you ask about is not in this account: it never was, or it was given to another one. Find the activation code in the e-mail or on the license card and ask again by it: then it is clear where the license is.'
            : `The activation code${ending(lastGroup)} shows no typing error, but it was never issued. Check it against the e-mail or the license card, and make sure that it belongs to this order. If everything agrees, write to support.`,
    },
  },
  // Names nobody, whatever the details hold (domain.md, section 6).
  CLAIMED_ELSEWHERE: {
    title: { ru: 'Лицензия принадлежит другому кабинету', en: 'The license belongs to another account' },
    explanation: {
      ru: ({ lastGroup }, { ending }) =>
        `Лицензия с этим кодом активации${ending(lastGroup)} уже принадлежит другому кабинету. Какому именно, мы сообщить не можем. Если лицензию покупали вы, напишите в поддержку и приложите документ о покупке.`,
      en: ({ lastGroup }, { ending }) =>
        `The license of this activation code${ending(lastGroup)} already belongs to another account. We may not say to which one. If it was you who bought the license, write to support and attach a proof of purchase.`,
    },
  },
  WRONG_ACCOUNT: {
    title: { ru: 'Лицензия в другом вашем кабинете', en: 'The license is in another account of yours' },
    explanation: {
      ru: ({ accountName }, { name }) => {
        const where = accountName === undefined ? 'в другом кабинете' : `в кабинете${name(accountName)}`;
        return `В этом кабинете лицензии нет: она ${where}, к которому у вас тоже есть доступ. Перейдите в него.`;
      },
      en: ({ accountName }, { name }) => {
        const where = accountName === undefined ? 'another account' : `the account${name(accountName)}`;
        return `The license is not in this account. It is in ${where}, which you can open as well. Switch to it.`;
      },
    },
  },
  UPLOAD_REJECTED: {
    title: { ru: 'Лицензию не удалось загрузить', en: 'The license could not be uploaded' },
    explanation: {
      ru: (details, { name, on }) => {
        const what = details.fileName === undefined ? 'Лицензию' : `Файл${name(details.fileName)}`;
        return `${what} уже пробовали загрузить${on(details.since)}, но не получилось. ${rejectionText(details, 'ru')}`;
      },
      en: (details, { name, on }) => {
        const what = details.fileName === undefined ? 'the license' : `the file${name(details.fileName)}`;
        return `Somebody tried to upload ${what}${on(details.since)}, but it did not work. ${rejectionText(details, 'en')}`;
      },
    },
  },
  MAIN_NEVER_UPLOADED: {
    title: { ru: 'Лицензию ещё не добавили в кабинет', en: 'The license has not been added to the account yet' },
    titles: { NO_SUCH_FILE: { ru: 'Такой файл не загружали', en: 'No such file was uploaded' } },
    explanation: {
      ru: ({ variant, fileName }, { name }) =>
        variant === 'NO_SUCH_FILE'
          ? `Файл${name(fileName)} в этот кабинет не загружали. Откройте «Лицензии», нажмите «Загрузить лицензии» и выберите его. ${FOLDERS.ru}`
          : `Это не сбой: основные лицензии добавляют в список вручную. Откройте «Лицензии», нажмите «Загрузить лицензии» и введите код активации или выберите файл лицензии XML. ${FOLDERS.ru}`,
      en: ({ variant, fileName }, { name }) =>
        variant === 'NO_SUCH_FILE'
          ? `The file${name(fileName)} was not uploaded to this account. Open “Licenses”, choose “Upload licenses” and pick it. ${FOLDERS.en}`
          : `Nothing is broken: main licenses are added to the list by hand. Open “Licenses”, choose “Upload licenses” and type the activation code, or pick the XML license file. ${FOLDERS.en}`,
    },
  },
} satisfies Partial<Record<CauseCode, CauseText>>;
