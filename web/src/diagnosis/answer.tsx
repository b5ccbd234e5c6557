import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { useHref } from '../app/scope.ts';
import { useSeen } from '../app/viewer.ts';
import { follow } from '../api/live.ts';
import { readFragment } from '../gql/index.ts';
import type { DiagnoseMissingLicenseInput } from '../gql/graphql.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { LICENSE_CHANGED } from '../licenses/documents.ts';
import { EventLine } from '../ui/event-line.tsx';
import { Failure, Loading } from '../ui/notice.tsx';
import { useOpenForPrint } from '../ui/open-for-print.ts';
import { AskSupport } from './ask-support.tsx';
import { CAUSE, DIAGNOSE } from './documents.ts';
import { NextAction } from './next-action.tsx';
import { Rating } from './rating.tsx';

const SETTLE_MS = 500;

/** Every cause, what unblocks first comes first; asked again by itself whenever something happens to the account's licenses. */
export function Answer({ input }: { readonly input: DiagnoseMissingLicenseInput }): ReactNode {
  const { t, format } = useI18n();
  const href = useHref();
  const { viewer } = useSeen();
  const [{ data, error, fetching }, ask] = useQuery({ query: DIAGNOSE, variables: { input }, requestPolicy: 'network-only' });
  const diagnosis = data?.diagnoseMissingLicense;
  const [liveProblem, setLiveProblem] = useState<string | null>(null);
  useOpenForPrint();
  const again = useRef(ask);
  again.current = ask;
  const since = diagnosis?.position;
  const following = since !== undefined;
  const accountId = input.accountId ?? '';
  useEffect(() => {
    if (!following) return undefined;
    let position = since;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = follow({
      document: LICENSE_CHANGED,
      variables: () => ({ accountId, since: position }),
      onData: ({ licenseChanged }) => {
        position = licenseChanged.position;
        clearTimeout(timer);
        timer = setTimeout(() => again.current({ requestPolicy: 'network-only' }), SETTLE_MS);
      },
      onRefused: setLiveProblem,
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [following, accountId]);
  // Null: not answered yet, so that nothing has appeared.
  const listedBefore = useRef<boolean | null>(null);
  const [appeared, setAppeared] = useState(false);
  const listed = diagnosis?.listed;
  useEffect(() => {
    if (listed === undefined) return;
    if (listedBefore.current !== null) setAppeared(listed && (appeared || !listedBefore.current));
    listedBefore.current = listed;
  }, [listed]);

  const askAgain = (): void => ask({ requestPolicy: 'network-only' });
  if (error && !diagnosis) return <Failure error={error} retry={askAgain} />;
  if (!diagnosis) return fetching ? <Loading /> : null;
  const { causes, checks, license, device, askedAt } = diagnosis;
  const account = viewer.accounts.nodes.find(({ id }) => id === accountId)?.name ?? accountId;
  const excluded = checks.filter(({ result }) => result === 'PASSED');
  const undecided = checks.filter(({ result }) => result === 'NOT_DECIDABLE');
  return (
    <section className="stack wide" aria-label={t.missing.answer}>
      <p className="printed">{account}</p>
      {error && <Failure error={error} retry={askAgain} />}
      {liveProblem !== null && <p className="banner warn">{t.connection.liveRefused(liveProblem)}</p>}
      <div role="status" className={`notice wide ${causes.length === 0 ? 'good' : ''}`}>
        {appeared && <strong>{t.missing.appeared} </strong>}
        <strong>{causes.length === 0 ? t.missing.nothingWrong : t.missing.found}</strong>{' '}
        {license && <Link href={href('/licenses', { license: license.id })}>{license.product.name}</Link>} {device?.name}{' '}
        <small>{format.time(askedAt)}</small>
      </div>
      <ol className="causes">
        {causes.map((masked) => {
          const cause = readFragment(CAUSE, masked);
          return (
            <li key={cause.code} className="card stack">
              <h2>{cause.title}</h2>
              <p>
                <span className={`status ${cause.certainty === 'PROVEN' ? 'ACTIVATED' : 'OPEN'}`}>
                  {t.missing.certainty[cause.certainty]}
                </span>{' '}
                {cause.explanation}
              </p>
              {cause.missingFacts.length > 0 && (
                <p>
                  {t.missing.wouldTell} {cause.missingFacts.join(' ')}
                </p>
              )}
              {cause.nextAction && (
                <NextAction
                  action={cause.nextAction}
                  license={license?.id ?? null}
                  base={input.databaseId ?? null}
                  done={askAgain}
                />
              )}
              {cause.evidence.length > 0 && (
                <details className="wide">
                  <summary>
                    {t.missing.evidence} ({format.number(cause.evidence.length)})
                  </summary>
                  {cause.evidence.map((event) => (
                    <EventLine key={event.id} event={event} />
                  ))}
                </details>
              )}
            </li>
          );
        })}
      </ol>
      <Checks title={t.missing.undecided} checks={undecided} />
      <Checks title={t.missing.excluded} checks={excluded} />
      {causes.length > 0 && (
        <div className="buttons">
          {viewer.role !== 'SUPPORT' && <AskSupport input={input} />}
          <button type="button" onClick={() => print()}>
            {t.missing.print}
          </button>
        </div>
      )}
      {viewer.role !== 'SUPPORT' && <Rating accountId={accountId} causes={causes.map(({ code }) => code)} />}
    </section>
  );
}

interface ChecksProps {
  readonly title: string;
  readonly checks: readonly { readonly code: string; readonly explanation: string }[];
}

function Checks({ title, checks }: ChecksProps): ReactNode {
  const { format } = useI18n();
  if (checks.length === 0) return null;
  return (
    <details className="wide">
      <summary>
        {title} ({format.number(checks.length)})
      </summary>
      <ul>
        {checks.map(({ code, explanation }) => (
          <li key={code}>{explanation}</li>
        ))}
      </ul>
    </details>
  );
}
