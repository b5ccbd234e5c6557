import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { useI18n } from '../i18n/i18n.tsx';
import { ByCommand } from './by-command.tsx';
import { forget, NOTHING, remember, remembered } from './remembered.ts';
import { Proven } from './proven.tsx';
import { AUDIT_TEXTS } from './texts.ts';
import { parseProof } from './tlog-proof.ts';
import { provesTheEnvelope, verdictOf, verifyEvent, type Question, type Step } from './verify-event.ts';

interface Props extends Pick<Question, 'row' | 'event' | 'envelope' | 'proof'> {
  /** By the word of the server alone. */
  readonly servedKeys: readonly string[];
}

/** The proof of an event, verified by the browser: each step with what came of it. */
export function EventCheck({ row, event, envelope, proof, servedKeys }: Props): ReactNode {
  const { language } = useI18n();
  const texts = AUDIT_TEXTS[language];
  const [asked, setAsked] = useState(remembered);
  const [checked, setChecked] = useState<{ readonly steps: readonly Step[]; readonly ownKey: boolean } | null>(null);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const typedKey = keyIn(asked.key);
  const ownKey = typedKey !== '';
  const keys = ownKey ? [typedKey] : servedKeys;
  const hasWebCrypto = isSecureContext;

  const change = (changes: Partial<typeof asked>): void => {
    setAsked({ ...asked, ...changes });
    setChecked(null);
    setSaid(null);
  };
  const submit = async (submitted: SyntheticEvent): Promise<void> => {
    submitted.preventDefault();
    setBusy(true);
    const steps = await verifyEvent({ row, event, envelope, proof, keys, ownKey, earlier: asked.checkpoint });
    setChecked({ steps, ownKey });
    setBusy(false);
  };
  const keep = (): void => {
    const key = ownKey ? typedKey : (servedKeys[0] ?? '');
    const kept = { key, checkpoint: parseProof(proof)?.note ?? '' };
    setSaid(remember(kept) ? texts.rememberedHere : texts.notRemembered);
  };
  const verdict = checked && verdictOf(checked.steps);
  return (
    <section className="stack" aria-label={texts.title}>
      <h3>{texts.title}</h3>
      {hasWebCrypto ? <p className="quiet">{texts.how}</p> : <p className="notice warn">{texts.noWebCrypto}</p>}
      <form className="stack" onSubmit={(submitted) => void submit(submitted)}>
        <label className="wide">
          {texts.key.label}
          <input
            value={asked.key}
            spellCheck={false}
            placeholder="kabinet/…+…+…"
            onChange={({ currentTarget }) => change({ key: currentTarget.value })}
          />
        </label>
        <p className={ownKey ? 'quiet' : 'notice warn'}>{ownKey ? texts.key.own : texts.key.served}</p>
        <label className="wide">
          {texts.earlier.label}
          <textarea
            rows={3}
            value={asked.checkpoint}
            spellCheck={false}
            onChange={({ currentTarget }) => change({ checkpoint: currentTarget.value })}
          />
        </label>
        <p className="quiet">{texts.earlier.hint}</p>
        <div className="buttons">
          <button type="submit" className="primary" disabled={busy || !hasWebCrypto}>
            {busy ? texts.verifying : texts.verify}
          </button>
          {(asked.key !== '' || asked.checkpoint !== '') && (
            <button
              type="button"
              onClick={() => {
                forget();
                change(NOTHING);
              }}
            >
              {texts.forget}
            </button>
          )}
        </div>
      </form>
      <div role="status">
        {checked && verdict && (
          <>
            <p className={`notice ${NOTICE[verdict]}`}>
              {texts.verdict[verdict === 'right' && !checked.ownKey ? 'rightByServedKey' : verdict]}
            </p>
            <ol className="checks">
              {checked.steps.map(({ says, result, detail }) => (
                <li key={says}>
                  <strong className={`status ${STATUS[result]}`}>{texts.results[result]}</strong> {texts.steps[says]}
                  {detail !== '' && (
                    <>
                      : <code>{detail}</code>
                    </>
                  )}
                </li>
              ))}
            </ol>
            {provesTheEnvelope(checked.steps) && <Proven envelope={envelope} />}
          </>
        )}
      </div>
      {verdict === 'right' && (
        <button type="button" onClick={keep}>
          {texts.remember}
        </button>
      )}
      <p role="status">{said}</p>
      <ByCommand event={event} envelope={envelope} proof={proof} keys={keys} open={!hasWebCrypto || verdict === 'unknown'} />
    </section>
  );
}

/** As it is copied out of a line of the log, in quotes or brackets. */
const keyIn = (typed: string): string => typed.replace(/^[\s"'«“„`[,]+|[\s"'»”“`\],]+$/gu, '');

const NOTICE = { right: 'good', wrong: 'bad', unknown: 'warn' } as const;
/** Colours of the page for how a thing stands. */
const STATUS = { right: 'RESOLVED', wrong: 'WITHDRAWN', unknown: 'OPEN' } as const;
