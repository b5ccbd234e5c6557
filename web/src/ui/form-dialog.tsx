import type { ReactNode, SyntheticEvent } from 'react';
import type { Action } from '../api/use-action.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Dialog } from './dialog.tsx';
import { Failure, Refusals } from './notice.tsx';

interface Props {
  readonly title: string;
  readonly submit: string;
  /** False: something is still to be said. */
  readonly ready?: boolean;
  readonly action: Pick<Action<unknown, never>, 'busy' | 'refusals' | 'failure'>;
  readonly run: () => void;
  readonly close: () => void;
  readonly children: ReactNode;
}

/** One thing to do, with what it needs to know, and why it was refused. */
export function FormDialog({ title, submit, ready = true, action, run, close, children }: Props): ReactNode {
  const { t } = useI18n();
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault();
    run();
  };
  return (
    <Dialog title={title} close={close}>
      <form className="stack" onSubmit={onSubmit}>
        {children}
        <Refusals errors={action.refusals} />
        {action.failure && <Failure error={action.failure} />}
        <div className="buttons">
          <button type="submit" className="primary" disabled={!ready || action.busy}>
            {submit}
          </button>
          <button type="button" onClick={close}>
            {t.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
