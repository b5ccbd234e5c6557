import { useEffect, useId, useState, type ReactNode } from 'react';
import { useQuery } from 'urql';
import { useAccountId } from '../app/viewer.ts';
import { graphql } from '../gql/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Failure } from '../ui/notice.tsx';

const FOUND = graphql(`
  query DevicesToAskFor($accountId: ID!, $search: String!) {
    devices(accountId: $accountId, where: { search: $search }, first: 20) {
      nodes {
        id
        name
        code
      }
    }
  }
`);

const TYPING_MS = 250;

/** A device of the account, or else the code that some device shows. */
export type AskedDevice = { readonly deviceId: string } | { readonly deviceCode: string };

interface Props {
  readonly change: (device: AskedDevice | null) => void;
}

/** By name or code, of any number of devices: what fits is offered as it is typed. */
export function DeviceField({ change }: Props): ReactNode {
  const { t } = useI18n();
  const accountId = useAccountId();
  const listId = useId();
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  const [{ data, error }] = useQuery({ query: FOUND, variables: { accountId, search } });
  useEffect(() => {
    const timer = setTimeout(() => setSearch(typed.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const found = (data?.devices.nodes ?? []).map(({ id, name, code }) => ({ id, name, code, label: `${name} · ${code}` }));
  const write = (text: string): void => {
    setTyped(text);
    const said = text.trim();
    const named = found.filter(({ label, name, code }) => [label, name, code].includes(said));
    const [only] = named;
    if (said === '') change(null);
    else change(only && named.length === 1 ? { deviceId: only.id } : { deviceCode: said });
  };
  return (
    <>
      <label>
        {t.missing.device}
        <input
          list={listId}
          autoComplete="off"
          maxLength={200}
          placeholder={t.devices.searchHint}
          value={typed}
          onChange={({ currentTarget }) => write(currentTarget.value)}
        />
      </label>
      <datalist id={listId}>
        {found.map(({ id, label }) => (
          <option key={id} value={label} />
        ))}
      </datalist>
      {error && <Failure error={error} />}
    </>
  );
}
