import { useState, type ReactNode } from 'react';
import { useAction } from '../api/use-action.ts';
import type { CauseCode } from '../gql/graphql.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Failure, Refusals } from '../ui/notice.tsx';
import { RATE } from './documents.ts';

interface Props {
  readonly accountId: string;
  readonly causes: readonly CauseCode[];
}

export function Rating({ accountId, causes }: Props): ReactNode {
  const { t } = useI18n();
  const [rated, setRated] = useState(false);
  const action = useAction(RATE, ({ rateDiagnosis }) => rateDiagnosis.errors);
  const rate = async (helped: boolean): Promise<void> => {
    const input = { accountId, causes: [...causes], helped };
    if (await action.run((idempotencyKey) => ({ input: { ...input, idempotencyKey } }))) setRated(true);
  };
  return (
    <div className="buttons">
      <span role="status">{rated ? t.missing.thanks : t.missing.helped}</span>
      {!rated && (
        <>
          <button type="button" disabled={action.busy} onClick={() => void rate(true)}>
            {t.yes}
          </button>
          <button type="button" disabled={action.busy} onClick={() => void rate(false)}>
            {t.no}
          </button>
        </>
      )}
      <Refusals errors={action.refusals} />
      {action.failure && <Failure error={action.failure} />}
    </div>
  );
}
