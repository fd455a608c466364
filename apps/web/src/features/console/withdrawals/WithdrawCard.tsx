import type { CallOutput } from '@pairwright/contract/client';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Card } from '../../../ui/Card.tsx';
import { readsOfWork } from './reads.ts';
import { WithdrawActions } from './WithdrawActions.tsx';

interface Props {
  projectId: string;
  comparison: Pick<CallOutput<'getComparison'>, 'id' | 'withdrawal'>;
}

/** Takes a comparison out of work, or back. */
export function WithdrawCard({ projectId, comparison: { id: comparisonId, withdrawal } }: Props) {
  const t = useT();
  const params = { projectId, comparisonId };
  const withdraw = useWrite('withdrawComparison', readsOfWork);
  const back = useWrite('returnComparison', readsOfWork);
  return (
    <Card title={t('console-projects.withdraw_card')}>
      <WithdrawActions
        withdrawal={withdrawal}
        ask={t('console-projects.withdraw_comparison')}
        withdraw={withdraw}
        back={back}
        elsewhere={withdrawal?.of === 'batch' ? t('console-projects.withdrawn_with_batch') : null}
        onWithdraw={(because, then) => withdraw.mutate({ params, body: { because } }, then)}
        onReturn={(then) => back.mutate({ params }, then)}
      />
    </Card>
  );
}
