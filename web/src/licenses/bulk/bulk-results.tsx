import type { ReactNode } from 'react';
import { useI18n } from '../../i18n/i18n.tsx';
import { csvOf, download } from '../../ui/csv.ts';
import type { ItemResult } from './run-bulk.ts';

/** More than anybody reads on a screen. */
const MOST_SHOWN = 200;

/** What came of each license: what was refused first, for something is to be done there. */
export function BulkResults({ results }: { readonly results: readonly ItemResult[] }): ReactNode {
  const { t, format } = useI18n();
  const sorted = [...results].sort((one, other) => Number(one.refusal === null) - Number(other.refusal === null));
  const [license, result] = t.bulk.columns;
  const textOf = ({ refusal }: ItemResult): string => refusal ?? t.bulk.fine;
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">{license}</th>
            <th scope="col">{result}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, MOST_SHOWN).map((each) => (
            <tr key={each.item.id}>
              <td>{each.item.name}</td>
              <td>{textOf(each)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {sorted.length > MOST_SHOWN && <p className="quiet">{t.bulk.notShown(format.number(sorted.length - MOST_SHOWN))}</p>}
      <button
        type="button"
        onClick={() => download('results.csv', csvOf([t.bulk.columns, ...sorted.map((each) => [each.item.name, textOf(each)])]))}
      >
        {t.bulk.results}
      </button>
    </>
  );
}
