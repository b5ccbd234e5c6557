/** Texts of the event stream beside those of the catalogs, which every page fetches. */
import type { Language } from '../i18n/language.ts';

interface StreamTexts {
  readonly filters: { readonly stream: string; readonly actor: string; readonly request: string };
  readonly reset: string;
  readonly save: {
    readonly csv: string;
    readonly lines: string;
    readonly running: (loaded: string, total: string) => string;
    readonly stop: string;
    readonly hint: string;
    readonly columns: readonly string[];
  };
}

const ru: StreamTexts = {
  filters: { stream: 'Поток', actor: 'Кто (номер)', request: 'Запрос' },
  reset: 'Сбросить',
  save: {
    csv: 'Скачать CSV',
    lines: 'Скачать JSON Lines',
    running: (loaded, total) => `Загружено ${loaded} из ${total}…`,
    stop: 'Остановить',
    hint: 'Скачиваются события, которые прошли фильтры. Выгрузку с доказательствами делает kabinet export --folder.',
    columns: ['Место', 'Записано', 'Произошло', 'Тип', 'Поток', 'Ревизия', 'Кто', 'Роль', 'Запрос', 'Содержание'],
  },
};

const en: StreamTexts = {
  filters: { stream: 'Stream', actor: 'Who (id)', request: 'Request' },
  reset: 'Reset',
  save: {
    csv: 'Download CSV',
    lines: 'Download JSON Lines',
    running: (loaded, total) => `${loaded} of ${total} loaded…`,
    stop: 'Stop',
    hint: 'The events that pass the filters are downloaded. kabinet export --folder makes an export with proofs.',
    columns: ['Position', 'Recorded', 'Happened', 'Type', 'Stream', 'Revision', 'Who', 'Role', 'Request', 'Content'],
  },
};

export const STREAM_TEXTS: Readonly<Record<Language, StreamTexts>> = { ru, en };
