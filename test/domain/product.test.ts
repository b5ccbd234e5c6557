import { foldText, productFits } from '../../src/domain/product.js';
import { PRODUCT } from './things.js';

const base = { productName: null, level: null, configuration: null };

describe('a product', () => {
  it('fits a base that has said nothing of its own', () => {
    expect(productFits(PRODUCT, base)).toBe(true);
  });

  it('fits a base with the same names, however written', () => {
    expect(productFits(PRODUCT, { productName: 'МАГАЗИН 15', level: 'базовая', configuration: '1с:розница 2.3' })).toBe(true);
  });

  it.each([
    ['name', { ...base, productName: 'Склад 15' }],
    ['level', { ...base, level: 'Минимум' }],
    ['configuration', { ...base, configuration: '1С:УТ 11' }],
  ])('does not fit a base of another %s', (_, other) => {
    expect(productFits(PRODUCT, other)).toBe(false);
  });

  it('without a level fits every level', () => {
    expect(productFits({ ...PRODUCT, level: null }, { ...base, level: 'Минимум' })).toBe(true);
  });
});

describe('text as it is searched', () => {
  it('knows neither case, nor ё, nor how a letter was composed', () => {
    expect(foldText('УЧЁТ')).toBe('учет');
    expect(foldText('и\u0306')).toBe('й');
    expect(foldText('е\u0308')).toBe('е');
  });
});
