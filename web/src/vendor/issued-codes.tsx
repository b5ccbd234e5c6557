import { useState, type ReactNode } from 'react';
import { useI18n } from '../i18n/i18n.tsx';
import { csvOf, download } from '../ui/csv.ts';
import { Dialog } from '../ui/dialog.tsx';
import { VENDOR_TEXTS } from './texts.ts';

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
  const { t, language } = useI18n();
  const texts = VENDOR_TEXTS[language];
  const [said, setSaid] = useState('');
  const copy = async (): Promise<void> => {
    try {
      // Not there at all where the page is served without https.
      await navigator.clipboard.writeText(issued.map(({ code }) => code).join('\n'));
      setSaid(t.licenses.copied);
    } catch {
      setSaid(t.licenses.copyFailed);
    }
  };
  const rows = [texts.codeColumns, ...issued.map(({ code, licenseId }) => [code, licenseId])];
  return (
    <Dialog title={t.vendor.issued} close={close}>
      <p className="notice warn">{t.vendor.issuedHint}</p>
      <div className="buttons">
        <button type="button" onClick={() => void copy()}>
          {texts.copyAll}
        </button>
        <button type="button" onClick={() => download('codes.csv', csvOf(rows))}>
          {texts.saveCodes}
        </button>
        <span role="status">{said}</span>
      </div>
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
