import { useMemo, useState, type ReactNode, type SyntheticEvent } from 'react';
import { CODE_GROUPS, readActivationCode } from '../../../src/domain/activation-code.ts';
import { useAccountId } from '../app/viewer.ts';
import { useAction } from '../api/use-action.ts';
import { graphql } from '../gql/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Failure, Refusals } from '../ui/notice.tsx';
import type { UploadResult } from './results.tsx';

const ADD_BY_CODE = graphql(`
  mutation AddLicensesByCode($input: AddLicensesByCodeInput!) {
    addLicensesByCode(input: $input) {
      errors {
        code
        message
      }
      results {
        index
        item
        outcome
        message
      }
    }
  }
`);

const MOST_MARKED = 20;

interface Line {
  readonly number: number;
  readonly text: string;
  /** Null: the code is well-formed; it says nothing of whether it was issued. */
  readonly wrong: { readonly group: number | undefined } | null;
}

/** One code a line; commas and semicolons part them too. */
const linesOf = (typed: string): readonly Line[] =>
  typed
    .split(/[\n,;]/)
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((text, index) => {
      const reading = readActivationCode(text);
      return { number: index + 1, text, wrong: reading.ok ? null : { group: reading.wrongGroup } };
    });

/** Checked as they are typed, by the same rules as at the server: nothing is looked up. */
export function ByCode({ show }: { readonly show: (results: readonly UploadResult[]) => void }): ReactNode {
  const { t, plural } = useI18n();
  const accountId = useAccountId();
  const [typed, setTyped] = useState('');
  const lines = useMemo(() => linesOf(typed), [typed]);
  const wrong = lines.filter((line) => line.wrong !== null);
  const action = useAction(ADD_BY_CODE, ({ addLicensesByCode }) => addLicensesByCode.errors);
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    const codes = lines.map(({ text }) => text);
    const data = await action.run((idempotencyKey) => ({ input: { accountId, codes, idempotencyKey } }));
    if (!data) return;
    show(data.addLicensesByCode.results);
    setTyped('');
  };
  return (
    <form className="card stack" onSubmit={(event) => void submit(event)}>
      <h2>{t.add.byCode}</h2>
      <label className="wide">
        {t.add.codes}
        <textarea
          rows={6}
          spellCheck={false}
          autoComplete="off"
          aria-describedby="codes-hint codes-checked"
          aria-invalid={wrong.length > 0}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
      </label>
      <p id="codes-hint" className="quiet">
        {t.add.codesHint}
      </p>
      <div id="codes-checked" role="status">
        {lines.length > 0 && <p>{plural(t.add.wellFormed, lines.length - wrong.length)}</p>}
        {wrong.length > 0 && (
          <ul className="notice bad">
            {wrong.slice(0, MOST_MARKED).map((line) => (
              <li key={line.number}>
                {line.wrong?.group === undefined ? t.add.noCode(line.number) : t.add.wrongGroup(line.number, line.wrong.group)}{' '}
                <Marked text={line.text} group={line.wrong?.group} />
              </li>
            ))}
          </ul>
        )}
      </div>
      <Refusals errors={action.refusals} />
      {action.failure && <Failure error={action.failure} />}
      <button type="submit" className="primary" disabled={lines.length === 0 || action.busy}>
        {t.add.submit}
      </button>
    </form>
  );
}

/** The wrong group marked: as typed where its dashes tell the groups apart, else in groups of five. */
function Marked({ text, group }: { readonly text: string; readonly group: number | undefined }): ReactNode {
  const dashed = text.split('-');
  const groups =
    dashed.length === CODE_GROUPS
      ? dashed
      : (text
          .match(/[\p{L}\p{N}]/gu)
          ?.join('')
          .match(/.{1,5}/gu) ?? []);
  if (group === undefined || groups.length < group) return <code>{text}</code>;
  return (
    <code>
      {groups.map((letters, index) => (
        <span key={index}>
          {index > 0 && '-'}
          {index + 1 === group ? <mark>{letters}</mark> : letters}
        </span>
      ))}
    </code>
  );
}
