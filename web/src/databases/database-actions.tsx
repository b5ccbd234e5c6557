import { useState, type ReactNode } from 'react';
import { useAction } from '../api/use-action.ts';
import { graphql } from '../gql/index.ts';
import type { DatabaseKind } from '../gql/graphql.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';

const RENAME = graphql(`
  mutation RenameDatabase($input: RenameDatabaseInput!) {
    payload: renameDatabase(input: $input) {
      errors {
        code
        message
      }
    }
  }
`);
const EXCHANGE = graphql(`
  mutation ChangeDatabaseExchange($input: ChangeDatabaseExchangeInput!) {
    payload: changeDatabaseExchange(input: $input) {
      errors {
        code
        message
      }
    }
  }
`);
const STOP = graphql(`
  mutation StopDatabase($input: StopDatabaseInput!) {
    payload: stopDatabase(input: $input) {
      errors {
        code
        message
      }
    }
  }
`);
const START = graphql(`
  mutation StartDatabase($input: StartDatabaseInput!) {
    payload: startDatabase(input: $input) {
      errors {
        code
        message
      }
    }
  }
`);
const DELETE = graphql(`
  mutation DeleteDatabase($input: DeleteDatabaseInput!) {
    payload: deleteDatabase(input: $input) {
      errors {
        code
        message
      }
    }
  }
`);

export type DatabaseAction = 'rename' | 'exchange' | 'stop' | 'start' | 'delete';

interface Props {
  readonly action: DatabaseAction;
  readonly database: { readonly id: string; readonly name: string; readonly kind: DatabaseKind };
  readonly done: () => void;
  readonly close: () => void;
}

/** One change of a base. A deletion is confirmed by its name. */
export function DatabaseDialog({ action: name, database, done, close }: Props): ReactNode {
  const { t } = useI18n();
  const [typed, setTyped] = useState(name === 'rename' ? database.name : '');
  const rename = useAction(RENAME, ({ payload }) => payload.errors);
  const exchange = useAction(EXCHANGE, ({ payload }) => payload.errors);
  const stop = useAction(STOP, ({ payload }) => payload.errors);
  const start = useAction(START, ({ payload }) => payload.errors);
  const remove = useAction(DELETE, ({ payload }) => payload.errors);
  const action = { rename, exchange, stop, start, delete: remove }[name];
  const other = database.kind === 'LOCAL' ? 'INTERNET_EXCHANGE' : 'LOCAL';
  const ask = (): Promise<unknown> => {
    const databaseId = database.id;
    if (name === 'rename') return rename.run((idempotencyKey) => ({ input: { databaseId, name: typed, idempotencyKey } }));
    if (name === 'exchange') return exchange.run((idempotencyKey) => ({ input: { databaseId, kind: other, idempotencyKey } }));
    return { stop, start, delete: remove }[name].run((idempotencyKey) => ({ input: { databaseId, idempotencyKey } }));
  };
  const run = async (): Promise<void> => {
    if ((await ask()) !== null) done();
  };
  const title = t.databases.actions[name];
  const needsName = name === 'rename' || name === 'delete';
  const ready = name === 'rename' ? typed.trim() !== '' : name !== 'delete' || typed === database.name;
  return (
    <FormDialog title={title} submit={title} ready={ready} action={action} run={() => void run()} close={close}>
      {name !== 'rename' && <p className="notice warn">{t.databases.warnings[name](database.name, t.databases.kinds[other])}</p>}
      {needsName && (
        <label>
          {name === 'delete' ? t.databases.typeName : t.name}
          <input
            required
            maxLength={200}
            autoComplete="off"
            value={typed}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          />
        </label>
      )}
    </FormDialog>
  );
}
