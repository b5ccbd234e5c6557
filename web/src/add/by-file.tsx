import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { useAccountId } from '../app/viewer.ts';
import { useI18n } from '../i18n/i18n.tsx';
import type { UploadResult } from './results.tsx';
import { sendFiles } from './send-files.ts';

interface Progress {
  readonly sent: number;
  readonly total: number;
}

/** Many files at a time, chosen or dropped; each has its result. */
export function ByFile({ show }: { readonly show: (results: readonly UploadResult[]) => void }): ReactNode {
  const { t, language, plural } = useI18n();
  const accountId = useAccountId();
  const [progress, setProgress] = useState<Progress | null>(null);
  const [count, setCount] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const [over, setOver] = useState(false);
  const stop = useRef<AbortController | null>(null);
  const send = async (files: readonly File[]): Promise<void> => {
    if (files.length === 0 || progress !== null) return;
    const controller = (stop.current = new AbortController());
    setCount(files.length);
    setProblem(null);
    setProgress({ sent: 0, total: 1 });
    const onProgress = (sent: number, total: number): void => setProgress({ sent, total });
    const sent = await sendFiles({ files, accountId, language, tooLarge: t.add.tooLarge, onProgress, stop: controller.signal });
    setProgress(null);
    show(sent.results);
    if (!sent.ok) setProblem(controller.signal.aborted ? t.add.stopped : (sent.problem ?? t.errors.network));
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void send([...event.dataTransfer.files]);
  };
  return (
    <div
      className={`card stack drop${over ? ' over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <h2>{t.add.byFile}</h2>
      <label className="wide">
        {t.add.files}
        <input
          type="file"
          multiple
          accept=".xml,text/xml,application/xml"
          disabled={progress !== null}
          aria-describedby="files-hint"
          onChange={({ currentTarget }) => {
            void send([...(currentTarget.files ?? [])]);
            currentTarget.value = '';
          }}
        />
      </label>
      <p id="files-hint" className="quiet">
        {t.add.filesHint}
      </p>
      {progress !== null && (
        <>
          <label className="wide">
            {progress.sent < progress.total ? plural(t.add.sending, count) : t.add.checking}
            <progress max={progress.total} {...(progress.sent < progress.total && { value: progress.sent })} />
          </label>
          <button type="button" onClick={() => stop.current?.abort()}>
            {t.cancel}
          </button>
        </>
      )}
      {problem !== null && (
        <p role="alert" className="notice bad">
          {problem}
        </p>
      )}
    </div>
  );
}
