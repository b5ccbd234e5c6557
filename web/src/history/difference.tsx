import type { ReactNode } from 'react';
import { graphql, readFragment, type FragmentType } from '../gql/index.ts';
import type { LicenseStateFragment } from '../gql/graphql.ts';
import type { Messages } from '../i18n/ru.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Term } from '../licenses/term.tsx';
import { When } from '../ui/when.tsx';

export const LICENSE_STATE = graphql(`
  fragment LicenseState on License {
    id
    code
    status
    source
    listedAt
    activatedAt
    updatesUntil
    updatesActive
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
    device {
      id
      name
    }
    database {
      id
      name
    }
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
  }
`);

/** What can be told of a license, in the order of the list's columns; of what came or went, only the first. */
const FIELDS = {
  status: (t) => t.licenses.columns.status,
  product: (t) => t.licenses.columns.product,
  device: (t) => t.licenses.columns.device,
  database: (t) => t.licenses.columns.database,
  term: (t) => t.licenses.columns.term,
  updatesUntil: (t) => t.licenses.columns.updates,
  updatesActive: (t) => t.changes.updates,
  activatedAt: (t) => t.license.activatedAt,
  listedAt: (t) => t.license.listedAt,
  source: (t) => t.licenses.columns.source,
  demo: (t) => t.licenses.demo,
  replacedBy: (t) => t.license.replacedBy,
  replaces: (t) => t.license.replaces,
} as const satisfies Readonly<Record<string, (t: Messages) => string>>;
type Field = keyof typeof FIELDS;

const isField = (name: string): name is Field => Object.hasOwn(FIELDS, name);

interface Props {
  readonly license: FragmentType<typeof LICENSE_STATE> | null;
  /** By their names in the API; a name that is newer than this page is passed over. */
  readonly fields: readonly string[];
}

/** One side of a difference: the fields that differ, as they were at that moment. */
export function LicenseState({ license: masked, fields }: Props): ReactNode {
  const { t } = useI18n();
  const license = readFragment(LICENSE_STATE, masked);
  if (license === null) return t.none;
  const shown = (Object.keys(FIELDS) as readonly Field[]).filter((field) => fields.includes(field));
  const known = fields.filter(isField).length > 0 ? shown : (['status'] as const);
  return (
    <dl className="difference">
      {known.map((field) => (
        <div key={field}>
          <dt>{FIELDS[field](t)}</dt>
          <dd>
            <Value field={field} license={license} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ field, license }: { readonly field: Field; readonly license: LicenseStateFragment }): ReactNode {
  const { t } = useI18n();
  switch (field) {
    case 'status':
      return <span className={`status ${license.status}`}>{t.licenses.statuses[license.status]}</span>;
    case 'product':
      return Object.values(license.product).filter(Boolean).join(' · ');
    case 'term':
      return <Term term={license.term} />;
    case 'device':
    case 'database':
      return license[field]?.name ?? t.none;
    case 'replacedBy':
    case 'replaces':
      return license[field]?.product.name ?? t.none;
    case 'source':
      return license.source === null ? t.none : t.licenses.sources[license.source];
    case 'demo':
      return license.demo ? t.yes : t.no;
    case 'updatesActive':
      return license.updatesActive === null ? t.none : t.changes.active[license.updatesActive ? 'yes' : 'no'];
    case 'updatesUntil':
    case 'activatedAt':
    case 'listedAt': {
      const at = license[field];
      return at === null ? t.none : <When at={at} />;
    }
  }
}
