import { useEffect, useState, type ReactNode } from 'react';
import { useI18n } from '../i18n/i18n.tsx';

const TYPING_MS = 250;

interface Props {
  /** Left out: search. */
  readonly label?: string;
  readonly value: string;
  readonly hint: string;
  readonly change: (value: string) => void;
}

/** Searches when the typing pauses. */
export function SearchField({ label, value, hint, change }: Props): ReactNode {
  const { t } = useI18n();
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return undefined;
    const timer = setTimeout(() => change(typed), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <label>
      {label ?? t.licenses.search}
      <input
        type="search"
        value={typed}
        placeholder={hint}
        maxLength={200}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
    </label>
  );
}
