import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { useQuery } from 'urql';
import { readActivationCode } from '../../../src/domain/activation-code.ts';
import { useAccountId } from '../app/viewer.ts';
import { graphql } from '../gql/index.ts';
import type { DiagnoseMissingLicenseInput } from '../gql/graphql.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { KINDS } from '../licenses/filters.ts';
import { Choice } from '../ui/choice.tsx';
import { Failure } from '../ui/notice.tsx';
import { DeviceField, type AskedDevice } from './device-field.tsx';

const BASES = graphql(`
  query DiagnosisBases($accountId: ID!) {
    databases(accountId: $accountId, first: 200) {
      nodes {
        id
        name
      }
    }
  }
`);

export type Question = Omit<DiagnoseMissingLicenseInput, 'accountId'>;

interface Props {
  /** What is known from where whoever asks comes from: it is not asked for. */
  readonly known: Question;
  /** Typed into the search of the list, and a code by its form. */
  readonly firstCode: string;
  readonly ask: (question: Question) => void;
}

/** Only what is not known yet, and none of it is needed: the more is known, the surer is the answer. */
export function QuestionForm({ known, firstCode, ask }: Props): ReactNode {
  const { t } = useI18n();
  const accountId = useAccountId();
  const [{ data, error }] = useQuery({ query: BASES, variables: { accountId } });
  const [code, setCode] = useState(firstCode);
  const [fileName, setFileName] = useState('');
  const [device, setDevice] = useState<AskedDevice | null>(null);
  const [databaseId, setDatabaseId] = useState('');
  const [kind, setKind] = useState<'' | (typeof KINDS)[number]>('');
  const reading = code.trim() === '' ? null : readActivationCode(code);
  // The license says of itself what kind it is, and a file would only be a way to it.
  const licenseKnown = known.licenseId !== undefined || reading?.ok === true;
  const question: Question = {
    ...known,
    ...device,
    ...(reading !== null && { activationCode: code }),
    ...(databaseId !== '' && { databaseId }),
    ...(!licenseKnown && fileName.trim() !== '' && { fileName }),
    ...(!licenseKnown && kind !== '' && { expectedKind: kind }),
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    ask(question);
  };
  return (
    <form className="card stack" onSubmit={submit}>
      {error && <Failure error={error} />}
      <div className="filters">
        {known.licenseId === undefined && (
          <label>
            {t.missing.code}
            <input
              autoComplete="off"
              spellCheck={false}
              aria-describedby="code-checked"
              aria-invalid={reading?.ok === false}
              value={code}
              onChange={({ currentTarget }) => setCode(currentTarget.value)}
            />
          </label>
        )}
        {known.deviceId === undefined && <DeviceField change={setDevice} />}
        <Choice
          label={t.missing.database}
          value={databaseId}
          options={[['', t.missing.unknown], ...(data?.databases.nodes ?? []).map(({ id, name }) => [id, name] as const)]}
          change={setDatabaseId}
        />
        {!licenseKnown && (
          <>
            <Choice
              label={t.missing.kind}
              value={kind}
              options={[['', t.missing.unknown], ...KINDS.map((each) => [each, t.licenses.kinds[each]] as const)]}
              change={setKind}
            />
            <label>
              {t.missing.file}
              <input value={fileName} maxLength={255} onChange={({ currentTarget }) => setFileName(currentTarget.value)} />
            </label>
          </>
        )}
      </div>
      <p id="code-checked" role="status" className="quiet">
        {reading?.ok === false &&
          (reading.wrongGroup === undefined ? t.missing.noCode : t.missing.wrongGroup(String(reading.wrongGroup)))}
      </p>
      <button type="submit" className="primary" disabled={Object.keys(question).length === 0}>
        {t.missing.ask}
      </button>
    </form>
  );
}
