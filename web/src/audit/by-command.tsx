import type { ReactNode } from 'react';
import { useI18n } from '../i18n/i18n.tsx';
import { download } from '../ui/csv.ts';
import { AUDIT_TEXTS } from './texts.ts';
import type { Question } from './verify-event.ts';

interface Props extends Pick<Question, 'envelope' | 'proof' | 'keys'> {
  readonly event: Pick<Question['event'], 'stream' | 'revision'>;
  readonly open: boolean;
}

/** The same without this page: two files, and what to do with them. */
export function ByCommand({ event, envelope, proof, keys, open }: Props): ReactNode {
  const { t, language } = useI18n();
  const { byCommand } = AUDIT_TEXTS[language];
  const name = `${event.stream}-${String(event.revision)}`;
  const command = `sh examples/verify-independently/event.sh ${name}.entry ${name}.tlog-proof '${keys[0] ?? ''}'`;
  return (
    <details className="wide" open={open}>
      <summary>{byCommand.title}</summary>
      <p>{byCommand.hint}</p>
      <div className="buttons">
        <button type="button" onClick={() => download(`${name}.entry`, envelope.text)}>
          {byCommand.entry}
        </button>
        <button type="button" onClick={() => download(`${name}.tlog-proof`, proof)}>
          {t.history.downloadProof}
        </button>
      </div>
      <pre tabIndex={0} aria-label={byCommand.title}>
        {command}
      </pre>
    </details>
  );
}
