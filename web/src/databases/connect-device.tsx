import type { ReactNode } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../gql/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Failure, Loading } from '../ui/notice.tsx';
import { QrCode } from '../ui/qr-code.tsx';

const CONNECTION = graphql(`
  query DatabaseConnection($id: ID!) {
    database(id: $id) {
      id
      name
      state
      connectionString
    }
  }
`);

interface Props {
  readonly id: string;
  readonly close: () => void;
}

/** What a device scans to find its base. */
export default function ConnectDevice({ id, close }: Props): ReactNode {
  const { t } = useI18n();
  const [{ data, error }, ask] = useQuery({ query: CONNECTION, variables: { id }, requestPolicy: 'network-only' });
  const database = data?.database ?? null;
  return (
    <Dialog title={t.databases.connect} close={close}>
      <div className="stack">
        {error && <Failure error={error} retry={() => ask({ requestPolicy: 'network-only' })} />}
        {!data && !error && <Loading />}
        {data && !database && <p>{t.databases.notFound}</p>}
        {database && (
          <p>
            <strong>{database.name}</strong>
          </p>
        )}
        {database && database.state !== 'ACTIVE' && (
          <p className="notice warn">{database.state === 'STOPPED' ? t.databases.stopped : t.databases.deleted}</p>
        )}
        {database && database.connectionString !== null && (
          <>
            <QrCode text={database.connectionString} label={t.databases.qrOf(database.name)} />
            <p>{t.databases.connectHow}</p>
            <p>
              <code className="address">{database.connectionString}</code>
            </p>
          </>
        )}
      </div>
    </Dialog>
  );
}
