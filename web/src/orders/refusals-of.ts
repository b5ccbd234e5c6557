import type { MutationRefusal } from '../api/use-action.ts';

interface OrderPayload {
  readonly errors: readonly MutationRefusal[];
  readonly order: object | null;
}

/** An order that came about was not refused: what its errors then tell of single items stands with the items. */
export const refusalsOf = ({ errors, order }: OrderPayload): readonly MutationRefusal[] => (order === null ? errors : []);
