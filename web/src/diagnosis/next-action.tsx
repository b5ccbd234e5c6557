import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { useHref } from '../app/scope.ts';
import { useAction } from '../api/use-action.ts';
import type { CauseCode, DiagnosisCauseFragment } from '../gql/graphql.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Failure, Refusals } from '../ui/notice.tsx';
import { NEXT_MUTATIONS, type NextMutation } from './next-actions.ts';

interface Props {
  readonly cause: CauseCode;
  readonly action: NonNullable<DiagnosisCauseFragment['nextAction']>;
  /** It was done. */
  readonly done: () => void;
}

/** The one thing to do about a cause: a button that does it, a link to where it is done, or the words alone. */
export function NextAction({ cause, action, done }: Props): ReactNode {
  const document = action.mutation === null ? undefined : NEXT_MUTATIONS[action.mutation];
  const variables = isRecord(action.variables) ? action.variables : {};
  if (document && action.mutation !== null)
    return <Button label={action.label} mutation={action.mutation} document={document} variables={variables} done={done} />;
  return <Place cause={cause} label={action.label} variables={variables} />;
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

interface PlaceProps {
  readonly cause: CauseCode;
  readonly label: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Where what there is to do is done, as far as it is a part of this page. */
function Place({ cause, label, variables }: PlaceProps): ReactNode {
  const href = useHref();
  const idOf = (name: string): string | null => (typeof variables[name] === 'string' ? variables[name] : null);
  const license = idOf('licenseId');
  const account = idOf('accountId');
  const target =
    license !== null
      ? href('/licenses', { license })
      : idOf('orderId') !== null
        ? href('/orders')
        : idOf('deviceId') !== null
          ? href('/devices')
          : idOf('databaseId') !== null
            ? href('/databases')
            : account !== null
              ? href('/licenses', { account })
              : PLACES[cause];
  return target === undefined ? (
    <strong>{label}</strong>
  ) : (
    <Link href={target.startsWith('/') ? target : href(target)}>{label}</Link>
  );
}

const PLACES: Readonly<Partial<Record<CauseCode, string>>> = {
  FILTERED_OUT: '/licenses',
  MAIN_NEVER_UPLOADED: '/add',
  UPLOAD_REJECTED: '/add',
};
