import type { ReactNode } from 'react';
import { useSetParameters } from '../app/scope.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Choice } from '../ui/choice.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { ENDING_WITHIN, KINDS, SORT_NAMES, type Filters } from './filters.ts';
import { ProductChoice } from './product-choice.tsx';

export function FilterBar({ filters }: { readonly filters: Filters }): ReactNode {
  const { t, plural } = useI18n();
  const setParameters = useSetParameters();
  return (
    <form role="search" className="filters" onSubmit={(event) => event.preventDefault()}>
      <SearchField value={filters.search} hint={t.licenses.searchHint} change={(q) => setParameters({ q })} />
      <Choice
        label={t.licenses.kind}
        value={filters.kind ?? ''}
        options={[['', t.licenses.anyKind], ...KINDS.map((kind) => [kind, t.licenses.kinds[kind]] as const)]}
        change={(kind) => setParameters({ kind })}
      />
      <ProductChoice product={filters.product} />
      <Choice
        label={t.licenses.ending}
        value={String(filters.endingWithin ?? '')}
        options={[
          ['', t.licenses.anyEnding],
          ...ENDING_WITHIN.map((days) => [String(days), plural(t.licenses.endingWithin, days)] as const),
        ]}
        change={(ending) => setParameters({ ending })}
      />
      <Choice
        label={t.licenses.sort}
        value={filters.sort}
        options={SORT_NAMES.map((name) => [name, t.licenses.sorts[name]] as const)}
        change={(sort) => setParameters({ sort: sort === 'listed' ? null : sort, reversed: null })}
      />
      <label className="inline">
        <input
          type="checkbox"
          checked={filters.reversed}
          onChange={({ currentTarget }) => setParameters({ reversed: currentTarget.checked ? 'yes' : null })}
        />
        {t.licenses.reverse}
      </label>
    </form>
  );
}
