import type { Answer, Details } from '@pairwright/contract/judgment';
import type { PracticeExample, PracticeFeedback } from '@pairwright/contract/practice';
import type { Question } from '@pairwright/contract/projects';
import { useMemo, useState } from 'react';
import { explainProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/queries.ts';
import { useLocale, useT } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { knownText } from '../answer/known-text.ts';
import { Coach } from './Coach.tsx';
import { PracticeBench } from './PracticeBench.tsx';
import { workOf } from './practice-form.ts';

interface RoundProps {
  projectId: string;
  question: Question;
  items: readonly PracticeExample[];
  /** First answers count towards the pass mark. */
  counts: boolean;
  onGuidelines: () => void;
  onEnd: () => void;
}

/** The project's examples, one after the other, each with what was expected and why. */
export function Round({ projectId, question, items, counts, onGuidelines, onEnd }: RoundProps) {
  // An attempt that was broken off goes on where it was left.
  const [index, setIndex] = useState(() =>
    Math.max(
      0,
      items.findIndex(({ counted }) => !counted),
    ),
  );
  const item = items[index];
  if (item === undefined) return null;
  return (
    <Example
      key={item.id}
      projectId={projectId}
      question={question}
      item={item}
      counts={counts && !item.counted}
      at={{ index, of: items.length }}
      onGuidelines={onGuidelines}
      onNext={() => (index + 1 < items.length ? setIndex(index + 1) : onEnd())}
    />
  );
}

interface ExampleProps extends Omit<RoundProps, 'items' | 'onEnd'> {
  item: PracticeExample;
  at: { index: number; of: number };
  onNext: () => void;
}

function Example({ projectId, question, item, counts, at, onGuidelines, onNext }: ExampleProps) {
  const t = useT();
  const send = useWrite('answerPractice', ['listPractice', 'getMyProject', 'listMyProjects']);
  const [given, setGiven] = useState<Answer | null>(null);
  const work = useMemo(() => workOf(item, question), [item, question]);
  const told = given === null ? undefined : send.data;
  const last = at.index + 1 === at.of;
  const answer = (by: Answer, ratings: Details['ratings']): void => {
    setGiven(by);
    const body = { answer: by, ratings: by.outcome === 'rated' ? ratings : [] };
    send.mutate({ params: { projectId, exampleId: item.id }, body });
  };
  const text =
    told !== undefined
      ? t(told.matched ? 'practice.matched' : 'practice.not_matched')
      : send.error !== null
        ? explainProblem(send.error, t).title
        : t(counts ? 'practice.example_counts' : 'practice.example_do');
  return (
    <PracticeBench
      work={work}
      answered={told !== undefined}
      onAnswer={answer}
      onTool={(tool) => {
        if (tool === 'guidelines') onGuidelines();
        else if (tool === 'undo') setGiven(null);
        else if (tool !== 'flag') onNext();
      }}
    >
      <Coach
        step={t('practice.example_step', { step: at.index + 1, of: at.of })}
        text={text}
        right={told?.matched ?? null}
        actions={
          told === undefined ? (
            <Button size="small" variant="quiet" aria-keyshortcuts="S" onClick={onNext}>
              {t('practice.example_skip')}
            </Button>
          ) : (
            <Button size="small" variant="primary" aria-keyshortcuts="Enter" onClick={onNext}>
              {t(last ? 'practice.to_results' : 'practice.next')}
            </Button>
          )
        }
      >
        {told === undefined ? null : <Expected feedback={told} question={question} />}
      </Coach>
    </PracticeBench>
  );
}

function Expected({ feedback, question }: { feedback: PracticeFeedback; question: Question }) {
  const t = useT();
  const locale = useLocale();
  const { expected, ratings, explanation, matched } = feedback;
  const known = { answer: expected, ratings };
  return (
    <>
      {matched ? null : (
        <p>{t('practice.expected', { answer: knownText(known, { question, locale }, t) })}</p>
      )}
      <p dir="auto" className="muted">
        {explanation[locale]}
      </p>
    </>
  );
}
