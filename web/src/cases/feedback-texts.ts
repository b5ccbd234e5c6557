import type { Language } from '../i18n/language.ts';

interface FeedbackTexts {
  readonly title: string;
  readonly none: string;
  readonly total: (helped: string, rated: string, share: string) => string;
  readonly byCause: string;
  readonly columns: readonly string[];
  readonly comments: string;
  readonly noComments: string;
  readonly helped: string;
  readonly didNotHelp: string;
  readonly toAccount: string;
  readonly diagnose: string;
}

export const FEEDBACK_TEXTS: Readonly<Record<Language, FeedbackTexts>> = {
  ru: {
    title: 'Помогла ли диагностика',
    none: 'Диагнозы ещё никто не оценивал.',
    total: (helped, rated, share) => `Помогло ${helped} из ${rated} (${share}).`,
    byCause: 'По причинам',
    columns: ['Причина', 'Оценок', 'Помогло', 'Доля'],
    comments: 'Что пишут',
    noComments: 'Никто ничего не написал.',
    helped: 'Помогло',
    didNotHelp: 'Не помогло',
    toAccount: 'К лицензиям кабинета',
    diagnose: 'Спросить диагностику',
  },
  en: {
    title: 'Did the diagnoses help?',
    none: 'Nobody has rated a diagnosis yet.',
    total: (helped, rated, share) => `${helped} of ${rated} helped (${share}).`,
    byCause: 'By cause',
    columns: ['Cause', 'Rated', 'Helped', 'Share'],
    comments: 'What people write',
    noComments: 'Nobody has written anything.',
    helped: 'Helped',
    didNotHelp: 'Did not help',
    toAccount: 'To the licenses of the account',
    diagnose: 'Ask for a diagnosis',
  },
};
