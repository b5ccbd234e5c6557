import { useState, type ReactNode } from 'react';
import { useQuery } from 'urql';
import { useScope, useSetParameters } from '../app/scope.ts';
import { useAccountId } from '../app/viewer.ts';
import { graphql } from '../gql/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Choice } from '../ui/choice.tsx';

const PRODUCTS = graphql(`
  query Products($accountId: ID!, $asOf: AsOf) {
    licensePosition(accountId: $accountId, asOf: $asOf) {
      lines {
        productName
      }
    }
  }
`);

/** The products of the list; which they are is asked when somebody is about to choose, for it takes a look at every license. */
export function ProductChoice({ product }: { readonly product: string | null }): ReactNode {
  const { t } = useI18n();
  const accountId = useAccountId();
  const { asOf } = useScope();
  const setParameters = useSetParameters();
  const [isWanted, setWanted] = useState(false);
  const [{ data }] = useQuery({ query: PRODUCTS, variables: { accountId, asOf }, pause: !isWanted });
  const known = data?.licensePosition.lines.map(({ productName }) => productName) ?? [];
  const names = [...new Set([...(product === null ? [] : [product]), ...known])].sort((one, other) => one.localeCompare(other));
  return (
    <span onFocus={() => setWanted(true)} onPointerEnter={() => setWanted(true)}>
      <Choice
        label={t.licenses.columns.product}
        value={product ?? ''}
        options={[['', t.licenses.anyProduct], ...names.map((name) => [name, name] as const)]}
        change={(name) => setParameters({ product: name })}
      />
    </span>
  );
}
