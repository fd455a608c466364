import type { Answer } from '@pairwright/contract/judgment';
import type { QuestionForm } from '@pairwright/contract/question-form';
import { useRef } from 'react';
import { useLocale } from '../../src/i18n/use-i18n.ts';
import { AnswerPanel } from '../../src/labeling/answer/AnswerPanel.tsx';
import { DecisionBar } from '../../src/labeling/answer/DecisionBar.tsx';
import barStyles from '../../src/labeling/desk/bar.module.css';
import type { Entry } from '../../src/labeling/session/entries.ts';
import { Rig } from '../Rig.tsx';
import type { RigParts } from '../Rig.tsx';
import { ownLevels, plainForm, rankForm, singleForm } from '../samples/forms.ts';
import { questionOf } from '../samples/project.ts';
import { plainWork } from '../samples/works.ts';
import { Variant, Variants } from '../story.tsx';
import type { Story } from '../story.tsx';

interface ScaleProps {
  form: QuestionForm;
  selected?: Answer;
  notice?: string;
}

function Scale({ form, selected, notice }: ScaleProps) {
  const group = useRef<HTMLDivElement>(null);
  if (form.main.kind !== 'pair') return null;
  return (
    <div className={barStyles['bar']}>
      <DecisionBar
        question={questionOf(form)}
        main={form.main}
        selected={selected ?? null}
        onSelect={() => undefined}
        onGive={() => undefined}
        groupRef={group}
        notice={notice ?? null}
      />
    </div>
  );
}

function Panel({ desk, work }: RigParts) {
  const group = useRef<HTMLDivElement>(null);
  return (
    <div className={barStyles['bar']}>
      <AnswerPanel desk={desk} work={work} groupRef={group} notice={null} />
    </div>
  );
}

interface AnsweredProps {
  name: string;
  form: QuestionForm;
  count: number;
  entry?: Partial<Entry>;
}

function Answered({ name, form, count, entry }: AnsweredProps) {
  const locale = useLocale();
  return (
    <Variant name={name}>
      <Rig work={plainWork(name, form, { count, locale })} entry={entry ?? {}}>
        {(parts) => <Panel {...parts} />}
      </Rig>
    </Variant>
  );
}

function Scales() {
  return (
    <Variants>
      <Variant name="2 points, forced">
        <Scale form={plainForm(2, { forced: true })} />
      </Variant>
      <Variant name="4 points, one selected">
        <Scale form={plainForm(4)} selected={{ outcome: 'scale', position: 2 }} />
      </Variant>
      <Variant name="5 points, a press that came too soon">
        <Scale form={plainForm(5)} notice="250 ms" />
      </Variant>
      <Variant name="7 points">
        <Scale form={plainForm(7)} selected={{ outcome: 'scale', position: 7 }} />
      </Variant>
      <Variant name="8 points">
        <Scale form={plainForm(8)} selected={{ outcome: 'both_bad' }} />
      </Variant>
      <Variant name="9 points">
        <Scale form={plainForm(9)} />
      </Variant>
      <Variant name="Own names of levels">
        <Scale form={ownLevels} selected={{ outcome: 'scale', position: 1 }} />
      </Variant>
    </Variants>
  );
}

const ranking = (ranks: (number | null)[]): Partial<Entry> => ({ answer: { outcome: 'ranking', ranks } });

function Ranks() {
  return (
    <Variants>
      <Answered name="Nothing placed yet" form={rankForm()} count={4} />
      <Answered
        name="Placed, two tied, one unacceptable"
        form={rankForm()}
        count={4}
        entry={ranking([2, 1, 0, 2])}
      />
      <Answered
        name="Only the best two of five"
        form={rankForm({ topK: 2, allowUnacceptable: false })}
        count={5}
        entry={ranking([null, 1, 2, null, null])}
      />
    </Variants>
  );
}

function Singles() {
  return (
    <Variants>
      <Answered name="Thumbs" form={singleForm('thumbs')} count={1} />
      <Answered
        name="Thumbs, one selected"
        form={singleForm('thumbs')}
        count={1}
        entry={{ answer: { outcome: 'thumbs', up: true } }}
      />
      <Answered name="Ratings alone" form={singleForm('rating')} count={1} />
    </Variants>
  );
}

export const answerStories: readonly Story[] = [
  { id: 'scale', title: 'Scales of 2 to 9 points', render: () => <Scales /> },
  { id: 'rank', title: 'Rankings', render: () => <Ranks /> },
  { id: 'single', title: 'Thumbs and ratings', render: () => <Singles /> },
];
