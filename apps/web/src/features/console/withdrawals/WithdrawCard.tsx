import type { CallOutput } from '@pairwright/contract/client';
import { useState } from 'react';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { toast } from '../../../ui/toast.ts';
import { FormProblem } from '../shared/FormProblem.tsx';
import { readsOfWork } from './reads.ts';
import { WithdrawDialog } from './WithdrawDialog.tsx';
import { WithdrawnWords } from './WithdrawnWords.tsx';

interface Props {
  projectId: string;
  comparison: Pick<CallOutput<'getComparison'>, 'id' | 'withdrawal'>;
}

/** Takes a comparison out of work, or back. */
export function WithdrawCard({ projectId, comparison: { id: comparisonId, withdrawal } }: Props) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const params = { projectId, comparisonId };
  const withdraw = useWrite('withdrawComparison', readsOfWork);
  const back = useWrite('returnComparison', readsOfWork);
  return (
    <Card title={t('console-projects.withdraw_card')}>
      {withdrawal === null ? (
        <div>
          <Button onClick={() => setAsking(true)}>{t('console-projects.withdraw_comparison')}</Button>
        </div>
      ) : (
        <>
          <WithdrawnWords withdrawal={withdrawal} />
          <FormProblem error={back.error} />
          {withdrawal.of === 'batch' ? (
            <p className="muted">{t('console-projects.withdrawn_with_batch')}</p>
          ) : (
            <div>
              <Button
                busy={back.isPending}
                onClick={() =>
                  back.mutate(
                    { params },
                    {
                      onSuccess: ({ comparisons }) =>
                        toast(t('console-projects.returned_now', { count: comparisons })),
                    },
                  )
                }
              >
                {t('console-projects.withdraw_return')}
              </Button>
            </div>
          )}
        </>
      )}
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
                  setAsking(false);
                  toast(t('console-projects.withdrawn_now', { count: comparisons }));
                },
              },
            )
          }
        />
      ) : null}
    </Card>
  );
}
