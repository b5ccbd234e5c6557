import { useState, type ReactNode } from 'react';
import { useSearch } from 'wouter';
import { useAccountId } from '../app/viewer.ts';
import type { DiagnoseMissingLicenseInput } from '../gql/graphql.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { filtersOf, whereOf } from '../licenses/filters.ts';
import { Answer } from './answer.tsx';
import { QuestionForm, type Question } from './question-form.tsx';

/** "Why is my license missing?": asks what is not known yet, and shows what the API finds. */
export default function DiagnosisPage(): ReactNode {
  const { t } = useI18n();
  const accountId = useAccountId();
  const given = new URLSearchParams(useSearch());
  const deviceId = given.get('device');
  const licenseId = given.get('license');
  const filter = given.get('filter');
  const known: Question = {
    ...(deviceId !== null && { deviceId }),
    ...(licenseId !== null && { licenseId }),
    ...(filter !== null && { where: whereOf(filtersOf(filter), Date.now()) }),
  };
  // Whoever comes from a device, or a license, has asked already.
  const [question, setQuestion] = useState<Question | null>(deviceId !== null || licenseId !== null ? known : null);
  const input: DiagnoseMissingLicenseInput | null = question && { ...known, deviceId: null, ...question, accountId };
  return (
    <>
      <h1>{t.missing.title}</h1>
      <p className="quiet">{t.missing.about}</p>
      <QuestionForm known={known} ask={setQuestion} />
      {input && <Answer key={JSON.stringify(input)} input={input} />}
    </>
  );
}
