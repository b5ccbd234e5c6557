import { useState, type ReactNode } from 'react';
import { useQuery } from 'urql';
import { useAccountId } from '../../app/viewer.ts';
import { useAction } from '../../api/use-action.ts';
import { useI18n } from '../../i18n/i18n.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Failure } from '../../ui/notice.tsx';
import { ACTIVATE, FREE_DEVICES } from './documents.ts';
import type { ActionProps } from './license-actions.tsx';

/** On one of the account's devices that have no license. */
export function Activate({ licenseId, done, close }: ActionProps): ReactNode {
  const { t } = useI18n();
  const accountId = useAccountId();
  const [search, setSearch] = useState('');
  const [deviceId, setDeviceId] = useState<string | null>(null);
  const where = { hasLicense: false, ...(search !== '' && { search }) };
  const [{ data, error }] = useQuery({ query: FREE_DEVICES, variables: { accountId, where } });
  const action = useAction(ACTIVATE, ({ activateLicense }) => activateLicense.errors);
  const run = async (): Promise<void> => {
    if (deviceId === null) return;
    if (await action.run((idempotencyKey) => ({ input: { licenseId, deviceId, idempotencyKey } }))) done(t.license.done);
  };
  const devices = data?.devices.nodes;
  return (
    <FormDialog
      title={t.license.activate}
      submit={t.license.activate}
      ready={deviceId !== null}
      action={action}
      run={() => void run()}
      close={close}
    >
      <label>
        {t.licenses.search}
        <input type="search" value={search} maxLength={200} onChange={({ currentTarget }) => setSearch(currentTarget.value)} />
      </label>
      {error && <Failure error={error} />}
      {devices?.length === 0 && <p>{t.license.noDevices}</p>}
      <fieldset>
        <legend>{t.license.device}</legend>
        {devices?.map(({ id, name, code, database }) => (
          <label key={id} className="inline">
            <input type="radio" name="device" checked={deviceId === id} onChange={() => setDeviceId(id)} />
            <span>
              {name} <small>{[code, database?.name].filter(Boolean).join(' · ')}</small>
            </span>
          </label>
        ))}
      </fieldset>
    </FormDialog>
  );
}
