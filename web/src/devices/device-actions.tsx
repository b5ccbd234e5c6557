import { useState, type ReactNode } from 'react';
import { useAction } from '../api/use-action.ts';
import { graphql } from '../gql/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';

const RENAME = graphql(`
  mutation RenameDevice($input: RenameDeviceInput!) {
    renameDevice(input: $input) {
      position
      errors {
        code
        message
      }
    }
  }
`);

const UNLINK = graphql(`
  mutation UnlinkDevice($input: UnlinkDeviceInput!) {
    unlinkDeviceFromDatabase(input: $input) {
      position
      errors {
        code
        message
      }
    }
  }
`);

interface Props {
  readonly id: string;
  readonly name: string;
  readonly done: () => void;
  readonly close: () => void;
}

export function RenameDevice({ id, name: before, done, close }: Props): ReactNode {
  const { t } = useI18n();
  const [name, setName] = useState(before);
  const action = useAction(RENAME, ({ renameDevice }) => renameDevice.errors);
  const run = async (): Promise<void> => {
    if (await action.run((idempotencyKey) => ({ input: { deviceId: id, name, idempotencyKey } }))) done();
  };
  return (
    <FormDialog title={t.rename} submit={t.save} ready={name.trim() !== ''} action={action} run={() => void run()} close={close}>
      <label>
        {t.name}
        <input required maxLength={200} value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} />
      </label>
    </FormDialog>
  );
}

interface UnlinkProps extends Props {
  readonly database: { readonly id: string; readonly name: string };
}

export function UnlinkDevice({ id, name, database, done, close }: UnlinkProps): ReactNode {
  const { t } = useI18n();
  const action = useAction(UNLINK, ({ unlinkDeviceFromDatabase }) => unlinkDeviceFromDatabase.errors);
  const run = async (): Promise<void> => {
    const input = { deviceId: id, databaseId: database.id };
    if (await action.run((idempotencyKey) => ({ input: { ...input, idempotencyKey } }))) done();
  };
  return (
    <FormDialog title={t.devices.unlink} submit={t.devices.unlink} action={action} run={() => void run()} close={close}>
      <p>{t.devices.unlinkText(name, database.name)}</p>
    </FormDialog>
  );
}
