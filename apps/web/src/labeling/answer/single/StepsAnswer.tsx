import type { StepLabel } from '@pairwright/contract/judgment';
import { memo, useCallback, useEffect, useRef } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import type { LaterAnswersProps } from '../../pane/AnswersPart.tsx';
import { Passage } from '../../pane/Passage.tsx';
import styles from './single.module.css';
import { StepChoice } from './StepChoice.tsx';
import { useSteps } from './use-steps.ts';
import type { SingleQuestion } from './use-steps.ts';

/** One answer step by step: its last message in steps, whatever stands before it in full. */
export const StepsAnswer = memo(function StepsAnswer(props: LaterAnswersProps) {
  const { main } = props.work.question.form;
  return main.kind === 'single' ? <Steps {...props} main={main} /> : null;
});

function Steps({ work, rendering, main, Turns }: LaterAnswersProps & { main: SingleQuestion }) {
  const t = useT();
  const steps = useSteps(work, main);
  const latest = useRef(steps);
  useEffect(() => {
    latest.current = steps;
  });
  // The same for all renders: of 200 steps only those are drawn anew that changed.
  const onLabel = useCallback((index: number, label: StepLabel) => latest.current.label(index, label), []);
  const before = work.responses[0]?.messages.slice(0, -1) ?? [];
  const { texts, labels, stoppedAt } = steps;
  return (
    <section className={styles['answer']} data-part="a">
      <h2 className={styles['head']}>{t('labeling.the_answer')}</h2>
      <div data-place={0}>
        <div data-text={0}>
          {before.length > 0 ? (
            <Turns messages={before} language={work.language} rendering={rendering} />
          ) : null}
          {texts.length === 0 ? <p className={styles['none']}>{t('labeling-single.no_steps')}</p> : null}
          <ol className={styles['steps']} aria-label={t('labeling-single.steps')}>
            {texts.map((text, index) => (
              <StepRow
                key={index}
                index={index}
                count={texts.length}
                text={text}
                label={labels[index] ?? null}
                current={index === steps.current}
                reachable={index <= labels.length && (stoppedAt === null || index <= stoppedAt)}
                past={stoppedAt !== null && index > stoppedAt}
                language={work.language}
                rendering={rendering}
                onLabel={onLabel}
              />
            ))}
          </ol>
        </div>
      </div>
    </section>
  );
}

interface StepRowProps {
  index: number;
  count: number;
  text: string;
  label: StepLabel | null;
  current: boolean;
  /** Steps are judged in their order: this one can be. */
  reachable: boolean;
  /** It comes after the first error and need not be judged. */
  past: boolean;
  language: string | null;
  rendering: 'markdown' | 'raw';
  onLabel: (index: number, label: StepLabel) => void;
}

const StepRow = memo(function StepRow(props: StepRowProps) {
  const { index, count, text, label, current, past, language, rendering } = props;
  const t = useT();
  const row = useRef<HTMLLIElement>(null);
  const wasCurrent = useRef(current);
  useEffect(() => {
    // Only when it became the current one: at first the text stands where it begins.
    if (current && !wasCurrent.current) row.current?.scrollIntoView({ block: 'nearest' });
    wasCurrent.current = current;
  }, [current]);
  return (
    <li
      ref={row}
      className={styles['step']}
      data-step={index + 1}
      data-label={label ?? undefined}
      data-current={current || undefined}
      data-past={past || undefined}
      aria-current={current ? 'step' : undefined}
    >
      <div className={styles['stepText']}>
        <span className={styles['number']} aria-hidden="true">
          {index + 1}
        </span>
        <Passage message={{ role: 'assistant', content: text }} language={language} rendering={rendering} />
      </div>
      {past ? (
        <p className={styles['pastNote']}>{t('labeling-single.not_needed')}</p>
      ) : (
        <StepChoice
          index={index}
          name={t('labeling-single.step_of', { number: index + 1, count })}
          label={label}
          current={current}
          reachable={props.reachable}
          onLabel={props.onLabel}
        />
      )}
    </li>
  );
});
