import type { Answer, Details } from '@pairwright/contract/judgment';
import { isOneKey } from '@pairwright/domain/judgment/form';
import { useEffect, useRef } from 'react';
import { AnswerPanel } from '../answer/AnswerPanel.tsx';
import { withImplied } from '../answer/lacking.ts';
import type { EntryDesk } from '../answer/use-entry.ts';
import styles from '../desk/bar.module.css';
import { AnswersPart } from '../pane/AnswersPart.tsx';
import { BenchContext } from '../session/bench-context.ts';
import type { Work } from '../session/session.ts';
import type { ShortcutRegistry } from '../shortcuts/registry.ts';
import { usePracticeDesk } from './practice-desk.ts';

interface AnswerPickerProps {
  /** Its responses in the order that answers are meant for. */
  work: Work;
  answer: Answer | null;
  /** Those entered before, where they are the answer. */
  ratings?: Details['ratings'];
  onAnswer: (answer: Answer, ratings: Details['ratings']) => void;
}

/** The project's own way to answer, without keys, to say which answer is expected. The steps of a response come with it. */
export function AnswerPicker({ work, answer, ratings, onAnswer }: AnswerPickerProps) {
  const { bench, desk } = usePracticeDesk(work, { first: answer, ratings, onAnswer });
  return <Picker bench={bench} desk={desk} work={work} />;
}

interface HeardPickerProps extends Omit<AnswerPickerProps, 'onAnswer'> {
  /** The workbench's keys of this kind of question are heard there. */
  keys: ShortcutRegistry;
  /** Whatever is entered, as it is entered; null while it is not whole. Ratings where they are the answer. */
  onAnswer: (answer: Answer | null, ratings: Details['ratings']) => void;
  /** An answer of more than one press is given. */
  onGive: () => void;
}

/** The same by keys as well. An answer of more than one press counts as soon as it is whole, without being given. */
export function HeardPicker({ work, answer, keys, onAnswer, onGive }: HeardPickerProps) {
  const quick = isOneKey(work.question.form);
  const { bench, desk } = usePracticeDesk(work, {
    first: answer,
    onAnswer: (given) => (quick ? onAnswer(given, []) : onGive()),
    keys,
  });
  const latest = useRef(onAnswer);
  useEffect(() => {
    latest.current = onAnswer;
  });
  const whole = desk.missing.length === 0 ? withImplied(work, desk.entry).answer : null;
  // As text: only another answer is told, not another object. The keys of a pair the page hears itself.
  const told =
    work.question.form.main.kind === 'pair' ? null : JSON.stringify([whole, desk.entry.details.ratings]);
  useEffect(() => {
    if (told !== null) latest.current(...(JSON.parse(told) as Parameters<typeof onAnswer>));
  }, [told]);
  return <Picker bench={bench} desk={desk} work={work} givenElsewhere />;
}

interface PickerProps extends Pick<ReturnType<typeof usePracticeDesk>, 'bench'> {
  desk: EntryDesk;
  work: Work;
  givenElsewhere?: boolean;
}

function Picker({ bench, desk, work, givenElsewhere = false }: PickerProps) {
  const scale = useRef<HTMLDivElement>(null);
  const { main } = work.question.form;
  return (
    <BenchContext value={bench}>
      {main.kind === 'single' && main.ask === 'steps' ? (
        <AnswersPart work={work} drawn={1} layout="stacked" rendering="markdown" />
      ) : null}
      <div className={styles['bar']}>
        <AnswerPanel desk={desk} work={work} groupRef={scale} notice={null} givenElsewhere={givenElsewhere} />
      </div>
    </BenchContext>
  );
}
