import type { Withdrawal } from '@pairwright/contract/withdrawals';
import { useState } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { toast } from '../../../ui/toast.ts';
import { FormProblem } from '../shared/FormProblem.tsx';
import { WithdrawDialog } from './WithdrawDialog.tsx';
import { WithdrawnWords } from './WithdrawnWords.tsx';

interface Sending {
  readonly error: unknown;
  readonly isPending: boolean;
}

interface Then {
  readonly onSuccess: (moved: { comparisons: number }) => void;
}

interface Props {
  withdrawal: Withdrawal | null;
  /** What is withdrawn, in words on the button that asks why. */
  ask: string;
  withdraw: Sending;
  back: Sending;
  /** Why it does not come back from here; null: it does. */
  elsewhere?: string | null;
  onWithdraw: (because: string, then: Then) => void;
  onReturn: (then: Then) => void;
  /** When either was done. */
  onDone?: () => void;
}

/** Takes something out of work, or back, and says who took it out. */
export function WithdrawActions({ withdrawal, ask, withdraw, onWithdraw, onDone, ...back }: Props) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  return (
    <>
      {withdrawal === null ? (
        <div>
          <Button onClick={() => setAsking(true)}>{ask}</Button>
        </div>
      ) : (
        <>
          <WithdrawnWords withdrawal={withdrawal} />
          <Return {...back} onDone={onDone} />
        </>
      )}
      {asking ? (
        <WithdrawDialog
          sending={withdraw}
          onClose={() => setAsking(false)}
          onWithdraw={(because) =>
            onWithdraw(because, {
              onSuccess: ({ comparisons }) => {
                setAsking(false);
                toast(t('console-projects.withdrawn_now', { count: comparisons }));
                onDone?.();
              },
            })
          }
        />
      ) : null}
    </>
  );
}

type ReturnProps = Pick<Props, 'back' | 'elsewhere' | 'onReturn'> & { onDone: Props['onDone'] | undefined };

function Return({ back, elsewhere = null, onReturn, onDone }: ReturnProps) {
  const t = useT();
  const send = () =>
    onReturn({
      onSuccess: ({ comparisons }) => {
        toast(t('console-projects.returned_now', { count: comparisons }));
        onDone?.();
      },
    });
  return (
    <>
      <FormProblem error={back.error} />
      {elsewhere === null ? (
        <div>
          <Button busy={back.isPending} onClick={send}>
            {t('console-projects.withdraw_return')}
          </Button>
        </div>
      ) : (
        <p className="muted">{elsewhere}</p>
      )}
    </>
  );
}
