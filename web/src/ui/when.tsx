import type { ReactNode } from 'react';
import { useI18n } from '../i18n/i18n.tsx';

/** An instant: its day, how far away it is, and the whole of it on hover. */
export function When({ at, relative = true }: { readonly at: string; readonly relative?: boolean }): ReactNode {
  const { format } = useI18n();
  return (
    <time dateTime={at} title={format.time(at)}>
      {format.date(at)}
      {relative && <small> {format.relative(at)}</small>}
    </time>
  );
}
