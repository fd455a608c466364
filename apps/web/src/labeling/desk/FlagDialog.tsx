import type { FlagReason } from '@pairwright/contract/flags';
import { useState } from 'react';
import { useT } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { RadioGroup, TextArea } from '../../ui/Field.tsx';

const reasons = [
  'broken_content',
  'personal_data',
  'harmful_content',
  'reveals_model',
  'identical_responses',
  'other',
] as const satisfies readonly FlagReason[];

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
        options={reasons.map((value) => ({ value, label: t(`labeling.flag_${value}`) }))}
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
