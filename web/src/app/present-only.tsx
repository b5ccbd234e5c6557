import type { ReactNode } from 'react';
import { useI18n } from '../i18n/i18n.tsx';
import { useSetParameters } from './scope.ts';

/** In the place of a tab that has no past to show, while the rest of the cabinet shows one. */
export function PresentOnly({ title }: { readonly title: string }): ReactNode {
  const { t } = useI18n();
  const setParameters = useSetParameters();
  return (
    <>
      <h1>{title}</h1>
      <div className="empty">
        <p>{t.travel.presentOnly}</p>
        <button type="button" onClick={() => setParameters({ at: null })}>
          {t.travel.back}
        </button>
      </div>
    </>
  );
}
