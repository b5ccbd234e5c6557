import { useState, type ReactNode } from 'react';
import { useScope } from '../../app/scope.ts';
import { useSeen } from '../../app/viewer.ts';
import { graphql, readFragment, type FragmentType } from '../../gql/index.ts';
import type { MutationErrorCode } from '../../gql/graphql.ts';
import { useI18n } from '../../i18n/i18n.tsx';
import { Activate } from './activate.tsx';
import { Remove, Restore } from './remove.tsx';
import { Renew } from './renew.tsx';
import { Unlink } from './unlink.tsx';
import { Release, Replace, Withdraw } from './vendor.tsx';

export const LICENSE_ACTIONS = graphql(`
  fragment LicenseActions on License {
    id
    kind
    listedAt
    viewerCan {
      activate {
        allowed
        refusal
        message
      }
      unlink {
        allowed
        refusal
        message
      }
      renew {
        allowed
        refusal
        message
      }
      remove {
        allowed
        refusal
        message
      }
    }
  }
`);

export interface ActionProps {
  readonly licenseId: string;
  readonly done: (message: string) => void;
  readonly close: () => void;
}

const NAMES = ['activate', 'unlink', 'renew', 'remove', 'restore', 'replace', 'withdraw', 'release'] as const;
type Name = (typeof NAMES)[number];

/** What the vendor does: of these nothing is said beforehand. */
const isVendors = (name: Name): name is 'replace' | 'withdraw' | 'release' =>
  name === 'replace' || name === 'withdraw' || name === 'release';

interface Refusal {
  readonly code: MutationErrorCode;
  /** In the words of the API. */
  readonly message: string | null;
}

const NOT_PERMITTED: Refusal = { code: 'NOT_PERMITTED', message: null };

interface Props {
  readonly license: FragmentType<typeof LICENSE_ACTIONS>;
  readonly changed: () => void;
}

/** What can be done to a license; and why something cannot, unless it is the role that may not. */
export function LicenseActions({ license: masked, changed }: Props): ReactNode {
  const { t } = useI18n();
  const { viewer } = useSeen();
  const { at } = useScope();
  const [open, setOpen] = useState<Name | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const { id, kind, listedAt, viewerCan } = readFragment(LICENSE_ACTIONS, masked);
  const member = viewer.role === 'OWNER' || viewer.role === 'MEMBER';
  const refusalOf = (name: Name): Refusal | null => {
    if (name === 'restore') return member && listedAt === null && at === null ? null : NOT_PERMITTED;
    if (isVendors(name)) return viewer.role === 'VENDOR' && at === null ? null : NOT_PERMITTED;
    const { refusal, message } = viewerCan[name];
    return refusal && { code: refusal, message };
  };
  const shown = NAMES.filter((name) => {
    const code = refusalOf(name)?.code;
    return code !== 'NOT_PERMITTED' && !(name === 'remove' && code === 'LICENSE_NOT_IN_LIST');
  });
  if (shown.length === 0) return null;
  const close = (): void => setOpen(null);
  const done = (message: string): void => {
    setSaid(message);
    close();
    changed();
  };
  const props = { licenseId: id, done, close };
  return (
    <section>
      <h3>{t.license.actions}</h3>
      <ul className="actions">
        {shown.map((name) => {
          const refusal = refusalOf(name);
          return (
            <li key={name}>
              <button type="button" disabled={refusal !== null} onClick={() => setOpen(name)}>
                {isVendors(name) ? t.vendor[name] : t.license[name]}
              </button>
              {refusal !== null && <small>{refusal.message}</small>}
            </li>
          );
        })}
      </ul>
      <p role="status">{said}</p>
      {open === 'activate' && <Activate {...props} />}
      {open === 'unlink' && <Unlink {...props} />}
      {open === 'renew' && <Renew licenseIds={[id]} kind={kind} done={done} close={close} />}
      {open === 'remove' && <Remove {...props} />}
      {open === 'restore' && <Restore {...props} />}
      {open === 'replace' && <Replace {...props} />}
      {open === 'withdraw' && <Withdraw {...props} />}
      {open === 'release' && <Release {...props} />}
    </section>
  );
}
