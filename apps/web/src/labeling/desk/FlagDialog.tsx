import { type FlagReason, flagReasons } from '@pairwright/contract/flag-reasons';
import { useState } from 'react';
import { useT } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { RadioGroup, TextArea } from '../../ui/Field.tsx';

interface FlagDialogProps {
  onFlag: (reason: FlagReason, note: string | null) => void;
  onClose: () => void;
}

export function FlagDialog({ onFlag, onClose }: FlagDialogProps) {
  const t = useT();
  const [reason, setReason] = useState<FlagReason>('broken_content');
  const [note, setNote] = useState('');
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('labeling.flag_title')}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button variant="primary" onClick={() => onFlag(reason, note.trim() === '' ? null : note.trim())}>
            {t('labeling.flag_send')}
          </Button>
        </>
      }
    >
      <p className="muted">{t('labeling.flag_why')}</p>
      <RadioGroup
        label={t('labeling.flag_reason')}
        value={reason}
        onChange={setReason}
        options={flagReasons.map((value) => ({ value, label: t(`labeling.flag_${value}`) }))}
      />
      <TextArea
        label={t('labeling.flag_note')}
        value={note}
        maxLength={2000}
        onChange={(event) => setNote(event.target.value)}
      />
    </Dialog>
  );
}
