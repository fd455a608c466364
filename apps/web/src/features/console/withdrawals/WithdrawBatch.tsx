import type { RoutedBatch } from '@pairwright/contract/routing';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { readsOfWork } from './reads.ts';
import { WithdrawActions } from './WithdrawActions.tsx';

interface Props {
  projectId: string;
  batch: RoutedBatch;
  onDone: () => void;
}

/** Takes all of a batch out of work, or back; at the foot of its dialog. */
export function WithdrawBatch({ projectId, batch, onDone }: Props) {
  const t = useT();
  const params = { projectId, batchId: batch.id };
  const withdraw = useWrite('withdrawBatch', readsOfWork);
  const back = useWrite('returnBatch', readsOfWork);
  return (
    <WithdrawActions
      withdrawal={batch.withdrawal}
      ask={t('console-routing.withdraw_batch')}
      withdraw={withdraw}
      back={back}
      onWithdraw={(because, then) => withdraw.mutate({ params, body: { because } }, then)}
      onReturn={(then) => back.mutate({ params }, then)}
      onDone={onDone}
    />
  );
}
