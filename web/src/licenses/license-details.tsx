import { useEffect, useRef, type ReactNode } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { useHref, useScope } from '../app/scope.ts';
import { useSeen } from '../app/viewer.ts';
import { graphql } from '../gql/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Fact } from '../ui/fact.tsx';
import { Failure, Loading } from '../ui/notice.tsx';
import { When } from '../ui/when.tsx';
import { LicenseActions } from './actions/license-actions.tsx';
import { CodeCell } from './code-cell.tsx';
import { LicenseLife } from './license-life.tsx';
import { Term } from './term.tsx';

const DETAILS = graphql(`
  query LicenseDetails($id: ID!, $asOf: AsOf) {
    license(id: $id, asOf: $asOf) {
      id
      position
      code
      kind
      status
      demo
      product {
        name
        level
        configuration
      }
      term {
        perpetual
        until
        months
      }
      updatesUntil
      updatesActive
      activatedAt
      listedAt
      source
      deviceModeReason
      replacedBy {
        id
        product {
          name
        }
      }
      replaces {
        id
        product {
          name
        }
      }
      device {
        id
        name
      }
      database {
        id
        name
      }
      viewerCan {
        reveal {
          allowed
        }
      }
      ...LicenseActions
    }
  }
`);

interface Props {
  readonly id: string;
  readonly close: () => void;
  /** Another one where something of the account's licenses changed: then this is read again. */
  readonly version: number;
  /** Something was done to the license. */
  readonly changed: () => void;
}

/** The roles that the API shows events to. */
const READ_EVENTS: readonly string[] = ['OWNER', 'MEMBER', 'SUPPORT', 'AUDITOR'];

export default function LicenseDetails({ id, version, close, changed }: Props): ReactNode {
  const { t } = useI18n();
  const { asOf } = useScope();
  const { viewer } = useSeen();
  const [{ data, error, fetching }, readAgain] = useQuery({
    query: DETAILS,
    variables: { id, asOf },
    requestPolicy: 'cache-and-network',
  });
  const first = useRef(version);
  useEffect(() => {
    if (version !== first.current) readAgain({ requestPolicy: 'network-only' });
  }, [version]);
  const license = data?.license;
  const { columns } = t.licenses;
  return (
    <Dialog kind="side" title={license?.product.name ?? t.license.title} close={close}>
      {error && <Failure error={error} />}
      {!license && fetching && <Loading />}
      {data && !license && <p>{t.license.gone}</p>}
      {license && (
        <>
          <dl className="facts">
            <Fact name={columns.status}>
              <span className={`status ${license.status}`}>{t.licenses.statuses[license.status]}</span>
            </Fact>
            <Fact name={columns.code}>
              <CodeCell id={license.id} masked={license.code} mayReveal={license.viewerCan.reveal.allowed} />
            </Fact>
            <Fact name={t.licenses.kind}>{t.licenses.kinds[license.kind]}</Fact>
            <Fact name={t.license.level}>{license.product.level}</Fact>
            <Fact name={t.license.configuration}>{license.product.configuration}</Fact>
            <Fact name={columns.term}>
              <Term term={license.term} />
            </Fact>
            <Fact name={columns.updates}>{license.updatesUntil !== null && <When at={license.updatesUntil} />}</Fact>
            <Fact name={columns.device}>{license.device?.name}</Fact>
            <Fact name={columns.database}>{license.database?.name}</Fact>
            <Fact name={t.license.deviceMode}>{license.deviceModeReason}</Fact>
            <Fact name={t.license.replacedBy}>{license.replacedBy && <Other license={license.replacedBy} />}</Fact>
            <Fact name={t.license.replaces}>{license.replaces && <Other license={license.replaces} />}</Fact>
            <Fact name={t.license.activatedAt}>{license.activatedAt !== null && <When at={license.activatedAt} />}</Fact>
            <Fact name={t.license.listedAt}>{license.listedAt !== null && <When at={license.listedAt} />}</Fact>
            <Fact name={columns.source}>{license.source !== null && t.licenses.sources[license.source]}</Fact>
          </dl>
          <LicenseActions
            license={license}
            changed={() => {
              readAgain({ requestPolicy: 'network-only' });
              changed();
            }}
          />
          {READ_EVENTS.includes(viewer.role) && <LicenseLife key={license.position} id={license.id} />}
        </>
      )}
    </Dialog>
  );
}

/** The license before this one, or after it. */
function Other({
  license,
}: {
  readonly license: { readonly id: string; readonly product: { readonly name: string } };
}): ReactNode {
  const href = useHref();
  return <Link href={href('/licenses', { license: license.id })}>{license.product.name}</Link>;
}
