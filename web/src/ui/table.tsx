import type { ReactNode } from 'react';

interface Props {
  readonly label: string;
  readonly columns: readonly string[];
  readonly children: ReactNode;
}

/** A native table; a narrow screen scrolls it sideways, by the keyboard too. */
export function Table({ label, columns, children }: Props): ReactNode {
  return (
    <div role="region" aria-label={label} tabIndex={0} className="scrolled">
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
