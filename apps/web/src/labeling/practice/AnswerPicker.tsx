import type { Answer } from '@pairwright/contract/judgment';
import { useRef } from 'react';
import { AnswerPanel } from '../answer/AnswerPanel.tsx';
import styles from '../desk/bar.module.css';
import { BenchContext } from '../session/bench-context.ts';
import type { Work } from '../session/session.ts';
import { usePracticeDesk } from './practice-desk.ts';

interface AnswerPickerProps {
  /** Its responses in the order that answers are meant for. */
  work: Work;
  answer: Answer | null;
  onAnswer: (answer: Answer) => void;
}

/** The project's own way to answer, without keys, to say which answer is expected. */
export function AnswerPicker({ work, answer, onAnswer }: AnswerPickerProps) {
  const scale = useRef<HTMLDivElement>(null);
  const { bench, desk } = usePracticeDesk(work, { first: answer, onAnswer });
  return (
    <BenchContext value={bench}>
      <div className={styles['bar']}>
        <AnswerPanel desk={desk} work={work} groupRef={scale} notice={null} />
      </div>
    </BenchContext>
  );
}
