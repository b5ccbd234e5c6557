/** A product as it was typed: a name that is needed, and what else tells it apart. */
import type { Product } from '../domain/product.js';
import type { Refusal } from '../domain/refusal.js';
import { requiredText, texts, type Checked } from './input.js';

export interface TypedProduct {
  readonly name: string;
  readonly level?: string;
  readonly configuration?: string;
  readonly sku?: string;
}

const inProduct = (refused: Refusal): { readonly ok: false; readonly refusal: Refusal } => ({
  ok: false,
  refusal: { ...refused, path: ['product', ...refused.path] },
});

/** The path of a refusal begins with `product`. */
export function checkedProduct(typed: TypedProduct): Checked<Product> {
  const name = requiredText(typed.name, ['name']);
  if (!name.ok) return inProduct(name.refusal);
  const rest = texts(typed, ['level', 'configuration', 'sku']);
  return rest.ok ? { ok: true, value: { name: name.value, ...rest.value } } : inProduct(rest.refusal);
}
