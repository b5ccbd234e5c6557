import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { useHref } from '../app/scope.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { ByCode } from './by-code.tsx';
import { ByFile } from './by-file.tsx';
import type { UploadResult } from './results.tsx';
import { Results } from './results.tsx';

/** «Загрузить лицензии»: by activation codes, or by the XML files that lie on the PC. */
export default function AddPage(): ReactNode {
  const { t } = useI18n();
  const href = useHref();
  const [results, setResults] = useState<readonly UploadResult[]>([]);
  return (
    <>
      <h1>{t.add.title}</h1>
      <p className="quiet">{t.add.about}</p>
      <div className="columns">
        <ByCode show={setResults} />
        <ByFile show={setResults} />
      </div>
      {results.length > 0 && (
        <>
          <Results results={results} />
          <p>
            <Link href={href('/licenses')}>{t.add.toList}</Link>
          </p>
        </>
      )}
    </>
  );
}
