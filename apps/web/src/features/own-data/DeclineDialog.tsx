import { useState } from 'react';
import { useT } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextArea } from '../../ui/Field.tsx';
import { Form } from '../../ui/Form.tsx';
import { FormProblem } from '../console/shared/FormProblem.tsx';

interface Props {
  name: string;
  busy: boolean;
  error: Error | null;
  onDecline: (reason: string) => void;
  onClose: () => void;
}

/** Asks why somebody is not erased; they read it. */
export function DeclineDialog({ name, busy, error, onDecline, onClose }: Props) {
  const t = useT();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const isMissing = reason.trim() === '';
  return (
    <Dialog open title={t('own-data.decline_ask', { name })} onClose={onClose}>
      <Form
        onSubmit={() => {
          setTried(true);
          if (!isMissing) onDecline(reason.trim());
        }}
      >
        <TextArea
          label={t('own-data.reason')}
          hint={t('own-data.reason_hint')}
          value={reason}
          maxLength={1000}
          rows={4}
          error={tried && isMissing ? t('own-data.reason_missing') : null}
          onChange={(event) => setReason(event.target.value)}
        />
        <FormProblem error={error} />
        <div className="row">
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" variant="primary" busy={busy}>
            {t('own-data.decline')}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
