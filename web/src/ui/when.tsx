import type { ReactNode } from 'react';
import { useScope } from '../app/scope.ts';
import { useI18n } from '../i18n/i18n.tsx';

/** The moment that is looked at, in milliseconds since 1970: now, or one of the past. */
export function useMoment(): number {
  const { at } = useScope();
  return at === null ? Date.now() : Date.parse(at);
}

/** An instant: its day, how far away it is from the moment that is looked at, and the whole of it on hover. */
export function When({ at, relative = true }: { readonly at: string; readonly relative?: boolean }): ReactNode {
  const { format } = useI18n();
  const moment = useMoment();
  return (
    <time dateTime={at} title={format.time(at)}>
      {format.date(at)}
      {relative && <small> {format.relative(at, moment)}</small>}
    </time>
  );
}
