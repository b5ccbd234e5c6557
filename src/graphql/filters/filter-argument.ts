import type { GraphqlContext } from '../context.js';
import { apiError } from '../errors.js';
import { filterTooLarge, given, type Given } from './given.js';

/** A `where` as the read model takes it. @throws INVALID_INPUT for one with more conditions than a person or a program needs. */
export function filterArgument<Where extends object>(
  context: GraphqlContext,
  where: Where | null | undefined,
): { readonly where?: Given<Where> } {
  if (!where) return {};
  if (filterTooLarge(where)) throw apiError('filterTooLarge', context.language, ['where']);
  return { where: given(where) };
}

/** An `orderBy`. @throws INVALID_INPUT for a field that is named twice. */
export function orderArgument<Order extends { readonly field: string }>(
  context: GraphqlContext,
  orderBy: readonly Order[] | null | undefined,
): { readonly orderBy?: readonly Order[] } {
  if (!orderBy || orderBy.length === 0) return {};
  if (new Set(orderBy.map(({ field }) => field)).size < orderBy.length) throw apiError('orderBy', context.language, ['orderBy']);
  return { orderBy };
}
