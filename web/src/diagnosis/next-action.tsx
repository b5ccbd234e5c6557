import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { useHref } from '../app/scope.ts';
import { useSeen } from '../app/viewer.ts';
import { useAction } from '../api/use-action.ts';
import type { DiagnosisCauseFragment, NextActionCode } from '../gql/graphql.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Failure, Refusals } from '../ui/notice.tsx';
import { NEXT_MUTATIONS, type NextMutation } from './next-actions.ts';

interface Props {
  readonly action: NonNullable<DiagnosisCauseFragment['nextAction']>;
  /** The license that the answer is about, and the base that was asked for. */
  readonly license: string | null;
  readonly base: string | null;
  /** It was done. */
  readonly done: () => void;
}

/** What leads somewhere to look: the rest changes something of the account, which support may not. */
const LOOKS: readonly NextActionCode[] = ['CLEAR_FILTER', 'SWITCH_ACCOUNT', 'SEE_REPLACEMENT', 'SEE_OTHER_DEVICE', 'WAIT'];

/** The one thing to do about a cause: a button that does it, a link to where it is done, or the words alone. */
export function NextAction({ action, license, base, done }: Props): ReactNode {
  const { t } = useI18n();
  const { viewer } = useSeen();
  if (viewer.role === 'SUPPORT' && !LOOKS.includes(action.action))
    return (
      <p>
        <strong>{action.label}</strong> <small>{t.missing.forCustomer}</small>
      </p>
    );
  const document = action.mutation === null ? undefined : NEXT_MUTATIONS[action.mutation];
  const variables = isRecord(action.variables) ? action.variables : {};
  if (document && action.mutation !== null)
    return <Button label={action.label} mutation={action.mutation} document={document} variables={variables} done={done} />;
  return <Place action={action} license={license} base={base} variables={variables} />;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

interface ButtonProps {
  readonly label: string;
  readonly mutation: string;
  readonly document: NextMutation;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly done: () => void;
}

function Button({ label, mutation, document, variables, done }: ButtonProps): ReactNode {
  const { t } = useI18n();
  const [finished, setFinished] = useState(false);
  const [said, setSaid] = useState(false);
  const action = useAction(document, ({ payload }) => payload.errors);
  const unlinks = mutation === 'unlinkLicense';
  const run = async (): Promise<void> => {
    const input = isRecord(variables['input']) ? variables['input'] : variables;
    const sent = { ...input, ...(unlinks && { confirmWorkFinished: finished }) };
    if (!(await action.run((idempotencyKey) => ({ input: { ...sent, idempotencyKey } as never })))) return;
    setSaid(true);
    done();
  };
  return (
    <div className="stack">
      {unlinks && (
        <label className="inline">
          <input type="checkbox" checked={finished} onChange={({ currentTarget }) => setFinished(currentTarget.checked)} />
          {t.license.unlinkConfirm}
        </label>
      )}
      <button
        type="button"
        className="primary"
        disabled={action.busy || said || (unlinks && !finished)}
        onClick={() => void run()}
      >
        {label}
      </button>
      <p role="status">{said && t.license.done}</p>
      <Refusals errors={action.refusals} />
      {action.failure && <Failure error={action.failure} />}
    </div>
  );
}

interface PlaceProps extends Pick<Props, 'action' | 'license' | 'base'> {
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Where what there is to do is done, as far as it is a part of this page; what is done at the device is said. */
function Place({ action: { action, label }, license, base, variables }: PlaceProps): ReactNode {
  const href = useHref();
  const idOf = (name: string): string | null => (typeof variables[name] === 'string' ? variables[name] : null);
  const ofLicense = idOf('licenseId') ?? license;
  const account = idOf('accountId');
  const places: Readonly<Partial<Record<NextActionCode, string | null>>> = {
    CLEAR_FILTER: href('/licenses'),
    SWITCH_ACCOUNT: account && href('/licenses', { account }),
    SEE_REPLACEMENT: ofLicense && href('/licenses', { license: ofLicense }),
    ACTIVATE: href('/licenses', ofLicense === null ? { status: 'FREE' } : { license: ofLicense }),
    ACTIVATE_ELSEWHERE: ofLicense && href('/licenses', { license: ofLicense }),
    RESTORE_TO_LIST: ofLicense && href('/licenses', { license: ofLicense }),
    UNLINK: ofLicense && href('/licenses', { license: ofLicense }),
    ADD_BY_CODE: href('/add'),
    UPLOAD_AGAIN: href('/add'),
    CONNECT_DEVICE: href('/databases', base === null ? {} : { connect: base }),
    RECONNECT_DEVICE: href('/databases', base === null ? {} : { connect: base }),
    CHOOSE_BASE: href('/databases'),
    START_BASE: href('/databases'),
    SEE_OTHER_DEVICE: href('/devices'),
    PAY: href('/orders'),
    ORDER_LICENSE: href('/orders'),
    ORDER_AGAIN: href('/orders'),
    ORDER_TRANSITION: href('/orders'),
    RENEW_TERM: ofLicense && href('/licenses', { license: ofLicense }),
    RENEW_UPDATES: ofLicense && href('/licenses', { license: ofLicense }),
    // An order that only takes its time.
    WAIT: idOf('orderId') && href('/orders'),
  };
  const target = places[action] ?? null;
  return target === null ? (
    <strong>{label}</strong>
  ) : (
    <Link href={target} className="button">
      {label}
    </Link>
  );
}
