import type { SkipReason } from '@pairwright/contract/annotate';
import { useEffect, useRef, useState } from 'react';
import { useT } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/Field.tsx';
import styles from './bench.module.css';
import type { ShortcutRegistry } from '../shortcuts/registry.ts';

export const skipReasons = [
  'too_long',
  'not_my_language',
  'not_my_field',
  'unclear_prompt',
  'broken_content',
  'uncomfortable',
  'other',
] as const satisfies readonly SkipReason[];

interface SkipDialogProps {
  registry: ShortcutRegistry;
  onSkip: (reason: SkipReason, note: string | null, at: number) => void;
  onClose: () => void;
}

/** One key for the reason, and the pair is gone. */
export function SkipDialog({ registry, onSkip, onClose }: SkipDialogProps) {
  const t = useT();
  const [note, setNote] = useState('');
  const skip = (reason: SkipReason, at: number): void =>
    onSkip(reason, note.trim() === '' ? null : note.trim(), at);
  const latest = useRef(skip);
  useEffect(() => {
    latest.current = skip;
  });
  useEffect(
    () =>
      registry.register(
        skipReasons.map((reason, index) => ({
          id: `skip-${reason}`,
          scope: 'dialog',
          chords: [String(index + 1)],
          label: `labeling.skip_${reason}`,
          run: (event) => latest.current(reason, event.timeStamp),
        })),
      ),
    [registry],
  );
  return (
    <Dialog open onClose={onClose} title={t('labeling.skip_title')}>
      <ul className={styles['reasons']}>
        {skipReasons.map((reason, index) => (
          <li key={reason}>
            <Button onClick={(event) => skip(reason, event.timeStamp)}>
              <kbd aria-hidden="true">{index + 1}</kbd>
              {t(`labeling.skip_${reason}`)}
            </Button>
          </li>
        ))}
      </ul>
      <TextField
        label={t('labeling.skip_note')}
        value={note}
        maxLength={2000}
        onChange={(event) => setNote(event.target.value)}
      />
    </Dialog>
  );
}
