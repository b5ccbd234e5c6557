import { useState, type ReactNode } from 'react';
import { useMutation } from 'urql';
import { useI18n } from '../i18n/i18n.tsx';
import { REVEAL } from './documents.ts';

/** The last group, which is all that a masked code shows. */
export const endOfCode = (code: string): string => code.split('-').at(-1) ?? code;

interface Props {
  readonly id: string;
  readonly masked: string;
  readonly mayReveal: boolean;
}

/** The masked code; the whole one, on request, which the API records. It is held by this cell alone, and goes with it. */
export function CodeCell({ id, masked, mayReveal }: Props): ReactNode {
  const { t } = useI18n();
  const [code, setCode] = useState<string | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const [{ fetching }, reveal] = useMutation(REVEAL);
  const show = async (): Promise<void> => {
    const { data, error } = await reveal({ input: { licenseId: id } });
    setCode(data?.revealActivationCode.code ?? null);
    setSaid(data?.revealActivationCode.errors[0]?.message ?? (error ? t.errors.network : null));
  };
  const copy = async (text: string): Promise<void> => {
    try {
      // Not there at all where the page is served without https.
      await navigator.clipboard.writeText(text);
      setSaid(t.licenses.copied);
    } catch {
      setSaid(t.licenses.copyFailed);
    }
  };
  return (
    <>
      <code className={code === null ? 'code' : 'code whole'}>{code ?? `••••-${endOfCode(masked)}`}</code>
      {code !== null ? (
        <button type="button" className="small" onClick={() => void copy(code)}>
          {t.licenses.copy}
        </button>
      ) : (
        mayReveal && (
          <button type="button" className="small" disabled={fetching} onClick={() => void show()}>
            {t.licenses.reveal}
          </button>
        )
      )}
      <span role="status" className="said">
        {said}
      </span>
    </>
  );
}
