import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { useClient } from 'urql';
import type { LicenseRowFragment } from '../../gql/graphql.ts';
import { useI18n } from '../../i18n/i18n.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Failure } from '../../ui/notice.tsx';
import { endOfCode } from '../code-cell.tsx';
import type { LicenseQuery } from '../license-source.ts';
import { RESTORING, type BulkAction, type BulkForm } from './bulk-actions.ts';
import { BulkFields } from './bulk-fields.tsx';
import { BulkResults } from './bulk-results.tsx';
import { everyRow } from './every-row.ts';
import type { Item } from './run-bulk.ts';
import { useBulk, type BulkSource } from './use-bulk.ts';

interface Props {
  readonly action: BulkAction;
  readonly selected: readonly LicenseRowFragment[];
  readonly query: LicenseQuery;
  /** Licenses that fit the filters. */
  readonly total: number;
  /** `isChanged`: something was done. */
  readonly close: (isChanged: boolean) => void;
}

const NOTHING_SAID: BulkForm = { months: 12, finished: false, reason: '', to: null };

const itemOf = ({ id, kind, code, product }: LicenseRowFragment): Item => ({
  id,
  kind,
  name: `${product.name} ····-${endOfCode(code)}`,
});

async function* given(items: readonly Item[]): AsyncGenerator<readonly Item[], void> {
  yield await Promise.resolve(items);
}

/** One thing for many licenses: what it needs to know, how far it is, and what came of each. */
export default function BulkDialog({ action: chosen, selected, query, total, close }: Props): ReactNode {
  const { t, format } = useI18n();
  const client = useClient();
  const [form, setForm] = useState(NOTHING_SAID);
  const [isAll, setAll] = useState(selected.length === 0);
  const [action, setAction] = useState(chosen);
  const bulk = useBulk();
  const { state, results, refused } = bulk;

  const begin = (event: SyntheticEvent): void => {
    event.preventDefault();
    const all: BulkSource = {
      total,
      pages: async function* (signal) {
        for await (const rows of everyRow(client, query, signal)) yield rows.map(itemOf);
      },
    };
    bulk.start(action, form, isAll ? all : { total: selected.length, pages: () => given(selected.map(itemOf)) });
  };
  const undo = (): void => {
    const done = results.flatMap(({ item, refusal }) => (refusal === null ? [item] : []));
    setAction(RESTORING);
    bulk.start(RESTORING, form, { total: done.length, pages: () => given(done) });
  };

  return (
    <Dialog title={t.bulk.names[action.name]} close={() => close(results.length > refused)}>
      {state === 'asking' ? (
        <form className="stack" onSubmit={begin}>
          <fieldset>
            <legend>{t.bulk.which}</legend>
            {selected.length > 0 && (
              <label className="inline">
                <input type="radio" name="which" checked={!isAll} onChange={() => setAll(false)} />
                {t.bulk.selected(format.number(selected.length))}
              </label>
            )}
            <label className="inline">
              <input type="radio" name="which" checked={isAll} onChange={() => setAll(true)} />
              {t.bulk.matching(format.number(total))}
            </label>
          </fieldset>
          <BulkFields name={action.name} form={form} change={setForm} />
          <button type="submit" className="primary" disabled={!action.isReady(form)}>
            {t.bulk.names[action.name]}
          </button>
        </form>
      ) : (
        <div className="stack">
          <p role="status">
            {state === 'running'
              ? t.bulk.progress(format.number(results.length), format.number(bulk.total))
              : [
                  state === 'stopped' ? t.bulk.stopped : '',
                  t.bulk.done(format.number(results.length - refused)),
                  refused > 0 ? t.bulk.refused(format.number(refused)) : '',
                ].join(' ')}
          </p>
          <progress max={bulk.total} value={results.length} aria-label={t.bulk.names[action.name]} />
          {bulk.error && <Failure error={bulk.error} />}
          <div className="buttons">
            {state === 'running' && (
              <button type="button" onClick={bulk.stop}>
                {t.bulk.stop}
              </button>
            )}
            {state !== 'running' && action.name === 'remove' && results.length > refused && (
              <button type="button" onClick={undo}>
                {t.bulk.undo}
              </button>
            )}
          </div>
          {state !== 'running' && <BulkResults results={results} />}
        </div>
      )}
    </Dialog>
  );
}
