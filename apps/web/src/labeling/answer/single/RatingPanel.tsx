import { useId } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import styles from '../../desk/bar.module.css';
import type { Shortcut } from '../../shortcuts/registry.ts';
import type { MainProps } from '../part-props.ts';
import { CannotButton, toggleCannot } from './CannotButton.tsx';
import own from './single.module.css';
import { Question } from './Question.tsx';
import type { SingleQuestion } from './use-steps.ts';
import { useShortcuts } from './use-shortcuts.ts';

/** The question that is answered by ratings alone: they stand below, and Enter gives them. */
export function RatingPanel({ desk, work, main, notice }: MainProps & { main: SingleQuestion }) {
  const t = useT();
  const id = useId();
  useShortcuts({ cannot: () => toggleCannot(desk) }, (latest) => {
    const cannot: Shortcut = {
      id: 'rating-cannot',
      scope: 'screen',
      chords: ['n'],
      label: 'labeling-single.cannot_judge',
      run: () => latest()?.cannot(),
    };
    return main.allowCannotJudge ? [cannot] : [];
  });
  return (
    <section className={styles['decision']} aria-labelledby={id} tabIndex={0}>
      <Question id={id} work={work} notice={notice} />
      <p className={own['hint']}>{t('labeling-single.rate_hint')}</p>
      {main.allowCannotJudge ? <CannotButton desk={desk} id="rating-cannot" chord="n" /> : null}
    </section>
  );
}
