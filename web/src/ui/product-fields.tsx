import type { ReactNode } from 'react';
import type { LicenseKind } from '../gql/graphql.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { KINDS } from '../licenses/filters.ts';
import { Choice } from './choice.tsx';

export interface WantedProduct {
  readonly name: string;
  readonly level: string;
  readonly kind: LicenseKind;
  readonly months: number;
  readonly quantity: number;
}

export const NO_PRODUCT: WantedProduct = { name: '', level: '', kind: 'MAIN', months: 12, quantity: 1 };

interface Props {
  readonly wanted: WantedProduct;
  readonly change: (wanted: WantedProduct) => void;
}

/** What licenses are wanted: names and levels are data, and so they are typed. */
export function ProductFields({ wanted, change }: Props): ReactNode {
  const { t } = useI18n();
  const number = (value: string): number => Math.max(1, Math.trunc(Number(value)) || 1);
  return (
    <>
      <label>
        {t.licenses.columns.product}
        <input
          required
          maxLength={200}
          value={wanted.name}
          onChange={({ currentTarget }) => change({ ...wanted, name: currentTarget.value })}
        />
      </label>
      <label>
        {t.license.level}
        <input
          maxLength={200}
          value={wanted.level}
          onChange={({ currentTarget }) => change({ ...wanted, level: currentTarget.value })}
        />
      </label>
      <Choice
        label={t.licenses.kind}
        value={wanted.kind}
        options={KINDS.map((kind) => [kind, t.licenses.kinds[kind]] as const)}
        change={(kind) => change({ ...wanted, kind })}
      />
      <label>
        {t.license.months}
        <input
          type="number"
          min={1}
          max={120}
          value={wanted.months}
          onChange={({ currentTarget }) => change({ ...wanted, months: number(currentTarget.value) })}
        />
      </label>
      <label>
        {t.orders.quantity}
        <input
          type="number"
          min={1}
          max={1000}
          value={wanted.quantity}
          onChange={({ currentTarget }) => change({ ...wanted, quantity: number(currentTarget.value) })}
        />
      </label>
    </>
  );
}
