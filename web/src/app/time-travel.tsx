import { useEffect, useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { useI18n } from '../i18n/i18n.tsx';
import { useHref, useScope, useSetParameters } from './scope.ts';

const DAY_MS = 86_400_000;
const DAYS_BACK = 3 * 365;
const SLIDING_MS = 250;

/** The local time that a date field shows. */
const fieldOf = (instant: string): string => {
  const local = new Date(Date.parse(instant) - new Date(instant).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
};

/** The whole cabinet at a moment of the past: by a date, or by a slider of days. */
export function TimeTravel(): ReactNode {
  const { t, format } = useI18n();
  const { at } = useScope();
  const href = useHref();
  const setParameters = useSetParameters();
  const daysBack = at === null ? 0 : Math.min(DAYS_BACK, Math.max(0, Math.round((Date.now() - Date.parse(at)) / DAY_MS)));
  const [slid, setSlid] = useState(daysBack);
  useEffect(() => setSlid(daysBack), [daysBack]);
  useEffect(() => {
    if (slid === daysBack) return undefined;
    const timer = setTimeout(() => {
      setParameters({ at: slid === 0 ? null : new Date(Date.now() - slid * DAY_MS).toISOString() });
    }, SLIDING_MS);
    return () => clearTimeout(timer);
  }, [slid]);
  const slidTo = slid === 0 ? t.travel.now : format.date(new Date(Date.now() - slid * DAY_MS).toISOString());
  return (
    <aside aria-label={t.travel.title}>
      <details className="travel" open={at !== null}>
        <summary>{t.travel.title}</summary>
        <div className="filters">
          <label>
            {t.travel.moment}
            <input
              type="datetime-local"
              max={fieldOf(new Date().toISOString())}
              value={at === null ? '' : fieldOf(at)}
              onChange={({ currentTarget: { value } }) => {
                const time = Date.parse(value);
                setParameters({ at: Number.isNaN(time) ? null : new Date(time).toISOString() });
              }}
            />
          </label>
          <label className="grow">
            <span>
              {t.travel.slider}: <b>{slidTo}</b>
            </span>
            <input
              type="range"
              min={0}
              max={DAYS_BACK}
              step={1}
              // The past lies to the left.
              value={DAYS_BACK - slid}
              aria-valuetext={slidTo}
              onChange={({ currentTarget }) => setSlid(DAYS_BACK - Number(currentTarget.value))}
            />
          </label>
        </div>
      </details>
      {at !== null && (
        <p role="status" className="banner warn past">
          {t.travel.past(format.time(at))}{' '}
          <button type="button" onClick={() => setParameters({ at: null })}>
            {t.travel.back}
          </button>{' '}
          <Link href={href('/changes')}>{t.travel.changed}</Link>
        </p>
      )}
    </aside>
  );
}
