import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useI18n } from '../i18n/i18n.tsx';

interface Props {
  readonly title: ReactNode;
  readonly close: () => void;
  /** `side`: details beside a list. */
  readonly kind?: 'side' | 'middle';
  readonly children: ReactNode;
}

/** A native modal dialog: it keeps the focus, gives it back, and closes on Escape. */
export function Dialog({ title, close, kind = 'middle', children }: Props): ReactNode {
  const { t } = useI18n();
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog ref={dialog} className={kind} aria-labelledby={titleId} onCancel={(event) => (event.preventDefault(), close())}>
      <div className="dialog-head">
        <h2 id={titleId}>{title}</h2>
        <button type="button" onClick={close}>
          {t.close}
        </button>
      </div>
      {children}
    </dialog>
  );
}
