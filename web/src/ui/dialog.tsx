import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useI18n } from '../i18n/i18n.tsx';

interface Props {
  readonly title: ReactNode;
  readonly close: () => void;
  /** `side`: details beside a list. */
  readonly kind?: 'side' | 'middle';
  /** Says no where something would be lost: then it stays open, by whatever way it was closed. */
  readonly mayClose?: () => boolean;
  readonly children: ReactNode;
}

/** A native modal dialog: it keeps the focus, closes on Escape, and gives the focus back before it goes. */
export function Dialog({ title, close, kind = 'middle', mayClose, children }: Props): ReactNode {
  const { t } = useI18n();
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    // Also where it goes without being closed, since what it was for is done.
    return () => (before instanceof HTMLElement ? before.focus() : undefined);
  }, []);
  const closed = (): void => {
    if (mayClose?.() === false) dialog.current?.showModal();
    else close();
  };
  return (
    <dialog ref={dialog} className={kind} aria-labelledby={titleId} onClose={closed}>
      <div className="dialog-head">
        <h2 id={titleId}>{title}</h2>
        <button type="button" onClick={() => dialog.current?.close()}>
          {t.close}
        </button>
      </div>
      {children}
    </dialog>
  );
}
