import { useState, type ReactNode } from 'react';
import { useAccountId } from '../app/viewer.ts';
import { useAction } from '../api/use-action.ts';
import { graphql } from '../gql/index.ts';
import type { DatabaseKind } from '../gql/graphql.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Choice } from '../ui/choice.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';

const REGISTER = graphql(`
  mutation RegisterDatabase($input: RegisterDatabaseInput!) {
    registerDatabase(input: $input) {
      errors {
        code
        message
      }
    }
  }
`);

const KINDS: readonly DatabaseKind[] = ['CLOUD', 'LOCAL', 'INTERNET_EXCHANGE'];

interface Props {
  readonly done: () => void;
  readonly close: () => void;
}

export function RegisterDatabase({ done, close }: Props): ReactNode {
  const { t } = useI18n();
  const accountId = useAccountId();
  const [name, setName] = useState('');
  const [kind, setKind] = useState<DatabaseKind>('CLOUD');
  const action = useAction(REGISTER, ({ registerDatabase }) => registerDatabase.errors);
  const run = async (): Promise<void> => {
    if (await action.run((idempotencyKey) => ({ input: { accountId, name, kind, idempotencyKey } }))) done();
  };
  return (
    <FormDialog
      title={t.databases.register}
      submit={t.databases.register}
      ready={name.trim() !== ''}
      action={action}
      run={() => void run()}
      close={close}
    >
      <label>
        {t.name}
        <input required maxLength={200} value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} />
      </label>
      <Choice
        label={t.databases.kind}
        value={kind}
        options={KINDS.map((each) => [each, t.databases.kinds[each]] as const)}
        change={setKind}
      />
    </FormDialog>
  );
}
