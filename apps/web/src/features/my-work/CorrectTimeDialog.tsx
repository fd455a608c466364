import type { WorkDay } from '@pairwright/contract/working-life';
import { useState } from 'react';
import { explainProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/queries.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { TextField } from '../../ui/Field.tsx';
import { toast } from '../../ui/toast.ts';

/** What the measured time of a day is off by, and why. */
export function CorrectTimeDialog({ day, onClose }: { day: WorkDay; onClose: () => void }) {
  const t = useT();
  const [minutes, setMinutes] = useState('');
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const correct = useWrite('correctMyTime', ['getMyTime']);
  const off = /^[-+−]?\d{1,4}$/.test(minutes.trim()) ? Number(minutes.replace('−', '-')) : null;
  const valid = off !== null && off !== 0 && Math.abs(off) <= 1440;
  const send = (): void => {
    setTried(true);
    if (!valid || note.trim() === '' || correct.isPending) return;
    correct.mutate(
      { body: { projectId: day.projectId, day: day.day, minutes: off, note } },
      {
        onSuccess: () => {
          toast(t('work-life.corrected'));
          onClose();
        },
      },
    );
  };
  const problem = correct.error === null ? null : explainProblem(correct.error, t);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('work-life.correct_title', { day: day.day })}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button variant="primary" busy={correct.isPending} onClick={send}>
            {t('work-life.correct_send')}
          </Button>
        </>
      }
    >
      <p>{t('work-life.correct_why')}</p>
      <TextField
        label={t('work-life.correct_minutes')}
        hint={t('work-life.correct_minutes_hint')}
        inputMode="numeric"
        value={minutes}
        error={tried && !valid ? t('work-life.correct_minutes_fault') : null}
        onChange={(event) => setMinutes(event.target.value)}
      />
      <TextField
        label={t('work-life.correct_note')}
        maxLength={1000}
        value={note}
        error={tried && note.trim() === '' ? t('work-life.correct_note_fault') : null}
        onChange={(event) => setNote(event.target.value)}
      />
      {problem === null ? null : <ErrorState title={problem.title} requestId={problem.requestId} />}
    </Dialog>
  );
}
