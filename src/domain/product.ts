/** Names and levels are data, not enums (domain.md, section 2, fact 9). */
export interface Product {
  readonly name: string;
  readonly level: string | null;
  readonly configuration: string | null;
  readonly sku: string | null;
}

/** Text as it is searched and compared: NFC, lower case, ё as е (architecture.md, "The read model"). */
export const foldText = (text: string): string => text.normalize('NFC').toLowerCase().replace(/ё/g, 'е');

const differ = (a: string | null, b: string | null): boolean => a !== null && b !== null && foldText(a) !== foldText(b);

/** A license fits a base unless a fact that both state differs (domain.md, section 5, WRONG_PRODUCT). */
export function productFits(
  product: Product,
  base: { readonly productName: string | null; readonly level: string | null; readonly configuration: string | null },
): boolean {
  return (
    !differ(product.name, base.productName) &&
    !differ(product.level, base.level) &&
    !differ(product.configuration, base.configuration)
  );
}
