import type { ReactNode } from 'react';
import { useI18n } from '../i18n/i18n.tsx';
import { IssueLicenses } from './issue-licenses.tsx';
import { OpenAccount } from './open-account.tsx';

/** What the vendor does for customers, beside the orders: accounts and licenses. */
export default function VendorPage(): ReactNode {
  const { t } = useI18n();
  return (
    <>
      <h1>{t.vendor.title}</h1>
      <div className="columns">
        <OpenAccount />
        <IssueLicenses />
      </div>
    </>
  );
}
