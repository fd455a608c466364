import { useId } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { ProgressBar } from '../../../ui/ProgressBar.tsx';
import styles from '../../desk/bar.module.css';
import type { MainProps } from '../part-props.ts';
import { CannotButton, toggleCannot } from './CannotButton.tsx';
import { Question } from './Question.tsx';
import own from './single.module.css';
import { stepShortcuts } from './step-keys.ts';
import { useShortcuts } from './use-shortcuts.ts';
import { useSteps } from './use-steps.ts';
import type { SingleQuestion } from './use-steps.ts';

/** How far judging step by step has come, and its keys. The steps themselves are labelled in the answer. */
export function StepsPanel({ desk, work, main, notice }: MainProps & { main: SingleQuestion }) {
  const t = useT();
  const id = useId();
  const steps = useSteps(work, main);
  useShortcuts(
    {
      label: (label: Parameters<typeof steps.label>[1]) => steps.label(steps.current, label),
      go: (by: -1 | 1) => steps.go(steps.current + by),
      cannot: () => toggleCannot(desk),
    },
    (latest) => stepShortcuts(main.allowCannotJudge, latest),
  );
  const done = steps.labels.length;
  const count = steps.texts.length;
  return (
    <section className={styles['decision']} aria-labelledby={id} tabIndex={0}>
      <Question id={id} work={work} notice={notice} />
      <p className={own['hint']}>
        {steps.stoppedAt === null
          ? t(main.stopAtFirstError ? 'labeling-single.first_error' : 'labeling-single.hint_steps')
          : t('labeling-single.stopped', { number: steps.stoppedAt + 1 })}
      </p>
      <div className={own['progress']}>
        <ProgressBar
          label={t('labeling-single.progress', { done, count })}
          value={done}
          max={Math.max(1, count)}
        />
      </div>
      {main.allowCannotJudge ? <CannotButton desk={desk} id="step-cannot" chord="Shift+n" /> : null}
    </section>
  );
}
