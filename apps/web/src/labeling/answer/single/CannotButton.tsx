import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { chordText } from '../../shortcuts/chord.ts';
import type { Chord } from '../../shortcuts/chord.ts';
import type { EntryDesk } from '../use-entry.ts';
import styles from './single.module.css';

/** "Cannot judge" where the question allows it: it stands for the whole judgment until it is taken back. */
export function CannotButton({ desk, chord }: { desk: EntryDesk; chord: Chord }) {
  const t = useT();
  return (
    <Button
      variant="quiet"
      className={styles['cannot']}
      aria-pressed={desk.entry.answer?.outcome === 'cannot_judge'}
      aria-keyshortcuts={chordText(chord)}
      onClick={() => toggleCannot(desk)}
    >
      {t('labeling-single.cannot_judge')}
      <kbd aria-hidden="true">{chordText(chord)}</kbd>
    </Button>
  );
}

export function toggleCannot(desk: EntryDesk): void {
  desk.change((entry) => ({
    ...entry,
    answer: entry.answer?.outcome === 'cannot_judge' ? null : { outcome: 'cannot_judge' },
  }));
}
