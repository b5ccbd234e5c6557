import type { ReactNode } from 'react';
import { useI18n } from '../i18n/i18n.tsx';
import { Dialog } from '../ui/dialog.tsx';

export interface Issued {
  readonly code: string;
  readonly licenseId: string;
}

interface Props {
  readonly issued: readonly Issued[];
  readonly close: () => void;
}

/** Whole codes are shown here once: they are kept by nobody but the API. */
export function IssuedCodes({ issued, close }: Props): ReactNode {
  const { t } = useI18n();
  return (
    <Dialog title={t.vendor.issued} close={close}>
      <p className="notice warn">{t.vendor.issuedHint}</p>
      <ul>
        {issued.map(({ code, licenseId }) => (
          <li key={licenseId}>
            <code>{code}</code> <small>{licenseId}</small>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
