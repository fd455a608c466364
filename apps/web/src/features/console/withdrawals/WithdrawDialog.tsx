import { useState } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { TextArea } from '../../../ui/Field.tsx';
import { FormProblem } from '../shared/FormProblem.tsx';

interface Props {
  sending: { error: unknown; isPending: boolean };
  onWithdraw: (because: string) => void;
  onClose: () => void;
}

/** Asks why before something is taken out of work. */
export function WithdrawDialog({ sending, onWithdraw, onClose }: Props) {
  const t = useT();
  const [because, setBecause] = useState('');
  const [tried, setTried] = useState(false);
  return (
    <Dialog
      open
      title={t('console-projects.withdraw_title')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button
            variant="danger"
            busy={sending.isPending}
            onClick={() => {
              setTried(true);
              if (because.trim() !== '' && !sending.isPending) onWithdraw(because.trim());
            }}
          >
            {t('console-projects.withdraw')}
          </Button>
        </>
      }
    >
      <p>{t('console-projects.withdraw_why')}</p>
      <p className="muted">{t('console-projects.withdraw_expected')}</p>
      <TextArea
        label={t('console-projects.withdraw_because')}
        rows={2}
        maxLength={2000}
        required
        value={because}
        error={tried && because.trim() === '' ? t('console.required') : null}
        onChange={(event) => setBecause(event.target.value)}
      />
      <FormProblem error={sending.error} />
    </Dialog>
  );
}
