import { useEffect, useState, type ReactNode } from 'react';
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
  const [kept, setKept] = useState(false);
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    if (kept) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [kept]);
  const keep = (): void => {
    setKept(true);
    setAsking(false);
  };
  const mayClose = (): boolean => {
    setAsking(!kept);
    return kept;
  };
  const copy = async (): Promise<void> => {
    try {
      // Not there at all where the page is served without https.
      await navigator.clipboard.writeText(issued.map(({ code }) => code).join('\n'));
      setSaid(t.licenses.copied);
      keep();
    } catch {
      setSaid(t.licenses.copyFailed);
    }
  };
  const rows = [texts.codeColumns, ...issued.map(({ code, licenseId }) => [code, licenseId])];
  return (
    <Dialog title={t.vendor.issued} close={close} mayClose={mayClose}>
      <p className="notice warn">{t.vendor.issuedHint}</p>
      <div className="buttons">
        <button type="button" onClick={() => void copy()}>
          {texts.copyAll}
        </button>
        <button
          type="button"
          onClick={() => {
            download('codes.csv', csvOf(rows));
            keep();
          }}
        >
          {texts.saveCodes}
        </button>
        <span role="status">{said}</span>
      </div>
      {asking && (
        <div role="alert" className="notice bad">
          <p>{texts.notKept}</p>
          <button type="button" onClick={close}>
            {texts.closeAnyway}
          </button>
        </div>
      )}
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
