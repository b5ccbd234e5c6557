import type { ReactNode } from 'react';

/** Nothing is shown of what is not known. */
export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  if (children === null || children === undefined || children === false || children === '') return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
