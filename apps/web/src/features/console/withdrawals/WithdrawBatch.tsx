import type { RoutedBatch } from '@pairwright/contract/routing';
import { useState } from 'react';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { toast } from '../../../ui/toast.ts';
import { FormProblem } from '../shared/FormProblem.tsx';
import { readsOfWork } from './reads.ts';
import { WithdrawDialog } from './WithdrawDialog.tsx';
import { WithdrawnWords } from './WithdrawnWords.tsx';

interface Props {
  projectId: string;
  batch: RoutedBatch;
  onDone: () => void;
}

/** Takes all of a batch out of work, or back; at the foot of its dialog. */
export function WithdrawBatch({ projectId, batch, onDone }: Props) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const params = { projectId, batchId: batch.id };
  const withdraw = useWrite('withdrawBatch', readsOfWork);
  const back = useWrite('returnBatch', readsOfWork);
  if (batch.withdrawal === null)
    return (
      <>
        <div>
          <Button onClick={() => setAsking(true)}>{t('console-routing.withdraw_batch')}</Button>
        </div>
        {asking ? (
          <WithdrawDialog
            confirm={t('console-projects.withdraw')}
            sending={withdraw}
            onClose={() => setAsking(false)}
            onWithdraw={(because) =>
              withdraw.mutate(
                { params, body: { because } },
                {
                  onSuccess: ({ comparisons }) => {
                    toast(t('console-projects.withdrawn_now', { count: comparisons }));
                    onDone();
                  },
                },
              )
            }
          />
        ) : null}
      </>
    );
  return (
    <>
      <WithdrawnWords withdrawal={batch.withdrawal} />
      <FormProblem error={back.error} />
      <div>
        <Button
          busy={back.isPending}
          onClick={() =>
            back.mutate(
              { params },
              {
                onSuccess: ({ comparisons }) => {
                  toast(t('console-projects.returned_now', { count: comparisons }));
                  onDone();
                },
              },
            )
          }
        >
          {t('console-projects.withdraw_return')}
        </Button>
      </div>
    </>
  );
}
