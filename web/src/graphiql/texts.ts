/** GraphiQL itself speaks English alone: what is said beside it. */
import type { Language } from '../i18n/language.ts';

interface Texts {
  readonly back: string;
  readonly signedOut: string;
  readonly firstQuery: string;
}

const VIEWER = `{
  viewer {
    id
    name
    role
  }
}
`;

export const TEXTS: Readonly<Record<Language, Texts>> = {
  ru: {
    back: 'Кабинет',
    signedOut:
      'Вход не выполнен: откройте ссылку для входа или впишите токен во вкладку «Headers»: {"authorization": "Bearer …"}',
    firstQuery: `# Ctrl+Enter — выполнить
# Ctrl+Space — подсказка
# Слева вверху — описание схемы
${VIEWER}`,
  },
  en: {
    back: 'Cabinet',
    signedOut: 'Nobody is signed in: open a sign-in link, or give a token under “Headers”: {"authorization": "Bearer …"}',
    firstQuery: `# Ctrl+Enter runs it
# Ctrl+Space suggests
# Top left: the schema described
${VIEWER}`,
  },
};
