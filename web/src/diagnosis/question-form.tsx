import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { useQuery } from 'urql';
import { useAccountId } from '../app/viewer.ts';
import { graphql } from '../gql/index.ts';
import type { DiagnoseMissingLicenseInput } from '../gql/graphql.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { KINDS } from '../licenses/filters.ts';
import { Choice } from '../ui/choice.tsx';
import { Failure } from '../ui/notice.tsx';

const THINGS = graphql(`
  query DiagnosisThings($accountId: ID!) {
    devices(accountId: $accountId, first: 200) {
      nodes {
        id
        name
        code
      }
    }
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
  /** Where whoever asks comes from. */
  readonly known: Question;
  readonly ask: (question: Question) => void;
}

/** Nothing of it is needed; the more is known, the surer is the answer. */
export function QuestionForm({ known, ask }: Props): ReactNode {
  const { t } = useI18n();
  const accountId = useAccountId();
  const [{ data, error }] = useQuery({ query: THINGS, variables: { accountId } });
  const [code, setCode] = useState('');
  const [fileName, setFileName] = useState('');
  const [deviceId, setDeviceId] = useState(known.deviceId ?? '');
  const [databaseId, setDatabaseId] = useState('');
  const [kind, setKind] = useState<'' | (typeof KINDS)[number]>('');
  const question: Question = {
    ...(code.trim() !== '' && { activationCode: code }),
    ...(fileName.trim() !== '' && { fileName }),
    ...(deviceId !== '' && { deviceId }),
    ...(databaseId !== '' && { databaseId }),
    ...(kind !== '' && { expectedKind: kind }),
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    ask(question);
  };
  return (
    <form className="card stack" onSubmit={submit}>
      {error && <Failure error={error} />}
      <div className="filters">
        <label>
          {t.missing.code}
          <input
            autoComplete="off"
            spellCheck={false}
            value={code}
            onChange={({ currentTarget }) => setCode(currentTarget.value)}
          />
        </label>
        <Choice
          label={t.missing.device}
          value={deviceId}
          options={[
            ['', t.missing.unknown],
            ...(data?.devices.nodes ?? []).map(({ id, name, code: own }) => [id, `${name} · ${own}`] as const),
          ]}
          change={setDeviceId}
        />
        <Choice
          label={t.missing.database}
          value={databaseId}
          options={[['', t.missing.unknown], ...(data?.databases.nodes ?? []).map(({ id, name }) => [id, name] as const)]}
          change={setDatabaseId}
        />
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
      </div>
      <button type="submit" className="primary" disabled={Object.keys({ ...known, ...question }).length === 0}>
        {t.missing.ask}
      </button>
    </form>
  );
}
