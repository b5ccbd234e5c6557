import type { ReactNode } from 'react';

interface Props<Value extends string> {
  readonly label: string;
  readonly value: Value;
  /** Values with their names. */
  readonly options: readonly (readonly [Value, string])[];
  readonly change: (value: Value) => void;
}

/** One of a few, as a native select with its label. */
export function Choice<Value extends string>({ label, value, options, change }: Props<Value>): ReactNode {
  return (
    <label>
      {label}
      <select
        value={value}
        onChange={({ currentTarget }) => {
          const chosen = options.find(([each]) => each === currentTarget.value);
          if (chosen) change(chosen[0]);
        }}
      >
        {options.map(([each, name]) => (
          <option key={each} value={each}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
