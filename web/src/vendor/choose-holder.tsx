import type { ReactNode } from 'react';
import { useI18n } from '../i18n/i18n.tsx';
import { AccountList, type FoundAccount } from '../ui/account-list.tsx';
import { VENDOR_TEXTS } from './texts.ts';

/** Few: the search is there to find more. */
const HOLDERS = 6;

interface Props {
  /** Null: nobody, until somebody adds the license by its code. */
  readonly account: FoundAccount | null;
  readonly choose: (account: FoundAccount | null) => void;
}

/** Whom a released license goes to. */
export function ChooseHolder({ account, choose }: Props): ReactNode {
  const { t, language } = useI18n();
  const texts = VENDOR_TEXTS[language];
  return (
    <>
      <p className="quiet">{texts.releaseHint}</p>
      <p role="status">
        <strong>{texts.chosen(account?.name ?? texts.nobody)}</strong> {account && <small>{account.id}</small>}
      </p>
      {account ? (
        <button type="button" onClick={() => choose(null)}>
          {texts.clear}
        </button>
      ) : (
        <AccountList label={texts.findHolder} nothing={t.notFound.account} first={HOLDERS} choose={choose} />
      )}
    </>
  );
}
