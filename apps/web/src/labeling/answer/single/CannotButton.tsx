import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import type { Chord } from '../../shortcuts/chord.ts';
import { useKeys } from '../../shortcuts/use-keys.ts';
import type { EntryDesk } from '../use-entry.ts';
import styles from './single.module.css';

interface CannotProps {
  desk: EntryDesk;
  /** The shortcut that does the same, and its usual key. */
  id: string;
  chord: Chord;
}

/** "Cannot judge" where the question allows it: it stands for the whole judgment until it is taken back. */
export function CannotButton({ desk, id, chord }: CannotProps) {
  const t = useT();
  const keys = useKeys(id, [chord]);
  return (
    <Button
      variant="quiet"
      className={styles['cannot']}
      aria-pressed={desk.entry.answer?.outcome === 'cannot_judge'}
      aria-keyshortcuts={keys.aria}
      onClick={() => toggleCannot(desk)}
    >
      {t('labeling-single.cannot_judge')}
      <kbd aria-hidden="true">{keys.badge}</kbd>
    </Button>
  );
}

export function toggleCannot(desk: EntryDesk): void {
  desk.change((entry) => ({
    ...entry,
    answer: entry.answer?.outcome === 'cannot_judge' ? null : { outcome: 'cannot_judge' },
  }));
}
