import type { ReactNode } from 'react';
import type { Pages } from '../api/use-pages.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Failure, Loading } from './notice.tsx';

interface Props<Node> {
  readonly pages: Pages<Node>;
  /** What stands where there is nothing. */
  readonly empty: ReactNode;
  readonly children: (nodes: readonly Node[]) => ReactNode;
}

/** What is loaded of a list, and the way to more of it. */
export function Paged<Node>({ pages, empty, children }: Props<Node>): ReactNode {
  const { t } = useI18n();
  const { nodes, more, loading, error, loadMore, reload } = pages;
  return (
    <>
      {error && <Failure error={error} retry={reload} />}
      {nodes !== null && (nodes.length > 0 ? children(nodes) : !loading && <div className="empty">{empty}</div>)}
      {nodes === null && loading && <Loading />}
      {more && (
        <button type="button" className="more" disabled={loading} onClick={loadMore}>
          {t.more}
        </button>
      )}
    </>
  );
}
