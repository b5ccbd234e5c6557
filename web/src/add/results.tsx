import { useEffect, useRef, type ReactNode } from 'react';
import type { AddLicenseOutcome } from '../gql/graphql.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Table } from '../ui/table.tsx';

export interface UploadResult {
  readonly index: number;
  /** The file, or the code, masked. */
  readonly item: string;
  readonly outcome: AddLicenseOutcome;
  /** What happened and what to do, in the API's words. */
  readonly message: string;
}

const GOOD: readonly AddLicenseOutcome[] = ['ADDED', 'ALREADY_IN_LIST', 'DUPLICATE_IN_REQUEST', 'FILE_DISAGREES'];

/** One line an item: what failed first, since that is what there is to do. */
export function Results({ results }: { readonly results: readonly UploadResult[] }): ReactNode {
  const { t, plural } = useI18n();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [results]);
  const added = results.filter(({ outcome }) => outcome === 'ADDED').length;
  const isGood = ({ outcome }: UploadResult): boolean => GOOD.includes(outcome);
  const sorted = [...results.filter((result) => !isGood(result)), ...results.filter(isGood)];
  return (
    <section>
      <h2 ref={heading} tabIndex={-1}>
        {t.add.results}: {plural(t.add.added, added)}, {plural(t.add.failed, results.length - results.filter(isGood).length)}
      </h2>
      <Table label={t.add.results} columns={t.add.columns}>
        {sorted.slice(0, MOST_SHOWN).map((result, place) => (
          <tr key={place}>
            <th scope="row">
              <code>{result.item}</code>
            </th>
            <td>
              <span className={`status ${isGood(result) ? 'ACTIVATED' : 'EXPIRED'}`}>{t.add.outcomes[result.outcome]}</span>
            </td>
            <td>{result.message}</td>
          </tr>
        ))}
      </Table>
      {sorted.length > MOST_SHOWN && <p className="quiet">{t.add.notShown(String(sorted.length - MOST_SHOWN))}</p>}
    </section>
  );
}

/** More lines than these help nobody, and slow the browser down. */
const MOST_SHOWN = 500;
