import type { ReactNode } from 'react';
import { useScope } from '../app/scope.ts';
import { useI18n } from '../i18n/i18n.tsx';

/** An instant: its day, how far away it is from the moment that is looked at, and the whole of it on hover. */
export function When({ at, relative = true }: { readonly at: string; readonly relative?: boolean }): ReactNode {
  const { format } = useI18n();
  const { at: moment } = useScope();
  const now = moment === null ? Date.now() : Date.parse(moment);
  return (
    <time dateTime={at} title={format.time(at)}>
      {format.date(at)}
      {relative && <small> {format.relative(at, now)}</small>}
    </time>
  );
}
