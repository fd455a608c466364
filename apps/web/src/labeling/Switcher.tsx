import type { RefObject } from 'react';
import { useT } from '../i18n/use-i18n.ts';
import styles from './bench.module.css';
import { jumpTo } from './stage-dom.ts';

/** Where the parts stand one below the other, one tap leads to each. */
export function Switcher({ stage }: { stage: RefObject<HTMLDivElement | null> }) {
  const t = useT();
  return (
    <nav className={styles['switcher']} aria-label={t('labeling.jump_to')}>
      <button type="button" onClick={() => jumpTo(stage.current, 'prompt')}>
        {t('labeling.prompt')}
      </button>
      <button type="button" onClick={() => jumpTo(stage.current, 'a')}>
        {t('labeling.answer_a')}
      </button>
      <button type="button" onClick={() => jumpTo(stage.current, 'b')}>
        {t('labeling.answer_b')}
      </button>
    </nav>
  );
}
