/** Made-up customers, places, people, devices and products, as a Russian customer would call them. */
import type { Random } from './random.js';

/** By fleet size (domain.md, section 7): shop, warehouse, regional chain, federal chain. */
export function accountName(devices: number): string {
  if (devices <= 3) return 'ИП Кузнецова М. А.';
  if (devices <= 30) return 'ООО «Складской комплекс Восток»';
  if (devices <= 300) return 'ООО «Уральский продуктовый дом»';
  return 'АО «Торговая сеть Берёзка»';
}

export const CITIES = [
  'Москва',
  'Санкт-Петербург',
  'Новосибирск',
  'Екатеринбург',
  'Казань',
  'Нижний Новгород',
  'Челябинск',
  'Самара',
  'Омск',
  'Ростов-на-Дону',
  'Уфа',
  'Красноярск',
  'Воронеж',
  'Пермь',
  'Волгоград',
  'Тверь',
  'Орёл',
  'Королёв',
] as const;

const STREETS = [
  'Ленина',
  'Мира',
  'Советская',
  'Садовая',
  'Гагарина',
  'Победы',
  'Лесная',
  'Новая',
  'Парковая',
  'Берёзовая',
] as const;

export const OWNER_NAME = 'Ирина Соколова';
export const MEMBER_NAME = 'Павел Артёмов';
export const VENDOR_NAME = 'Отдел лицензирования';

export interface DeviceModel {
  readonly name: string;
  readonly os: string;
  readonly serialPrefix: string;
}

export const DEVICE_MODELS = [
  { name: 'Urovo DT40', os: 'Android 9', serialPrefix: 'DT40' },
  { name: 'Urovo RT40', os: 'Android 10', serialPrefix: 'RT40' },
  { name: 'MindeO M40', os: 'Android 10', serialPrefix: 'M40' },
  { name: 'MindeO M50', os: 'Android 11', serialPrefix: 'M50' },
  { name: 'АТОЛ Smart.Lite', os: 'Android 7', serialPrefix: 'SL' },
  { name: 'АТОЛ Smart.Prime', os: 'Android 10', serialPrefix: 'SP' },
  { name: 'Zebra TC21', os: 'Android 11', serialPrefix: 'TC21' },
  { name: 'Honeywell EDA51', os: 'Android 8.1', serialPrefix: 'EDA' },
] as const satisfies readonly DeviceModel[];

export interface SimulatedProduct {
  readonly name: string;
  readonly level: string;
  readonly configuration: string;
  readonly sku: string;
}

const LEVELS = [
  { name: 'Минимум', sku: 'M' },
  { name: 'Базовая', sku: 'B' },
  { name: 'Расширенная', sku: 'R' },
] as const;

const LINES = [
  { name: 'Магазин 15', sku: 'MS15', configurations: ['1С:Розница 2.3', '1С:Розница 3.0', '1С:Управление торговлей 11.5'] },
  {
    name: 'Склад 15',
    sku: 'SK15',
    configurations: ['1С:Управление торговлей 11.5', '1С:ERP Управление предприятием 2.5', '1С:Комплексная автоматизация 2.5'],
  },
] as const;

export const pickProduct = (random: Random): SimulatedProduct => {
  const line = random.pick(LINES);
  const level = random.pick(LEVELS);
  const configuration = random.pick(line.configurations);
  return { name: line.name, level: level.name, configuration, sku: `${line.sku}-${level.sku}` };
};

/** What a transition license goes to: the same product, the highest level. */
export const upgraded = (product: SimulatedProduct): SimulatedProduct => ({
  ...product,
  level: 'Расширенная',
  sku: `${product.sku.slice(0, -1)}R`,
});

export const baseName = (random: Random, product: SimulatedProduct, number: number): string =>
  product.name.startsWith('Магазин')
    ? `Магазин №${String(number)} (${random.pick(CITIES)}, ул. ${random.pick(STREETS)}, ${String(random.whole(1, 120))})`
    : `Склад №${String(number)} (${random.pick(CITIES)})`;

const PLACES = ['касса', 'приёмка', 'зал', 'склад', 'отгрузка', 'инвентаризация'] as const;

export const deviceName = (random: Random, base: number, number: number): string =>
  `ТСД ${String(base)}-${String(number)} ${random.pick(PLACES)}`;
