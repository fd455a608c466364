import { stepsOf } from '@pairwright/domain/judgment/steps';
import { memo, useMemo } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import type { AnswersProps } from '../../pane/AnswersPart.tsx';
import { Passage } from '../../pane/Passage.tsx';
import { Turns } from '../../pane/Turns.tsx';
import styles from './single.module.css';

/** One answer step by step: its last message in steps, whatever stands before it in full. */
export const StepsAnswer = memo(function StepsAnswer({ work, rendering }: AnswersProps) {
  const t = useT();
  const messages = work.responses[0]?.messages ?? [];
  const content = messages.at(-1)?.content ?? '';
  const steps = useMemo(() => stepsOf(content).map(({ start, end }) => content.slice(start, end)), [content]);
  return (
    <section className={styles['answer']} data-part="a">
      <h2 className={styles['head']}>{t('labeling.the_answer')}</h2>
      <div data-place={0}>
        <div data-text={0}>
          {messages.length > 1 ? (
            <Turns messages={messages.slice(0, -1)} language={work.language} rendering={rendering} />
          ) : null}
          <ol className={styles['steps']}>
            {steps.map((step, index) => (
              <li key={index} className={styles['step']}>
                <Passage
                  message={{ role: 'assistant', content: step }}
                  language={work.language}
                  rendering={rendering}
                />
              </li>
            ))}
          </ol>
        </div>
      </div>
    </section>
  );
});
