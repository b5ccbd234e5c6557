import { useSyncExternalStore, type ReactNode } from 'react';
import { connectionState, onConnectionChange } from '../api/connection.ts';
import { useI18n } from '../i18n/i18n.tsx';

/** What holds for the whole page. */
export function Banners(): ReactNode {
  const { t } = useI18n();
  const connection = useSyncExternalStore(onConnectionChange, connectionState);
  return (
    <div role="status" className="banners">
      {connection !== 'online' && <p className="banner warn">{t.connection[connection]}</p>}
    </div>
  );
}
