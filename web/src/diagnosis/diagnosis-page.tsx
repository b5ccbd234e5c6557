import { useMemo, useState, type ReactNode } from 'react';
import { useSearch } from 'wouter';
import { readActivationCode } from '../../../src/domain/activation-code.ts';
import { useAccountId } from '../app/viewer.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { filtersOf, whereOf } from '../licenses/filters.ts';
import { Answer } from './answer.tsx';
import { QuestionForm, type Question } from './question-form.tsx';

/** "Why is my license missing?": asks what is not known yet, and shows what the API finds. */
export default function DiagnosisPage(): ReactNode {
  const search = useSearch();
  const given = new URLSearchParams(search);
  const from = ['device', 'license', 'filter'].map((name) => given.get(name) ?? '');
  // Whoever comes from somewhere else asks something else.
  return <Asking key={from.join('\n')} from={from} />;
}

function Asking({ from: [deviceId = '', licenseId = '', filter = ''] }: { readonly from: readonly string[] }): ReactNode {
  const { t } = useI18n();
  const accountId = useAccountId();
  // Once: what ends "within 30 days" counts from the moment that it was asked at.
  const known = useMemo<Question>(
    () => ({
      ...(deviceId !== '' && { deviceId }),
      ...(licenseId !== '' && { licenseId }),
      ...(filter !== '' && { where: whereOf(filtersOf(filter), Date.now()) }),
    }),
    [],
  );
  const isKnown = deviceId !== '' || licenseId !== '';
  const [question, setQuestion] = useState<Question | null>(isKnown ? known : null);
  const input = question && { ...question, accountId };
  const { search } = filtersOf(filter);
  const form = <QuestionForm known={known} firstCode={isCode(search) ? search : ''} ask={setQuestion} />;
  return (
    <>
      <h1>{t.missing.title}</h1>
      {isKnown ? (
        <details className="wide unprinted">
          <summary>{t.missing.tellMore}</summary>
          {form}
        </details>
      ) : (
        <>
          <p className="quiet unprinted">{t.missing.about}</p>
          {form}
        </>
      )}
      {input && <Answer key={JSON.stringify(input)} input={input} />}
    </>
  );
}

/** Mistyped perhaps, but nothing else: the group that is wrong can be named. */
function isCode(text: string): boolean {
  const reading = readActivationCode(text);
  return reading.ok || reading.wrongGroup !== undefined;
}
