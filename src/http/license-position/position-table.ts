/** The license position as rows of a table, with headings in the asker's language: what all its formats show. */
import type { Language } from '../../graphql/texts/language.js';

export interface PositionCounts {
  readonly owned: number;
  readonly active: number;
  readonly free: number;
  readonly expired: number;
  readonly replaced: number;
  readonly withdrawn: number;
  readonly updatesEnded: number;
}

export interface PositionAnswer {
  readonly account: { readonly name: string; readonly timeZone: string };
  readonly position: {
    readonly at: string;
    readonly position: string;
    readonly lines: readonly {
      readonly productName: string;
      readonly level: string | null;
      readonly configuration: string | null;
      readonly kind: 'CLOUD' | 'MAIN';
      readonly counts: PositionCounts;
    }[];
    readonly total: PositionCounts;
  };
}

export interface PositionTable {
  readonly title: string;
  /** Of which account, at which moment, read where in the log. */
  readonly about: readonly (readonly [name: string, value: string])[];
  readonly headings: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly total: readonly (string | number)[];
}

const TEXTS = {
  ru: {
    title: 'Лицензионная позиция',
    account: 'Кабинет',
    moment: 'На момент',
    place: 'Позиция журнала',
    headings: [
      'Продукт',
      'Уровень',
      'Конфигурация',
      'Вид',
      'Всего',
      'Активны',
      'Свободны',
      'Истекли',
      'Заменены',
      'Отозваны',
      'Обновления закончились',
    ],
    kinds: { CLOUD: 'Облачная', MAIN: 'Основная' },
    total: 'Итого',
  },
  en: {
    title: 'License position',
    account: 'Account',
    moment: 'At',
    place: 'Place in the log',
    headings: [
      'Product',
      'Level',
      'Configuration',
      'Kind',
      'Owned',
      'Active',
      'Free',
      'Expired',
      'Replaced',
      'Withdrawn',
      'Updates ended',
    ],
    kinds: { CLOUD: 'Cloud', MAIN: 'Main' },
    total: 'Total',
  },
} as const;

const countsOf = (counts: PositionCounts): readonly number[] => [
  counts.owned,
  counts.active,
  counts.free,
  counts.expired,
  counts.replaced,
  counts.withdrawn,
  counts.updatesEnded,
];

export function positionTable({ account, position }: PositionAnswer, language: Language): PositionTable {
  const texts = TEXTS[language];
  const { timeZone } = account;
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'long', timeZone }).format(
    new Date(position.at),
  );
  return {
    title: texts.title,
    about: [
      [texts.account, account.name],
      [texts.moment, moment],
      [texts.place, position.position],
    ],
    headings: texts.headings,
    rows: position.lines.map(({ productName, level, configuration, kind, counts }) => [
      productName,
      level ?? '',
      configuration ?? '',
      texts.kinds[kind],
      ...countsOf(counts),
    ]),
    total: [texts.total, '', '', '', ...countsOf(position.total)],
  };
}
