import type { ReactNode } from 'react';
import { EVENT_TYPES, eventName } from '../i18n/event-names.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Choice } from '../ui/choice.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { NO_FILTERS, type EventFilters } from './event-filters.ts';
import { STREAM_TEXTS } from './texts.ts';

interface Props {
  readonly filters: EventFilters;
  readonly change: (changes: Partial<EventFilters>) => void;
}

export function FilterForm({ filters, change }: Props): ReactNode {
  const { t, language } = useI18n();
  const texts = STREAM_TEXTS[language];
  const { type, subject, stream, actor, request, from, to } = filters;
  return (
    <form className="filters" onSubmit={(event) => event.preventDefault()}>
      <Choice
        label={t.events.what}
        value={type}
        options={[['', t.history.anyType], ...EVENT_TYPES.map((each) => [each, eventName(each, language)] as const)]}
        change={(chosen) => change({ type: chosen })}
      />
      <SearchField value={subject} hint="lic_… dev_… db_…" change={(id) => change({ subject: id })} />
      <SearchField
        label={texts.filters.stream}
        value={stream}
        hint="license-… device-…"
        change={(name) => change({ stream: name })}
      />
      <SearchField label={texts.filters.actor} value={actor} hint="usr_…" change={(id) => change({ actor: id })} />
      <SearchField label={texts.filters.request} value={request} hint="" change={(id) => change({ request: id })} />
      <DateField label={t.history.from} value={from} change={(day) => change({ from: day })} />
      <DateField label={t.history.to} value={to} change={(day) => change({ to: day })} />
      {Object.values(filters).some((value) => value !== '') && (
        <button type="button" onClick={() => change(NO_FILTERS)}>
          {texts.reset}
        </button>
      )}
    </form>
  );
}

interface DateFieldProps {
  readonly label: string;
  readonly value: string;
  readonly change: (day: string) => void;
}

function DateField({ label, value, change }: DateFieldProps): ReactNode {
  return (
    <label>
      {label}
      <input type="date" value={value} onChange={({ currentTarget }) => change(currentTarget.value)} />
    </label>
  );
}
