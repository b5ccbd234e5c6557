import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { Link } from 'wouter';
import { useHref } from '../app/scope.ts';
import { useAction } from '../api/use-action.ts';
import { graphql } from '../gql/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Failure, Refusals } from '../ui/notice.tsx';
import { VENDOR_TEXTS } from './texts.ts';

const OPEN = graphql(`
  mutation OpenAccount($input: OpenAccountInput!) {
    openAccount(input: $input) {
      account {
        id
        name
      }
      errors {
        code
        message
      }
    }
  }
`);

export function OpenAccount(): ReactNode {
  const { t, language } = useI18n();
  const texts = VENDOR_TEXTS[language];
  const href = useHref();
  const [name, setName] = useState('');
  const [opened, setOpened] = useState<{ readonly id: string; readonly name: string } | null>(null);
  const action = useAction(OPEN, ({ openAccount }) => openAccount.errors);
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    const data = await action.run((idempotencyKey) => ({ input: { name, idempotencyKey } }));
    if (!data?.openAccount.account) return;
    setOpened(data.openAccount.account);
    setName('');
  };
  return (
    <form className="card stack" onSubmit={(event) => void submit(event)}>
      <h2>{t.vendor.openAccount}</h2>
      <label className="wide">
        {t.name}
        <input required maxLength={200} value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} />
      </label>
      <Refusals errors={action.refusals} />
      {action.failure && <Failure error={action.failure} />}
      <button type="submit" className="primary" disabled={name.trim() === '' || action.busy}>
        {t.vendor.openAccount}
      </button>
      <div role="status">
        {opened && (
          <p className="notice good">
            {texts.opened(opened.name)} <small>{opened.id}</small>{' '}
            <Link href={href('/vendor', { account: opened.id })}>{texts.issueFor}</Link>{' '}
            <Link href={href('/licenses', { account: opened.id })}>{texts.toLicenses}</Link>
          </p>
        )}
      </div>
    </form>
  );
}
