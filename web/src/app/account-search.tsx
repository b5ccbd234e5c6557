import type { ReactNode } from 'react';
import { useI18n } from '../i18n/i18n.tsx';
import { AccountList } from '../ui/account-list.tsx';
import { Dialog } from '../ui/dialog.tsx';

interface Props {
  readonly choose: (account: string) => void;
  readonly close: () => void;
}

const PAGE = 30;

export function AccountSearch({ choose, close }: Props): ReactNode {
  const { t } = useI18n();
  return (
    <Dialog title={t.findAccount} close={close}>
      <AccountList
        label={t.licenses.search}
        nothing={t.notFound.account}
        first={PAGE}
        choose={({ id }) => {
          close();
          choose(id);
        }}
      />
    </Dialog>
  );
}
